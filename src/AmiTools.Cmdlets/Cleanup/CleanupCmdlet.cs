using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Completion;

namespace AmiTools.Cmdlets.Cleanup;

/// <summary>A cmdlet that judges which images nobody needs any more.</summary>
public abstract class CleanupCmdlet : TargetCmdlet
{
    private protected const string ByRules = "Rules";

    /// <summary>
    /// <para type="description">Names of images, with the wildcards * and ?. Without it, all. Only these may be deleted; what is in use is read of everything.</para>
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = ByRules)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>
    /// <para type="description">How many days after its last use, or that of a member of its pair, an image is kept. From 0 to 3,650, fractions too; 7 by default.</para>
    /// </summary>
    /// <value>7</value>
    [Parameter(ParameterSetName = ByRules)]
    public double OlderThanDays { get; set; } = 7;

    /// <summary>
    /// <para type="description">How many days a complete release that was never used is kept, from its creation. From 0 to 3,650; 30 by default.</para>
    /// </summary>
    /// <value>30</value>
    [Parameter(ParameterSetName = ByRules)]
    public double NeverUsedOlderThanDays { get; set; } = 30;

    /// <summary>
    /// <para type="description">How many days a prerelease is kept, from its creation. From 0 to 3,650; 7 by default.</para>
    /// </summary>
    /// <value>7</value>
    [Parameter(ParameterSetName = ByRules)]
    public double PrereleaseOlderThanDays { get; set; } = 7;

    /// <summary>
    /// <para type="description">How many of the newest complete releases of each name and target are kept, used or not. From 0 to 1,000; 2 by default.</para>
    /// </summary>
    /// <value>2</value>
    [Parameter(ParameterSetName = ByRules)]
    public int KeepLatest { get; set; } = 2;

    /// <summary>
    /// <para type="description">Goes in stages: each run takes an image that nothing keeps one stage further (deprecated, disabled, deregistered), and none further than this. Without it, such an image is deleted at once.</para>
    /// </summary>
    [Parameter(ParameterSetName = ByRules)]
    public CleanupStage Stage { get; set; }

    /// <summary>
    /// <para type="description">How many days an image stays in a stage. From 0 to 3,650; 7 by default.</para>
    /// </summary>
    /// <value>7</value>
    [Parameter(ParameterSetName = ByRules)]
    public double StageDays { get; set; } = 7;

    /// <summary>
    /// <para type="description">Files whose image ids are kept: parameter files of a repository, or a list of what runs outside AWS.</para>
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
    /// <para type="description">Names of sources of use that may stay unknown in this run, such as spot-fleets; docs/usage-sources.md lists them. What only such a source would know of may be deleted.</para>
    /// </summary>
    [Parameter]
    public string[]? OptionalSource { get; set; }

    /// <summary>
    /// <para type="description">Names of sources of use that must answer, besides those that always must: shares, for accounts that are no target; image-references.</para>
    /// </summary>
    [Parameter]
    public string[]? RequiredSource { get; set; }

    private protected override object? Subject => Name;

    private protected CleanupRequest Request => new()
    {
        Targets = Targets,
        Names = Name ?? [],
        Limits = new()
        {
            OlderThanDays = OlderThanDays,
            NeverUsedOlderThanDays = NeverUsedOlderThanDays,
            PrereleaseOlderThanDays = PrereleaseOlderThanDays,
            KeepLatest = KeepLatest,
            Stage = Stage,
            StageDays = StageDays,
        },
        Options = new() { TemplateDepth = TemplateDepth, Files = [.. (Path ?? []).Select(FullPath)], Required = RequiredSource ?? [], Optional = OptionalSource ?? [] },
    };
}
