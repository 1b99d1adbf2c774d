namespace AmiTools;

/// <summary>Who may launch an image, and make volumes of its snapshots.</summary>
public sealed record AmiAccess
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

    /// <summary>True if everybody may launch it.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Accounts that it is shared with by their id.</summary>
    public IReadOnlyList<string> Accounts { get; init => field = Listed.Of(value); } = [];

    /// <summary>ARNs of organizations that it is shared with.</summary>
    public IReadOnlyList<string> Organizations { get; init => field = Listed.Of(value); } = [];

    /// <summary>ARNs of organizational units that it is shared with.</summary>
    public IReadOnlyList<string> OrganizationalUnits { get; init => field = Listed.Of(value); } = [];

    /// <summary>Its snapshots.</summary>
    public IReadOnlyList<SnapshotAccess> Snapshots { get; init => field = Listed.Of(value); } = [];

    /// <summary>Where image and snapshots differ: an account that may launch the image but not read a snapshot, or the other way round.</summary>
    public IReadOnlyList<string> Differences { get; init => field = Listed.Of(value); } = [];

    /// <inheritdoc/>
    public override string ToString() => ImageId;
}

/// <summary>Who may make volumes of a snapshot, and so copy its image.</summary>
public sealed record SnapshotAccess
{
    /// <summary>The snapshot's id.</summary>
    public required string SnapshotId { get; init; }

    /// <summary>True if it is encrypted.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>The ARN of its key.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>True if everybody may.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Accounts that it is shared with.</summary>
    public IReadOnlyList<string> Accounts { get; init => field = Listed.Of(value); } = [];
}

/// <summary>How a wish changes who has access.</summary>
public enum AccessChange
{
    /// <summary>What is named is added.</summary>
    Grant,
    /// <summary>What is named is taken away.</summary>
    Revoke,
    /// <summary>What is named is all there is afterwards.</summary>
    Exact,
}

/// <summary>A wish for who has access to images.</summary>
public sealed record AccessRequest
{
    /// <summary>Where the images are looked for.</summary>
    public TargetSelection Targets { get; init; } = new();

    /// <summary>The images: ids, or <c>name@version</c>.</summary>
    public IReadOnlyList<string> Images { get; init => field = Listed.Of(value); } = [];

    /// <summary>What becomes of what is named here.</summary>
    public AccessChange Change { get; init; }

    /// <summary>Accounts: 12 digits.</summary>
    public IReadOnlyList<string> Accounts { get; init => field = Listed.Of(value); } = [];

    /// <summary>ARNs of organizations: <c>arn:aws:organizations::…:organization/o-…</c>.</summary>
    public IReadOnlyList<string> Organizations { get; init => field = Listed.Of(value); } = [];

    /// <summary>ARNs of organizational units: <c>arn:aws:organizations::…:ou/o-…/ou-…</c>.</summary>
    public IReadOnlyList<string> OrganizationalUnits { get; init => field = Listed.Of(value); } = [];

    /// <summary>True for everybody.</summary>
    public bool Public { get; init; }
}

/// <summary>What is added and what is taken away, and nothing else.</summary>
public sealed record AccessDifference
{
    /// <summary>Added: accounts, ARNs, or <c>all</c>.</summary>
    public IReadOnlyList<string> Added { get; init => field = Listed.Of(value); } = [];

    /// <summary>Taken away.</summary>
    public IReadOnlyList<string> Removed { get; init => field = Listed.Of(value); } = [];

    /// <summary>True if there is nothing to do.</summary>
    public bool IsEmpty => Added.Count == 0 && Removed.Count == 0;
}

/// <summary>What changes for one image and its snapshots, after all checks have passed and before anything is changed.</summary>
public sealed record AccessPlan
{
    /// <summary>How it is now.</summary>
    public required AmiAccess Now { get; init; }

    /// <summary>What changes on the image.</summary>
    public required AccessDifference Image { get; init; }

    /// <summary>What changes on each snapshot, by its id; those that change.</summary>
    public IReadOnlyDictionary<string, AccessDifference> Snapshots { get; init; } = new Dictionary<string, AccessDifference>();

    /// <summary>How the image's list is to be afterwards.</summary>
    public IReadOnlyList<string> After { get; init => field = Listed.Of(value); } = [];

    /// <summary>What a person should know before this is done.</summary>
    public IReadOnlyList<string> Warnings { get; init => field = Listed.Of(value); } = [];

    /// <summary>True if it makes the image, or a snapshot, open to everybody.</summary>
    public bool MakesPublic => Image.Added.Contains("all") || Snapshots.Values.Any(s => s.Added.Contains("all"));

    /// <summary>True if nothing is to be changed.</summary>
    public bool IsEmpty => Image.IsEmpty && Snapshots.Count == 0;
}
