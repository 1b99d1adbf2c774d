using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Images;
using AmiTools.Core.Access;

namespace AmiTools.Cmdlets.Access;

/// <summary>
/// <para type="synopsis">Tells who may launch images and read their snapshots.</para>
/// <para type="description">Image and snapshots are shown as one, with where they differ: an account that may launch an image and not read its snapshots can't copy it.</para>
/// <para type="link">Grant-AmiAccess</para>
/// <para type="link">Revoke-AmiAccess</para>
/// </summary>
/// <example>
/// <para>Who may use the images of a version</para>
/// <code>Get-AmiAccess web-server@1.0.2</code>
/// <para>One row for the image of each target. Where an account may launch an image and not read its snapshots, the differences are listed.</para>
/// </example>
/// <example>
/// <para>The images that are shared with anybody</para>
/// <code>Get-AmiByVersion web-server 1.0.* -All -Target dev | Get-AmiAccess | Where-Object Accounts</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "AmiAccess")]
[OutputType(typeof(AmiAccess))]
public sealed class GetAmiAccessCommand : TargetCmdlet
{
    /// <summary>
    /// <para type="description">The images: ids (ami-...), names with an exact version (web-server@2.0.57: the image of each target), images or pairs from Get-AmiByVersion or Get-PairedAmi, or any objects with an ImageId property, such as those of AWS Tools for PowerShell.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("ImageId")]
    [ValidateNotNullOrEmpty]
    public object[] Image { get; set; } = [];

    private protected override object? Subject => string.Join(", ", Image);

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        foreach (var access in await new GetAccess(Surroundings()).RunAsync(new() { Targets = Targets, Images = [.. ImageParameter.Read(Image)] }, pipe.Reporter, cancel).ConfigureAwait(false))
            await pipe.WriteAsync(access).ConfigureAwait(false);
    }
}
