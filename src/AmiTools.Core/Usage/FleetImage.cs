namespace AmiTools.Core.Usage;

/// <summary>An account and Region that images lie in, are launched in, or both.</summary>
internal sealed record Place(string Target, string AccountId, string Region);

/// <summary>What use needs of one of 50,000 images, and no more.</summary>
internal sealed record FleetImage
{
    public required string ImageId { get; init; }
    public required Place Place { get; init; }
    public required string Name { get; init; }
    public string? Version { get; init; }
    public string? PairId { get; init; }
    public bool IsRegistered { get; init; }
    public bool IsComplete { get; init; }
    public string? LastUsed { get; init; }
    public string? LastUsedRuntime { get; init; }
    public string? Pinned { get; init; }
    /// <summary>The images it was made from; empty for a copy, which does not keep its original.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];
    /// <summary>What a cleanup needs beyond that; nothing where images were not read in full.</summary>
    public FleetDetails Details { get; init; } = FleetDetails.Unread;
}

/// <summary>What a cleanup is judged by, and done with.</summary>
internal sealed record FleetDetails
{
    public static FleetDetails Unread { get; } = new();

    public string? State { get; init; }
    public string? OwnerId { get; init; }
    public DateTimeOffset? CreationDate { get; init; }
    public DateTimeOffset? LastLaunchedTime { get; init; }
    public string? AutoCleanup { get; init; }
    /// <summary>The stage that a cleanup has taken it to, and when.</summary>
    public string? Stage { get; init; }
    /// <summary>The plan of a cleanup that has begun to delete it.</summary>
    public string? Mark { get; init; }
    public string? DeregistrationProtection { get; init; }
    public IReadOnlyList<string> SnapshotIds { get; init; } = [];
    /// <summary>Of its volumes together, GiB.</summary>
    public int Size { get; init; }
}
