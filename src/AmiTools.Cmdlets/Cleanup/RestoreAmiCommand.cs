using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Images;
using AmiTools.Core.Cleanup.Restoring;

namespace AmiTools.Cmdlets.Cleanup;

/// <summary>
/// <para type="synopsis">Brings images back: out of a stage of the cleanup, or with their snapshots out of the Recycle Bin.</para>
/// <para type="description">Enables, ends the deprecation, gives back the shares that were remembered when it was disabled, and takes the cleanup's tags off. A restored image counts as used from now on. What is in the Recycle Bin is named by its id; there is something only where the account has a retention rule. -WhatIf shows what would be done.</para>
/// <para type="link">Invoke-AmiCleanup</para>
/// <para type="link">about_AmiTools_Cleanup</para>
/// </summary>
/// <example>
/// <para>See what would be done for an image</para>
/// <code>Restore-Ami gateway@1.0.2 -WhatIf</code>
/// </example>
/// <example>
/// <para>Bring all images of a name back out of the stages</para>
/// <code>Get-AmiUsage gateway | Restore-Ami</code>
/// <para>What is in no stage is left as it is.</para>
/// </example>
[Cmdlet(VerbsData.Restore, "Ami", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RestoredImage))]
public sealed class RestoreAmiCommand : TargetCmdlet
{
    /// <summary>
    /// <para type="description">The images: ids (ami-...), names with an exact version (web-server@2.0.57: the image of each target), or any objects with an ImageId property. What lies in the Recycle Bin is named by its id.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("ImageId")]
    [ValidateNotNullOrEmpty]
    public object[] Image { get; set; } = [];

    private protected override object? Subject => string.Join(", ", Image);

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var request = new RestoreRequest { Targets = Targets, Images = [.. ImageParameter.Read(Image)] };
        var restore = new RestoreImages(Surroundings());
        foreach (var planned in await restore.PlanAsync(request, pipe.Reporter, cancel).ConfigureAwait(false))
        {
            var text = "Restore " + planned;
            if (planned.Steps.Count == 0) pipe.Reporter.Verbose(planned + ".");
            else if (await pipe.ShouldProcessAsync(text, text + "?", "Restore-Ami").ConfigureAwait(false))
                await pipe.WriteAsync(await restore.RunAsync(request, planned, pipe.Reporter, cancel).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }
}
