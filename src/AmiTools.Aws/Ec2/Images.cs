namespace AmiTools.Aws;

/// <summary>Disabled images are left out, of their owner's too, unless asked for by IncludeDisabled. A page of up to 1,000 works.</summary>
public sealed record DescribeImages : Ec2<ImagePage>
{
    [Wire("Owner")] public IReadOnlyList<string>? Owners { get; init; }
    [Wire("ImageId")] public IReadOnlyList<string>? ImageIds { get; init; }
    [Wire("ExecutableBy")] public IReadOnlyList<string>? ExecutableUsers { get; init; }
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    public bool? IncludeDeprecated { get; init; }
    public bool? IncludeDisabled { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
    public bool? DryRun { get; init; }
}

public sealed record ImagePage : IPage<Image>
{
    [Wire("imagesSet")] public IReadOnlyList<Image> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record Image
{
    public string ImageId { get; init; } = "";
    public string? Name { get; init; }
    public string? Description { get; init; }
    public string? ImageLocation { get; init; }
    /// <summary>pending, available, invalid, deregistered, transient, failed, error, disabled.</summary>
    [Wire("imageState")] public string? State { get; init; }
    public StateReason? StateReason { get; init; }
    [Wire("imageOwnerId")] public string? OwnerId { get; init; }
    public string? ImageOwnerAlias { get; init; }
    public bool IsPublic { get; init; }
    public string? Architecture { get; init; }
    public string? ImageType { get; init; }
    public string? Platform { get; init; }
    public string? PlatformDetails { get; init; }
    public string? UsageOperation { get; init; }
    public string? Hypervisor { get; init; }
    public string? VirtualizationType { get; init; }
    public string? RootDeviceName { get; init; }
    public string? RootDeviceType { get; init; }
    public string? SriovNetSupport { get; init; }
    public bool? EnaSupport { get; init; }
    public string? BootMode { get; init; }
    public string? ImdsSupport { get; init; }
    public string? TpmSupport { get; init; }
    public DateTimeOffset? CreationDate { get; init; }
    public DateTimeOffset? DeprecationTime { get; init; }
    /// <summary>About 24 hours late, shown to the owner only; null if never launched since EC2 keeps it.</summary>
    public DateTimeOffset? LastLaunchedTime { get; init; }
    public string? SourceInstanceId { get; init; }
    public string? SourceImageId { get; init; }
    public string? SourceImageRegion { get; init; }
    /// <summary>disabled, enabled-without-cooldown, enabled-with-cooldown, or disabled and until when it still holds.</summary>
    public string? DeregistrationProtection { get; init; }
    public bool? ImageAllowed { get; init; }
    public IReadOnlyList<ProductCode> ProductCodes { get; init; } = [];
    [Wire("blockDeviceMapping")] public IReadOnlyList<BlockDevice> BlockDevices { get; init; } = [];
    [Wire("tagSet")] public IReadOnlyList<Tag> Tags { get; init; } = [];
}

public sealed record StateReason
{
    public string? Code { get; init; }
    public string? Message { get; init; }
}

public sealed record ProductCode
{
    [Wire("productCode")] public string Id { get; init; } = "";
    [Wire("type")] public string? Type { get; init; }
}

public sealed record BlockDevice
{
    public string? DeviceName { get; init; }
    public string? VirtualName { get; init; }
    public Ebs? Ebs { get; init; }
}

public sealed record Ebs
{
    public string? SnapshotId { get; init; }
    public int? VolumeSize { get; init; }
    public string? VolumeType { get; init; }
    public bool? DeleteOnTermination { get; init; }
    public bool? Encrypted { get; init; }
    public string? KmsKeyId { get; init; }
    public int? Iops { get; init; }
    public int? Throughput { get; init; }
}

/// <summary>Deletes the image and, if asked, its snapshots; a snapshot that another image uses is skipped, and the image goes all the same.</summary>
public sealed record DeregisterImage : Ec2<DeregisterImageResult>
{
    public string ImageId { get; init; } = "";
    public bool? DeleteAssociatedSnapshots { get; init; }
    public bool? DryRun { get; init; }
}

public sealed record DeregisterImageResult
{
    public bool? Return { get; init; }
    [Wire("deleteSnapshotResultSet")] public IReadOnlyList<DeleteSnapshotResult> DeleteSnapshotResults { get; init; } = [];
}

/// <summary>ReturnCode: success, skipped, missing-permissions, internal-error, client-error.</summary>
public sealed record DeleteSnapshotResult
{
    public string SnapshotId { get; init; } = "";
    public string? ReturnCode { get; init; }
}

/// <summary>Runs in the destination Region with the destination account's credentials.</summary>
public sealed record CopyImage : Ec2<CopyImageResult>, IHasClientToken
{
    public string SourceImageId { get; init; } = "";
    public string SourceRegion { get; init; } = "";
    public string Name { get; init; } = "";
    public string? Description { get; init; }
    public bool? Encrypted { get; init; }
    public string? KmsKeyId { get; init; }
    /// <summary>Copies the caller's own tags; those of another account's image are never copied.</summary>
    public bool? CopyImageTags { get; init; }
    /// <summary>Steps of 15, at most 2,880.</summary>
    public int? SnapshotCopyCompletionDurationMinutes { get; init; }
    [Wire("TagSpecification")] public IReadOnlyList<TagSpecification>? TagSpecifications { get; init; }
    public string? ClientToken { get; init; }
    public bool? DryRun { get; init; }
}

public sealed record CopyImageResult
{
    public string ImageId { get; init; } = "";
}
