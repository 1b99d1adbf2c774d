using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Core.Building;

namespace AmiTools.Cmdlets.Definitions;

/// <summary>
/// <para type="synopsis">Checks image definitions for all targets, without touching AWS.</para>
/// <para type="description">Reads templates, versions and parameter files, resolves the parameters of every target and runs 'packer validate'. All problems of all targets are found at once; each names file and line.</para>
/// <para type="link">Get-AmiDefinition</para>
/// <para type="link">Get-AmiParameter</para>
/// <para type="link">New-PairedAmi</para>
/// <para type="link">about_AmiTools_Definitions</para>
/// </summary>
/// <example>
/// <para>Check all definitions of a repository</para>
/// <code>Test-AmiDefinition src</code>
/// <para>Runs 'packer validate' for each target, and asks nothing of AWS.</para>
/// </example>
/// <example>
/// <para>Let a build fail where one is wrong</para>
/// <code>if (-not (Test-AmiDefinition src -Quiet)) { throw 'A definition is not valid.' }</code>
/// </example>
/// <example>
/// <para>Every problem, with file and line</para>
/// <code>Test-AmiDefinition src -SkipPacker | Select-Object -ExpandProperty Problems</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "AmiDefinition")]
[OutputType(typeof(DefinitionCheck), typeof(bool))]
public sealed class TestAmiDefinitionCommand : DefinitionCmdlet
{
    /// <summary>
    /// <para type="description">Leaves 'packer validate' out.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter SkipPacker { get; set; }

    /// <summary>
    /// <para type="description">Writes only True or False: whether all definitions are valid.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var checks = await new CheckDefinitions(Surroundings()).RunAsync(Request(validate: !SkipPacker), pipe.Reporter, cancel).ConfigureAwait(false);
        if (Quiet)
        {
            await pipe.WriteAsync(checks.All(c => c.IsValid)).ConfigureAwait(false);
            return;
        }
        foreach (var check in checks) await pipe.WriteAsync(check).ConfigureAwait(false);
    }
}
