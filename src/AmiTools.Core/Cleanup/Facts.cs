namespace AmiTools.Core.Cleanup;

/// <summary>Everything that decides about one image. Tags are as they are written; nothing is judged yet.</summary>
internal sealed record Facts
{
    /// <summary>The time of the decision, UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The account that would delete it.</summary>
    public required string AccountId { get; init; }

    /// <summary>The image's owner.</summary>
    public required string? OwnerId { get; init; }

    /// <summary>The tag <c>AutoCleanup</c>.</summary>
    public string? AutoCleanup { get; init; }

    /// <summary>The tag <c>LastUsedRuntime</c>.</summary>
    public string? LastUsedRuntime { get; init; }

    /// <summary>The tags <c>LastUsed</c> of all members of its pair that could be read, the image itself among them.</summary>
    public IReadOnlyList<string> LastUsed { get; init; } = [];

    /// <summary>LastLaunchedTime of the same.</summary>
    public IReadOnlyList<DateTimeOffset> LastLaunched { get; init; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>True if its pair was completed.</summary>
    public bool IsComplete { get; init; }

    /// <summary>True if its version is a prerelease.</summary>
    public bool IsPrerelease { get; init; }

    /// <summary>Who uses it or a member of its pair right now; pins and bases are not among them.</summary>
    public IReadOnlyList<string> UsedBy { get; init; } = [];

    /// <summary>The required sources that could not answer, each with its cause.</summary>
    public IReadOnlyList<string> UnknownSources { get; init; } = [];

    /// <summary>The tag <c>AmiTools:Pinned</c>.</summary>
    public string? Pinned { get; init; }

    /// <summary>Parameters whose history names it.</summary>
    public IReadOnlyList<string> PinnedByParameters { get; init; } = [];

    /// <summary>Files given to the run that name it.</summary>
    public IReadOnlyList<string> PinnedByFiles { get; init; } = [];

    /// <summary>Its place among the complete releases of its name and target, newest first, from 1; null if it is none.</summary>
    public int? ReleaseRank { get; init; }

    /// <summary>EC2's DeregistrationProtection: <c>disabled</c>, <c>enabled-…</c>, or disabled and until when it still holds.</summary>
    public string? DeregistrationProtection { get; init; }

    /// <summary>Images that are kept and were built on it.</summary>
    public IReadOnlyList<string> KeptChildren { get; init; } = [];
}

/// <summary>The ages and numbers that an image is judged by.</summary>
internal sealed record Limits
{
    /// <summary>How old a heartbeat may be.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long after its last use an image is kept.</summary>
    public TimeSpan AfterUse { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a complete release that was never used is kept.</summary>
    public TimeSpan NeverUsed { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a prerelease is kept.</summary>
    public TimeSpan Prerelease { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How many of the newest complete releases are kept.</summary>
    public int KeepLatest { get; init; } = 2;
}
