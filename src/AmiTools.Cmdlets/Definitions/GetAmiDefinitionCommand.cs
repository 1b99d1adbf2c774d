using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Completion;
using AmiTools.Core.Definitions;

namespace AmiTools.Cmdlets.Definitions;

/// <summary>
/// <para type="synopsis">Lists image definitions.</para>
/// <para type="description">Finds folders with a Packer template and version.json, at a path and below it. One that can't be read is a warning; Test-AmiDefinition tells everything that is wrong with it.</para>
/// <para type="link">Test-AmiDefinition</para>
/// <para type="link">Get-AmiParameter</para>
/// <para type="link">New-PairedAmi</para>
/// <para type="link">about_AmiTools_Definitions</para>
/// </summary>
/// <example>
/// <para>The definitions below a folder</para>
/// <code>Get-AmiDefinition src</code>
/// </example>
/// <example>
/// <para>Names and versions of some of them</para>
/// <code>Get-AmiDefinition -Name web-* | Select-Object Name, BaseVersion, Format</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "AmiDefinition")]
[OutputType(typeof(AmiDefinition))]
public sealed class GetAmiDefinitionCommand : AsyncCmdlet
{
    /// <summary>
    /// <para type="description">A definition's folder, or a folder with definitions below it. Without it, the current location.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    public string? Path { get; set; }

    /// <summary>
    /// <para type="description">Names of definitions, with the wildcards * and ?. Without it, all.</para>
    /// </summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DefinitionNameCompleter))]
    public string[]? Name { get; set; }

    private protected override object? Subject => Path ?? (object?)Name;

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var surroundings = Composition.Surroundings(Location, v => new AmiTools.Core.Environments.TargetConnector(v));
        var found = await new ListDefinitions(surroundings).RunAsync(new() { Path = FullPath(Path ?? "."), Names = Name ?? [] }, pipe.Reporter, cancel).ConfigureAwait(false);
        foreach (var definition in found) await pipe.WriteAsync(definition).ConfigureAwait(false);
    }
}
