namespace AmiTools;

/// <summary>What a cleanup does with an image.</summary>
public enum CleanupDecision
{
    /// <summary>It stays; the reasons say why.</summary>
    Keep,
    /// <summary>It is deprecated: nobody is offered it any more, and who knows its id can launch it.</summary>
    Deprecate,
    /// <summary>It is disabled: nobody can launch it, and it comes back by Restore-Ami.</summary>
    Disable,
    /// <summary>It is deleted with its snapshots; nothing keeps it.</summary>
    Delete,
}

/// <summary>Whether what nothing keeps goes at once, or in stages, and how far.</summary>
public enum CleanupStage
{
    /// <summary>It is deleted at once.</summary>
    None,
    /// <summary>It is deprecated, and no more.</summary>
    Deprecate,
    /// <summary>It is deprecated, later disabled, and no more.</summary>
    Disable,
    /// <summary>It is deprecated, later disabled, later deleted.</summary>
    Deregister,
}

/// <summary>The ages, in days, and numbers that images are judged by, and how what nothing keeps goes.</summary>
public sealed record CleanupLimits
{
    /// <summary>How long after its last use an image is kept; 7 by default, 0 to 3,650.</summary>
    public double OlderThanDays { get; init; } = 7;

    /// <summary>How long a complete release that was never used is kept, from its creation; 30 by default, 0 to 3,650.</summary>
    public double NeverUsedOlderThanDays { get; init; } = 30;

    /// <summary>How long a prerelease is kept, from its creation; 7 by default, 0 to 3,650.</summary>
    public double PrereleaseOlderThanDays { get; init; } = 7;

    /// <summary>How many of the newest complete releases of each name and target are kept; 2 by default, 0 to 1,000.</summary>
    public int KeepLatest { get; init; } = 2;

    /// <summary>How many of the newest values of a parameter keep the images they name; 100 by default, which is all that Parameter Store has, and at least 1.</summary>
    public int ParameterHistory { get; init; } = 100;

    /// <summary>At once, or in stages: then each run takes an image one stage further, and none further than this.</summary>
    public CleanupStage Stage { get; init; }

    /// <summary>How long an image stays in a stage; 7 by default, 0 to 3,650.</summary>
    public double StageDays { get; init; } = 7;
}

/// <summary>Which images are judged, and how.</summary>
public sealed record CleanupRequest
{
    /// <summary>Whose images. The sources of use are read in all targets of the file.</summary>
    public TargetSelection Targets { get; init; } = new();

    /// <summary>Names, with wildcards; none means all.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The ages and numbers.</summary>
    public CleanupLimits Limits { get; init; } = new();

    /// <summary>How the sources are asked; the images that its files name are kept.</summary>
    public UsageOptions Options { get; init; } = new();
}

/// <summary>One image of a plan: keep or delete, with all reasons.</summary>
public sealed record CleanupRow
{
    /// <summary>The plan's id.</summary>
    public required string PlanId { get; init; }

    /// <summary>When it was judged.</summary>
    public DateTimeOffset PlannedAt { get; init; }

    /// <summary>The image's id.</summary>
    public required string ImageId { get; init; }

    /// <summary>The image definition's name; the EC2 name for an unregistered image.</summary>
    public required string Name { get; init; }

    /// <summary>The version.</summary>
    public string? Version { get; init; }

    /// <summary>The target it is in.</summary>
    public required string Target { get; init; }

    /// <summary>Its owner.</summary>
    public required string AccountId { get; init; }

    /// <summary>Its Region.</summary>
    public required string Region { get; init; }

    /// <summary>The id of its pair.</summary>
    public string? PairId { get; init; }

    /// <summary>Keep, delete, or the stage that is next.</summary>
    public required CleanupDecision Decision { get; init; }

    /// <summary>All reasons: what keeps it, or since when nobody has needed it.</summary>
    public IReadOnlyList<string> Reasons { get; init => field = Listed.Of(value); } = [];

    /// <summary>Who uses it, or a member of its pair.</summary>
    public IReadOnlyList<string> UsedBy { get; init => field = Listed.Of(value); } = [];

    /// <summary>Its snapshots.</summary>
    public IReadOnlyList<string> SnapshotIds { get; init => field = Listed.Of(value); } = [];

    /// <summary>The size of its volumes together, GiB. Snapshots hold less where blocks are empty or shared.</summary>
    public int SizeGiB { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreationDate { get; init; }

    /// <summary>The tag <c>LastUsed</c>, as it is.</summary>
    public string? LastUsed { get; init; }

    /// <summary>The tag <c>LastUsedRuntime</c>, as it is.</summary>
    public string? LastUsedRuntime { get; init; }

    /// <summary>What it was judged by; whoever executes the plan judges by the same.</summary>
    public CleanupLimits Limits { get; init; } = new();

    /// <inheritdoc/>
    public override string ToString() => $"{ImageId} ({Name}{(Version is null ? "" : " " + Version)}, {Target}): {Decision.ToString().ToLowerInvariant()}: {string.Join("; ", Reasons)}";
}
