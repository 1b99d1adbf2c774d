using System.Collections;
using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Completion;

namespace AmiTools.Cmdlets.Definitions;

/// <summary>A cmdlet that works on definitions and their targets.</summary>
public abstract class DefinitionCmdlet : EnvironmentCmdlet
{
    /// <summary>
    /// <para type="description">A definition's folder, or a folder with definitions below it. Without it, the current location.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    public string? Path { get; set; }

    /// <summary>
    /// <para type="description">Names of definitions, with the wildcards * and ?. Without it, all.</para>
    /// </summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DefinitionNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>
    /// <para type="description">Values that win over every file: a hashtable, or KEY=VALUE lines. One that the template does not know is a problem.</para>
    /// </summary>
    [Parameter]
    public object? Parameter { get; set; }

    private protected override object? Subject => Path ?? (object?)Name;

    private protected DefinitionRequest Request(bool validate = false) => new()
    {
        Definitions = new() { Path = FullPath(Path ?? "."), Names = Name ?? [] },
        Targets = Targets,
        Overrides = Overrides.Read(Parameter),
        ValidateWithPacker = validate,
    };
}
