namespace AmiTools.Aws;

public sealed record DescribeSnapshots : Ec2<SnapshotPage>
{
    [Wire("Owner")] public IReadOnlyList<string>? OwnerIds { get; init; }
    [Wire("SnapshotId")] public IReadOnlyList<string>? SnapshotIds { get; init; }
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record SnapshotPage : IPage<Snapshot>
{
    [Wire("snapshotSet")] public IReadOnlyList<Snapshot> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record Snapshot
{
    public string SnapshotId { get; init; } = "";
    public string? VolumeId { get; init; }
    /// <summary>pending, completed, error, recoverable, recovering.</summary>
    [Wire("status")] public string? State { get; init; }
    public string? StatusMessage { get; init; }
    public DateTimeOffset? StartTime { get; init; }
    public string? Progress { get; init; }
    public string? OwnerId { get; init; }
    public int? VolumeSize { get; init; }
    public string? Description { get; init; }
    public bool? Encrypted { get; init; }
    public string? KmsKeyId { get; init; }
    [Wire("tagSet")] public IReadOnlyList<Tag> Tags { get; init; } = [];
}

public sealed record DeleteSnapshot : Ec2<Done>
{
    public string SnapshotId { get; init; } = "";
    public bool? DryRun { get; init; }
}
