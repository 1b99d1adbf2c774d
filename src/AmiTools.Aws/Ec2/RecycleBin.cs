namespace AmiTools.Aws;

// What a deletion left for a while, where the account has a retention rule for it.

/// <summary>MaxResults 1 to 1000.</summary>
public sealed record ListImagesInRecycleBin : Ec2<RecycledImagePage>
{
    [Wire("ImageId")] public IReadOnlyList<string>? ImageIds { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record RecycledImagePage : IPage<RecycledImage>
{
    [Wire("imageSet")] public IReadOnlyList<RecycledImage> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record RecycledImage
{
    public string ImageId { get; init; } = "";
    public string? Name { get; init; }
    public string? Description { get; init; }
    public DateTimeOffset? RecycleBinEnterTime { get; init; }
    public DateTimeOffset? RecycleBinExitTime { get; init; }
}

/// <summary>The image's snapshots must be there, or be restored first.</summary>
public sealed record RestoreImageFromRecycleBin : Ec2<Done>
{
    public string ImageId { get; init; } = "";
    public bool? DryRun { get; init; }
}

/// <summary>MaxResults 5 to 1000.</summary>
public sealed record ListSnapshotsInRecycleBin : Ec2<RecycledSnapshotPage>
{
    [Wire("SnapshotId")] public IReadOnlyList<string>? SnapshotIds { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record RecycledSnapshotPage : IPage<RecycledSnapshot>
{
    [Wire("snapshotSet")] public IReadOnlyList<RecycledSnapshot> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record RecycledSnapshot
{
    public string SnapshotId { get; init; } = "";
    public string? VolumeId { get; init; }
    public string? Description { get; init; }
    public DateTimeOffset? RecycleBinEnterTime { get; init; }
    public DateTimeOffset? RecycleBinExitTime { get; init; }
}

public sealed record RestoreSnapshotFromRecycleBin : Ec2<RestoredSnapshot>
{
    public string SnapshotId { get; init; } = "";
    public bool? DryRun { get; init; }
}

public sealed record RestoredSnapshot
{
    public string SnapshotId { get; init; } = "";
    [Wire("status")] public string? State { get; init; }
    public string? OwnerId { get; init; }
    public string? Description { get; init; }
}
