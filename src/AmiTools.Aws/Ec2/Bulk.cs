namespace AmiTools.Aws;

// Shortened answers for reading whole accounts (Operation.Reading): what is not here is skipped in the stream.

/// <summary>DescribeImages: what use is judged by.</summary>
/// <typeparam name="TTags">The tags that are asked about; see <see cref="TagSetAttribute"/>.</typeparam>
public sealed record BulkImagePage<TTags> : IPage<BulkImage<TTags>> where TTags : class
{
    [Wire("imagesSet")] public IReadOnlyList<BulkImage<TTags>> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public record BulkImage<TTags> where TTags : class
{
    public string ImageId { get; init; } = "";
    public string? Name { get; init; }
    public string? SourceImageId { get; init; }
    [Wire("tagSet")] public TTags? Tags { get; init; }
}

/// <summary>DescribeImages: the same with what a cleanup is judged by, snapshots among it; there are twice as many of them as of images.</summary>
/// <typeparam name="TTags">The tags that are asked about; see <see cref="TagSetAttribute"/>.</typeparam>
public sealed record BulkImageInFullPage<TTags> : IPage<BulkImageInFull<TTags>> where TTags : class
{
    [Wire("imagesSet")] public IReadOnlyList<BulkImageInFull<TTags>> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record BulkImageInFull<TTags> : BulkImage<TTags> where TTags : class
{
    [Wire("imageState")] public string? State { get; init; }
    [Wire("imageOwnerId")] public string? OwnerId { get; init; }
    public DateTimeOffset? CreationDate { get; init; }
    public DateTimeOffset? LastLaunchedTime { get; init; }
    public string? DeregistrationProtection { get; init; }
    [Wire("blockDeviceMapping")] public IReadOnlyList<BulkBlockDevice> BlockDevices { get; init; } = [];
}

public sealed record BulkBlockDevice
{
    public BulkEbs? Ebs { get; init; }
}

public sealed record BulkEbs
{
    public string? SnapshotId { get; init; }
    public int? VolumeSize { get; init; }
}

/// <summary>DescribeImages: the ids alone.</summary>
public sealed record ImageIdPage : IPage<ImageIdOnly>
{
    [Wire("imagesSet")] public IReadOnlyList<ImageIdOnly> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record ImageIdOnly
{
    public string ImageId { get; init; } = "";
}

/// <summary>DescribeInstances: from which image, and in which state.</summary>
public sealed record BulkReservationPage : IPage<BulkReservation>
{
    [Wire("reservationSet")] public IReadOnlyList<BulkReservation> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record BulkReservation
{
    [Wire("instancesSet")] public IReadOnlyList<BulkInstance> Instances { get; init; } = [];
}

public sealed record BulkInstance
{
    public string InstanceId { get; init; } = "";
    public string? ImageId { get; init; }
    [Wire("instanceState")] public BulkInstanceState? State { get; init; }
}

public sealed record BulkInstanceState
{
    public string? Name { get; init; }
}
