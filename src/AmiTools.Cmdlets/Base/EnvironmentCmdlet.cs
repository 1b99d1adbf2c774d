using System.Management.Automation;
using AmiTools.Cmdlets.Completion;
using AmiTools.Core;

namespace AmiTools.Cmdlets.Base;

/// <summary>A cmdlet that works on targets of an environments file.</summary>
public abstract class EnvironmentCmdlet : AsyncCmdlet
{
    /// <summary>
    /// <para type="description">The environments file (environments.yaml or .json), or a folder with one. Without it, it is looked for beside the definitions and in the folders above.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Environments")]
    public string? EnvironmentsPath { get; set; }

    /// <summary>
    /// <para type="description">Names of targets in that file. Without it, all of them. A name that is not there is an error that tells the nearest one.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public string[]? Target { get; set; }

    private protected virtual TargetSelection Targets => new() { Path = Given.EnvironmentsPath, Names = Given.Targets };

    private protected virtual ConnectionParameters Given => new()
    {
        Location = Location,
        Session = SessionVariables.Read(GetVariableValue),
        Ask = AskAsync,
        EnvironmentsPath = EnvironmentsPath is null ? null : FullPath(EnvironmentsPath),
        Targets = (TargetsAreAsked ? asked : Target) ?? [],
    };

    /// <summary>True where -Target of the command line alone counts, and not what an object of the pipeline brings along.</summary>
    private protected virtual bool TargetsAreAsked => WorksAtTheEnd;

    private string[]? asked;

    // PowerShell leaves in a property what the last object of the pipeline brought along. What works on all objects at the end
    // works where the command line says.
    /// <inheritdoc/>
    protected override void BeginProcessing() => asked = Target;

    private protected Surroundings Surroundings() => Composition.Surroundings(Location, Given.Connector);
}
