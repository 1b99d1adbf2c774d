using System.Globalization;

namespace AmiTools;

/// <summary>A cleanup to do.</summary>
public sealed record CleanupRun
{
    /// <summary>Which images are judged, and how.</summary>
    public CleanupRequest Request { get; init; } = new();

    /// <summary>The plan to execute: of its rows, those that may still go, by the plan's own limits. Null means all that may go now.</summary>
    public IReadOnlyList<CleanupRow>? Plan { get; init; }

    /// <summary>What stops it.</summary>
    public CleanupBreakers Breakers { get; init; } = new();

    /// <summary>What a GiB of snapshots costs a month, for the estimate; 0.05 by default (US dollars, Standard tier, us-east-1).</summary>
    public decimal PricePerGiBMonth { get; init; } = 0.05m;
}

/// <summary>What became of an image.</summary>
public enum CleanupOutcome
{
    /// <summary>It was kept.</summary>
    Kept,
    /// <summary>It is deprecated now.</summary>
    Deprecated,
    /// <summary>It is disabled now.</summary>
    Disabled,
    /// <summary>It is gone, with its snapshots but those that another image uses.</summary>
    Deleted,
    /// <summary>It was gone already.</summary>
    Gone,
    /// <summary>It, or a snapshot of it, could not be deleted.</summary>
    Failed,
}

/// <summary>What a cleanup did with one image.</summary>
public sealed record CleanedImage
{
    /// <summary>The image, as it was judged last.</summary>
    public required CleanupRow Image { get; init; }

    /// <summary>What became of it.</summary>
    public required CleanupOutcome Outcome { get; init; }

    /// <summary>The snapshots that are gone.</summary>
    public IReadOnlyList<string> DeletedSnapshotIds { get; init => field = Listed.Of(value); } = [];

    /// <summary>The snapshots that stay since another image uses them.</summary>
    public IReadOnlyList<string> SharedSnapshotIds { get; init => field = Listed.Of(value); } = [];

    /// <summary>What failed.</summary>
    public string? Problem { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Image.ImageId} ({Image.Name}{(Image.Version is null ? "" : " " + Image.Version)}, {Image.Target}): {Outcome.ToString().ToLowerInvariant()}{(Problem is null ? "" : ": " + Problem)}";
}

/// <summary>What a cleanup did.</summary>
public sealed record CleanupResult
{
    /// <summary>The plan's id, which marked what was deleted.</summary>
    public required string PlanId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What became of each image.</summary>
    public IReadOnlyList<CleanedImage> Images { get; init => field = Listed.Of(value); } = [];

    /// <summary>Snapshots that an earlier run had left, and that are gone now.</summary>
    public IReadOnlyList<string> SweptSnapshotIds { get; init => field = Listed.Of(value); } = [];

    /// <summary>What could not be done, besides single images.</summary>
    public IReadOnlyList<string> Problems { get; init => field = Listed.Of(value); } = [];

    /// <summary>What a GiB of snapshots costs a month.</summary>
    public decimal PricePerGiBMonth { get; init; }

    /// <summary>How many images were deleted.</summary>
    public int Deleted => Count(CleanupOutcome.Deleted);

    /// <summary>How many images were deprecated.</summary>
    public int Deprecated => Count(CleanupOutcome.Deprecated);

    /// <summary>How many images were disabled.</summary>
    public int Disabled => Count(CleanupOutcome.Disabled);

    /// <summary>How many images were kept.</summary>
    public int Kept => Count(CleanupOutcome.Kept);

    /// <summary>How many images failed.</summary>
    public int Failed => Count(CleanupOutcome.Failed);

    /// <summary>How many snapshots are gone.</summary>
    public int DeletedSnapshots => Images.Sum(i => i.DeletedSnapshotIds.Count) + SweptSnapshotIds.Count;

    /// <summary>The size of the volumes of deleted images, GiB, but of those that left a snapshot; what is freed is less where blocks were empty or shared.</summary>
    public int FreedGiB => Images.Where(i => i.Outcome == CleanupOutcome.Deleted && i.SharedSnapshotIds.Count == 0).Sum(i => i.Image.SizeGiB);

    /// <summary>The most that this saves a month, by the price given: an estimate.</summary>
    public decimal EstimatedMonthlySaving => FreedGiB * PricePerGiBMonth;

    /// <inheritdoc/>
    public override string ToString() => string.Concat(
        $"{Counted.Of(Deleted, "image")} and {Counted.Of(DeletedSnapshots, "snapshot")} deleted, {FreedGiB} GiB (at most {EstimatedMonthlySaving.ToString("0.00", CultureInfo.InvariantCulture)} a month, estimated), ",
        Deprecated + Disabled > 0 ? $"{Deprecated} deprecated, {Disabled} disabled, " : "",
        $"{Kept} kept, {Failed} failed");

    private int Count(CleanupOutcome outcome) => Images.Count(i => i.Outcome == outcome);
}
