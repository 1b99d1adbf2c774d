using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Completion;
using AmiTools.Core.Images;

namespace AmiTools.Cmdlets.Images;

/// <summary>
/// <para type="synopsis">Shows pairs: the images of one name and version, one in every target.</para>
/// <para type="description">Newest first. A pair that lacks a member, or whose members are not all complete, is shown only when asked for.</para>
/// <para type="link">New-PairedAmi</para>
/// <para type="link">Get-AmiByVersion</para>
/// <para type="link">Remove-PairedAmi</para>
/// </summary>
/// <example>
/// <para>All pairs, newest first</para>
/// <code>Get-PairedAmi</code>
/// </example>
/// <example>
/// <para>The newest pair of a name, with all there is to know</para>
/// <code>Get-PairedAmi web-server | Select-Object -First 1 | Format-List</code>
/// </example>
/// <example>
/// <para>What lacks a member</para>
/// <code>Get-PairedAmi -IncludeIncomplete | Where-Object { -not $_.IsComplete } | Select-Object Name, Version, MissingTargets</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "PairedAmi")]
[OutputType(typeof(AmiPair))]
public sealed class GetPairedAmiCommand : TargetCmdlet
{
    /// <summary>
    /// <para type="description">Names of images, with the wildcards * and ?. Without it, all.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>
    /// <para type="description">A version (2.0.57), a wildcard (2.0.*) or a range ("&gt;=2.0 &lt;3"). Without it, all.</para>
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public string? Version { get; set; }

    /// <summary>
    /// <para type="description">The id of a pair, as the tag AmiTools:Pair has it. Without it, all.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? PairId { get; set; }

    /// <summary>
    /// <para type="description">Prereleases too.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter IncludePrerelease { get; set; }

    /// <summary>
    /// <para type="description">Pairs that are not complete, too.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeIncomplete { get; set; }

    private protected override object? Subject => PairId ?? (object?)Name;

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var found = await new FindPairs(Surroundings()).RunAsync(
            new() { Targets = Targets, Names = Name ?? [], Version = Version, PairId = PairId, IncludePrerelease = IncludePrerelease, IncludeIncomplete = IncludeIncomplete },
            pipe.Reporter, cancel).ConfigureAwait(false);
        foreach (var pair in found) await pipe.WriteAsync(pair).ConfigureAwait(false);
    }
}
