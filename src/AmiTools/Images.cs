namespace AmiTools;

/// <summary>An Amazon Machine Image of one target.</summary>
public sealed record Ami
{
    /// <summary>The image's id.</summary>
    public required string ImageId { get; init; }

    /// <summary>The image definition's name (tag <c>AmiTools:Image</c>); the EC2 name for an unregistered image.</summary>
    public required string Name { get; init; }

    /// <summary>The image's name in EC2.</summary>
    public required string ImageName { get; init; }

    /// <summary>The version (tag <c>version</c>).</summary>
    public string? Version { get; init; }

    /// <summary>The target's name.</summary>
    public required string Target { get; init; }

    /// <summary>The owner's account.</summary>
    public string? AccountId { get; init; }

    /// <summary>The Region.</summary>
    public string? Region { get; init; }

    /// <summary>EC2's state: pending, available, invalid, deregistered, transient, failed, error, disabled.</summary>
    public string? State { get; init; }

    /// <summary>True once the pair is complete (tag <c>AmiTools:State</c>).</summary>
    public bool IsComplete { get; init; }

    /// <summary>The id of its pair (tag <c>AmiTools:Pair</c>).</summary>
    public string? PairId { get; init; }

    /// <summary>The git commit it was built from.</summary>
    public string? Commit { get; init; }

    /// <summary>The id of its base image.</summary>
    public string? SourceImageId { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset? CreationDate { get; init; }

    /// <summary>Its snapshots.</summary>
    public IReadOnlyList<string> SnapshotIds { get; init => field = Listed.Of(value); } = [];

    /// <summary>All its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override string ToString() => ImageId;
}

/// <summary>The images of one definition and one version, one in every target.</summary>
public sealed record AmiPair
{
    /// <summary>The pair's id.</summary>
    public required string PairId { get; init; }

    /// <summary>The image definition's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>The git commit.</summary>
    public string? Commit { get; init; }

    /// <summary>True if every target has its member, and all are complete and available.</summary>
    public bool IsComplete { get; init; }

    /// <summary>True if it was built off the release branches, in the first target only.</summary>
    public bool IsPrerelease { get; init; }

    /// <summary>The members, in the order of the targets.</summary>
    public IReadOnlyList<Ami> Members { get; init => field = Listed.Of(value); } = [];

    /// <summary>The targets that have no member.</summary>
    public IReadOnlyList<string> MissingTargets { get; init => field = Listed.Of(value); } = [];

    /// <summary>The newest member's creation, UTC.</summary>
    public DateTimeOffset? CreationDate { get; init; }

    /// <summary>How long each target's build took, for a pair that was just built; by the target's name.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Durations { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>The run folder, for a pair that was just built.</summary>
    public string? RunFolder { get; init; }
}

/// <summary>A lookup of images by version.</summary>
public sealed record FindImagesRequest
{
    /// <summary>Which targets.</summary>
    public TargetSelection Targets { get; init; } = new();

    /// <summary>The image's name.</summary>
    public required string Name { get; init; }

    /// <summary>An exact version, a wildcard (<c>2.0.*</c>), a range (<c>&gt;=2.0 &lt;3</c>) or <c>latest</c>.</summary>
    public string Version { get; init; } = "latest";

    /// <summary>True for every match, newest first; false for the best one of each target.</summary>
    public bool All { get; init; }

    /// <summary>True to see prereleases.</summary>
    public bool IncludePrerelease { get; init; }

    /// <summary>True to see members of pairs that are not complete, and images that are not available.</summary>
    public bool IncludeIncomplete { get; init; }

    /// <summary>True to see images that have a <c>version</c> tag and no AmiTools tags.</summary>
    public bool IncludeUnregistered { get; init; }
}

/// <summary>A lookup of pairs.</summary>
public sealed record FindPairsRequest
{
    /// <summary>Which targets.</summary>
    public TargetSelection Targets { get; init; } = new();

    /// <summary>Names with wildcards; none means all.</summary>
    public IReadOnlyList<string> Names { get; init => field = Listed.Of(value); } = [];

    /// <summary>A version, wildcard or range; null means all.</summary>
    public string? Version { get; init; }

    /// <summary>A pair's id; null means all.</summary>
    public string? PairId { get; init; }

    /// <summary>True to see prereleases.</summary>
    public bool IncludePrerelease { get; init; }

    /// <summary>True to see pairs that are not complete.</summary>
    public bool IncludeIncomplete { get; init; }
}

/// <summary>A request to make images that existed before AmiTools a pair.</summary>
public sealed record RegisterPairRequest
{
    /// <summary>Which targets.</summary>
    public TargetSelection Targets { get; init; } = new();

    /// <summary>The name that the images get (tag <c>AmiTools:Image</c>).</summary>
    public required string Name { get; init; }

    /// <summary>The version, SemVer 2; a release.</summary>
    public required string Version { get; init; }

    /// <summary>The members' image ids. Each is looked for in every target; each target has to have exactly one.</summary>
    public IReadOnlyList<string> ImageIds { get; init => field = Listed.Of(value); } = [];

    /// <summary>The git commit, if it is known.</summary>
    public string? Commit { get; init; }
}

/// <summary>What a registration is going to do, after all checks have passed.</summary>
public sealed record RegistrationPlan
{
    /// <summary>The request.</summary>
    public required RegisterPairRequest Request { get; init; }

    /// <summary>The id that the pair gets.</summary>
    public required string PairId { get; init; }

    /// <summary>The images as they are now, one a target, in the order of the targets.</summary>
    public IReadOnlyList<Ami> Members { get; init => field = Listed.Of(value); } = [];
}
