namespace AmiTools.Core.Journal;

/// <summary>What a run that copies an image takes it from, and what it shares for that.</summary>
public sealed record CopyJournal
{
    /// <summary>The target that owns the image.</summary>
    public required string Target { get; init; }
    public required string AccountId { get; init; }
    public required string Region { get; init; }
    public required string ImageId { get; init; }

    /// <summary>The pair that the copies join when they are complete; until then they carry the run's own id.</summary>
    public required string PairId { get; init; }

    /// <summary>What this run shares, and takes back at its end. What was shared before is not in it.</summary>
    public IReadOnlyList<CopyShare> Shares { get; init; } = [];
}

/// <summary>An image or a snapshot, and the accounts that it is shared with for a run.</summary>
public sealed record CopyShare(string Id, IReadOnlyList<string> Accounts);
