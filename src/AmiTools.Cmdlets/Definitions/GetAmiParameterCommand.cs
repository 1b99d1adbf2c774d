using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Core.Definitions;

namespace AmiTools.Cmdlets.Definitions;

/// <summary>
/// <para type="synopsis">Shows the parameters of image definitions for every target, and where each value comes from.</para>
/// <para type="description">Resolves the hierarchy common/conf/default, common/conf/TARGET, conf/default, conf/TARGET and the overrides, and shows each value with its file and line, and whether the targets differ in it.</para>
/// <para type="link">Get-AmiDefinition</para>
/// <para type="link">Test-AmiDefinition</para>
/// <para type="link">about_AmiTools_Definitions</para>
/// </summary>
/// <example>
/// <para>In what do the targets differ?</para>
/// <code>Get-AmiParameter src/web-server -Different</code>
/// </example>
/// <example>
/// <para>Where does a value come from?</para>
/// <code>Get-AmiParameter src/web-server | Where-Object Name -EQ instance_type | Select-Object Target, Value, File, Line</code>
/// </example>
/// <example>
/// <para>What would an override change?</para>
/// <code>Get-AmiParameter src/web-server -Target prod -Parameter @{ volume_size = 20 }</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "AmiParameter")]
[OutputType(typeof(AmiParameter))]
public sealed class GetAmiParameterCommand : DefinitionCmdlet
{
    /// <summary>
    /// <para type="description">Shows only parameters in which the targets differ.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Different { get; set; }

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var values = await new ListParameters(Surroundings()).RunAsync(Request(), pipe.Reporter, cancel).ConfigureAwait(false);
        foreach (var value in values.Where(v => !Different || v.DiffersBetweenTargets)) await pipe.WriteAsync(value).ConfigureAwait(false);
    }
}
