using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Building;
using AmiTools.Cmdlets.Completion;
using AmiTools.Core.Images;

namespace AmiTools.Cmdlets.Images;

/// <summary>
/// <para type="synopsis">Makes images that existed before AmiTools a pair: one in every target, under one name and version.</para>
/// <para type="description">Checks first that each target owns exactly one of the images, that it is available and belongs to no pair, and that the version is free; then tags images and snapshots, all or none. A cleanup does not touch them unless their owner adds the tag AutoCleanup. Until they are registered, such images are found by Get-AmiByVersion -IncludeUnregistered. -WhatIf runs all checks and shows what would be tagged.</para>
/// <para type="link">Get-PairedAmi</para>
/// <para type="link">Copy-AmiToTarget</para>
/// </summary>
/// <example>
/// <para>See what would be tagged</para>
/// <code>Get-AmiByVersion legacy-web 3.1.0 -IncludeUnregistered | Register-AmiPair legacy-web 3.1.0 -WhatIf</code>
/// </example>
/// <example>
/// <para>Make images from before AmiTools a pair</para>
/// <code>
/// $images = Get-AmiByVersion legacy-web 3.1.0 -IncludeUnregistered
/// Register-AmiPair legacy-web 3.1.0 -Member $images.ImageId
/// </code>
/// <para>They have the tag version = 3.1.0 and a name that begins with legacy-web; otherwise, give their ids.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Register, "AmiPair", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AmiPair))]
public sealed class RegisterAmiPairCommand : EnvironmentCmdlet
{
    /// <summary>
    /// <para type="description">The name that the images get.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string Name { get; set; } = "";

    /// <summary>
    /// <para type="description">The version, a release such as 2.0.57; a prerelease is refused. It must be free in every target.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Version { get; set; } = "";

    /// <summary>
    /// <para type="description">The images, one of every target: ids, or objects with an ImageId property (ours, or those of AWS Tools for PowerShell).</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipeline = true)]
    [Alias("ImageId", "Image")]
    [ValidateNotNullOrEmpty]
    public object[] Member { get; set; } = [];

    /// <summary>
    /// <para type="description">The git commit that the images were built from, if it is known.</para>
    /// </summary>
    [Parameter]
    public string? Commit { get; set; }

    private readonly List<string> ids = [];

    private protected override object? Subject => $"{Name} {Version}";

    private protected override bool WorksAtTheEnd => true;

    private protected override Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        ids.AddRange(ImageParameter.Read(Member));
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(Pipe pipe, CancellationToken cancel)
    {
        if (ids.Count == 0) return;
        var surroundings = Surroundings();
        var plan = await new PlanRegistration(surroundings).RunAsync(new() { Targets = Targets, Name = Name, Version = Version, ImageIds = ids, Commit = Commit }, pipe.Reporter, cancel).ConfigureAwait(false);
        var text = PlanText.Describe(plan);
        if (!await pipe.ShouldProcessAsync(text, text + "?", "Register-AmiPair").ConfigureAwait(false)) return;
        await pipe.WriteAsync(await new RegisterPair(surroundings).RunAsync(plan, pipe.Reporter, cancel).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
