using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Completion;
using AmiTools.Core.Usage;

namespace AmiTools.Cmdlets.Usage;

/// <summary>
/// <para type="synopsis">Tells who uses images: instances, templates, groups, fleets, parameters, pins, other images, other accounts.</para>
/// <para type="description">Each image is used, not used, or unknown: a source that could not be read is never taken for "not used". The sources are read in all targets of the environments file, whichever images are asked about. docs/usage-sources.md lists them.</para>
/// <para type="link">Update-AmiLastUsed</para>
/// <para type="link">Get-AmiCleanupPlan</para>
/// <para type="link">about_AmiTools_Cleanup</para>
/// </summary>
/// <example>
/// <para>Is anything of this name in use?</para>
/// <code>Get-AmiUsage web-server</code>
/// </example>
/// <example>
/// <para>What uses the images of a version?</para>
/// <code>Get-AmiByVersion web-server 1.0.1 | Get-AmiUsage | Select-Object -ExpandProperty UsedBy</code>
/// </example>
/// <example>
/// <para>What could not be told, and why</para>
/// <code>Get-AmiUsage | Where-Object State -EQ Unknown | Select-Object -ExpandProperty Unknown</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "AmiUsage")]
[OutputType(typeof(AmiUsage))]
public sealed class GetAmiUsageCommand : TargetCmdlet
{
    /// <summary>
    /// <para type="description">Names of images, with the wildcards * and ?. Without it, all registered images.</para>
    /// </summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>
    /// <para type="description">A version (2.0.57), a wildcard (2.0.*) or a range ("&gt;=2.0 &lt;3"). Without it, all.</para>
    /// </summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public string? Version { get; set; }

    /// <summary>
    /// <para type="description">Ids of images, registered or not; images or pairs from Get-AmiByVersion or Get-PairedAmi, or any objects with an ImageId property.</para>
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [Alias("Image")]
    public object[]? ImageId { get; set; }

    /// <summary>
    /// <para type="description">Files whose image ids count as in use: parameter files of a repository, or a list of what runs outside AWS.</para>
    /// </summary>
    [Parameter]
    public string[]? Path { get; set; }

    /// <summary>
    /// <para type="description">How many of the newest versions of each launch template are read. The default and the latest version always are.</para>
    /// </summary>
    /// <value>10</value>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int TemplateDepth { get; set; } = 10;

    /// <summary>
    /// <para type="description">Names of sources that may stay unknown in this run, such as spot-fleets. docs/usage-sources.md lists them; a name that is none is an error with the list.</para>
    /// </summary>
    [Parameter]
    public string[]? OptionalSource { get; set; }

    /// <summary>
    /// <para type="description">Names of sources that must answer in this run, though they need not by default: shares, image-references.</para>
    /// </summary>
    [Parameter]
    public string[]? RequiredSource { get; set; }

    /// <summary>
    /// <para type="description">Begins usage reports for images shared with accounts that are no target. A report is ready later: ask again.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter UsageReport { get; set; }

    private protected override object? Subject => ImageId is { Length: > 0 } ? string.Join(", ", ImageId) : Name;

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var request = new UsageRequest
        {
            Targets = Targets,
            Names = Name ?? [],
            Version = Version,
            ImageIds = [.. Images.ImageParameter.Read(ImageId ?? [])],
            Options = new() { TemplateDepth = TemplateDepth, Files = [.. (Path ?? []).Select(FullPath)], Required = RequiredSource ?? [], Optional = OptionalSource ?? [], CreateReports = UsageReport },
        };
        foreach (var usage in await new GetUsage(Surroundings()).RunAsync(request, pipe.Reporter, cancel).ConfigureAwait(false)) await pipe.WriteAsync(usage).ConfigureAwait(false);
    }
}
