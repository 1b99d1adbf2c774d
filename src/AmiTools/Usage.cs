namespace AmiTools;

/// <summary>Whether an image is in use.</summary>
public enum UseState
{
    /// <summary>Every required source has answered, and none names it.</summary>
    NotUsed,
    /// <summary>At least one source names it.</summary>
    Used,
    /// <summary>No source names it, but a required one could not answer.</summary>
    Unknown,
}

/// <summary>Something that uses an image.</summary>
public sealed record ImageUse
{
    /// <summary>The image's id.</summary>
    public required string ImageId { get; init; }

    /// <summary>The source that tells it, such as <c>instances</c>; see docs/usage-sources.md.</summary>
    public required string Source { get; init; }

    /// <summary>What uses it: an id or a name, as in <c>i-0123…</c> or <c>group web, override t3.large</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>The account in which it is used.</summary>
    public required string AccountId { get; init; }

    /// <summary>The Region in which it is used.</summary>
    public required string Region { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Source}: {Resource} ({AccountId}, {Region})";
}

/// <summary>A source that could not answer for an account and Region.</summary>
public sealed record UnknownSource
{
    /// <summary>The source's name.</summary>
    public required string Source { get; init; }

    /// <summary>The target whose account and Region it is.</summary>
    public required string Target { get; init; }

    /// <summary>The account; null where the target could not be reached.</summary>
    public string? AccountId { get; init; }

    /// <summary>The Region; null where the target could not be reached.</summary>
    public string? Region { get; init; }

    /// <summary>Why it could not.</summary>
    public required string Cause { get; init; }

    /// <summary>True if nothing may be taken for unused without it.</summary>
    public required bool IsRequired { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Source} in {Target}{(AccountId is null ? "" : $" ({AccountId}, {Region})")}: {Cause}";
}

/// <summary>Who uses an image.</summary>
public sealed record AmiUsage
{
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

    /// <summary>Used, not used, or unknown.</summary>
    public required UseState State { get; init; }

    /// <summary>Everything that uses it.</summary>
    public IReadOnlyList<ImageUse> UsedBy { get; init => field = Listed.Of(value); } = [];

    /// <summary>Every source that could not answer for it, required or not.</summary>
    public IReadOnlyList<UnknownSource> Unknown { get; init => field = Listed.Of(value); } = [];

    /// <summary>The tag <c>LastUsed</c>, as it is.</summary>
    public string? LastUsed { get; init; }

    /// <summary>The tag <c>LastUsedRuntime</c>, as it is.</summary>
    public string? LastUsedRuntime { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{ImageId}: {State}";
}

/// <summary>How the sources are asked.</summary>
public sealed record UsageOptions
{
    /// <summary>How many of the newest versions of a launch template are read; the default and the latest always are. 1 to 10,000.</summary>
    public int TemplateDepth { get; init; } = 10;

    /// <summary>Files whose image ids count as in use; relative paths start from the working directory.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Names of sources that are required in this run, besides those that are by default.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Names of sources that are optional in this run though they are required by default.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <summary>True to begin usage reports for images that are shared with accounts that are no targets. A report is ready later.</summary>
    public bool CreateReports { get; init; }
}

/// <summary>Whose use is asked for.</summary>
public sealed record UsageRequest
{
    /// <summary>Whose images. The sources are read in all targets of the file.</summary>
    public TargetSelection Targets { get; init; } = new();

    /// <summary>Ids; none means all.</summary>
    public IReadOnlyList<string> ImageIds { get; init; } = [];

    /// <summary>Names, with wildcards; none means all.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>A version, wildcard or range; null means all.</summary>
    public string? Version { get; init; }

    /// <summary>How the sources are asked.</summary>
    public UsageOptions Options { get; init; } = new();
}
