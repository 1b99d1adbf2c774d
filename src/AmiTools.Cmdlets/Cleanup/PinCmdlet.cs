using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Images;
using AmiTools.Core.Cleanup;

namespace AmiTools.Cmdlets.Cleanup;

/// <summary>A cmdlet that pins images or takes their pins off.</summary>
public abstract class PinCmdlet : TargetCmdlet
{
    /// <summary>
    /// <para type="description">The images: ids (ami-...), names with an exact version (web-server@2.0.57: the image of each target), images or pairs from Get-AmiByVersion or Get-PairedAmi, or any objects with an ImageId property, such as those of AWS Tools for PowerShell.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("ImageId")]
    [ValidateNotNullOrEmpty]
    public object[] Image { get; set; } = [];

    /// <summary>
    /// <para type="description">Writes each image with its pin; with -WhatIf with the one that it would have.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object? Subject => string.Join(", ", Image);

    private protected abstract PinRequest Complete(PinRequest request);

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var request = Complete(new() { Targets = Targets, Images = [.. ImageParameter.Read(Image)] });
        var pins = new PinImages(Surroundings());
        foreach (var planned in await pins.PlanAsync(request, pipe.Reporter, cancel).ConfigureAwait(false))
        {
            if (planned.Pinned != planned.PinnedBefore)
            {
                var text = planned.Pinned is { } pin ? $"Pin {planned.ImageId} ({planned.Name} {planned.Version}, {planned.Target}) {pin}" : $"Take the pin '{planned.PinnedBefore}' off {planned.ImageId} ({planned.Name} {planned.Version}, {planned.Target})";
                if (await pipe.ShouldProcessAsync(text, text + "?", MyInvocation.MyCommand.Name).ConfigureAwait(false)) await pins.RunAsync(request, planned, pipe.Reporter, cancel).ConfigureAwait(false);
                else if (!IsWhatIf) continue;
            }
            if (PassThru) await pipe.WriteAsync(planned).ConfigureAwait(false);
        }
    }
}
