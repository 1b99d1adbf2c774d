using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Completion;
using AmiTools.Core.Pointers;

namespace AmiTools.Cmdlets.Pointers;

/// <summary>
/// <para type="synopsis">Lists every place that names an image in the files and parameters of environments.</para>
/// <para type="description">Which files and parameters these are stands in the environments file, as the references of each environment.</para>
/// <para type="link">Set-AmiReference</para>
/// <para type="link">Test-AmiReference</para>
/// <para type="link">about_AmiTools</para>
/// </summary>
/// <example>
/// <para>Which image does each environment name, and where?</para>
/// <code>Get-AmiReference</code>
/// </example>
/// <example>
/// <para>The same from the files alone, without AWS</para>
/// <code>Get-AmiReference staging, production -FilesOnly | Select-Object Environment, File, Line, ImageId</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "AmiReference")]
[OutputType(typeof(AmiReference))]
public sealed class GetAmiReferenceCommand : ReferenceCmdlet
{
    /// <summary>
    /// <para type="description">Names of environments. Without it, all of them.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string[]? Environment { get; set; }

    /// <summary>
    /// <para type="description">Reads files only and asks nothing of AWS: no parameters, no versions, and names only where they are declared.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter FilesOnly { get; set; }

    private protected override object? Subject => Environment is null ? null : string.Join(", ", Environment);

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var request = new ReferenceRequest { Targets = Targets, Environments = Environment ?? [], Name = Name, FilesOnly = FilesOnly };
        foreach (var reference in await new GetReferences(Surroundings()).RunAsync(request, pipe.Reporter, cancel).ConfigureAwait(false))
            await pipe.WriteAsync(reference).ConfigureAwait(false);
    }
}
