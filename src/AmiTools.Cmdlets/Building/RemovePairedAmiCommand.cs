using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Completion;
using AmiTools.Core.Building;

namespace AmiTools.Cmdlets.Building;

/// <summary>
/// <para type="synopsis">Deregisters the images of one version in all targets, with their snapshots.</para>
/// <para type="description">Works on exactly one name and version. Snapshots that another image uses stay. -WhatIf shows which images would go.</para>
/// <para type="link">Get-PairedAmi</para>
/// <para type="link">Invoke-AmiCleanup</para>
/// </summary>
/// <example>
/// <para>See which images would go</para>
/// <code>Get-PairedAmi web-server 1.0.1 | Remove-PairedAmi -WhatIf</code>
/// </example>
/// <example>
/// <para>Remove a version from all targets, without being asked</para>
/// <code>Remove-PairedAmi worker 1.0.0 -Confirm:$false -PassThru</code>
/// <para>It does not look at who uses the images; Get-AmiUsage tells.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "PairedAmi", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RemovedImage))]
public sealed class RemovePairedAmiCommand : TargetCmdlet
{
    /// <summary>
    /// <para type="description">The image's name; or a pair from Get-PairedAmi through the pipeline.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string Name { get; set; } = "";

    /// <summary>
    /// <para type="description">The exact version, such as 2.0.57. A wildcard or a range is an error: one call removes one version.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public string Version { get; set; } = "";

    /// <summary>
    /// <para type="description">Writes what became of each image; with -WhatIf which would go, with all their snapshots.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object? Subject => $"{Name} {Version}";

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var request = new RemovePairRequest { Targets = Targets, Name = Name, Version = Version };
        var surroundings = Surroundings();
        var plan = await new PlanRemoval(surroundings).RunAsync(request, pipe.Reporter, cancel).ConfigureAwait(false);
        var text = PlanText.Describe(request, plan);
        if (!await pipe.ShouldProcessAsync(text, text + "?", "Remove-PairedAmi").ConfigureAwait(false))
        {
            if (PassThru && IsWhatIf) foreach (var image in plan) await pipe.WriteAsync(new RemovedImage { Image = image, DeletedSnapshotIds = image.SnapshotIds }).ConfigureAwait(false);
            return;
        }
        var removed = await new RemoveImages(surroundings).RunAsync(request, plan, pipe.Reporter, cancel).ConfigureAwait(false);
        if (PassThru) foreach (var image in removed) await pipe.WriteAsync(image).ConfigureAwait(false);
    }
}
