using System;
using System.Collections.Generic;
namespace AmiTools.Aws;

public sealed record DescribeImages : Ec2<ImagePage>
{
    [Wire("Owner")] public IReadOnlyList<string>? Owners { get; init; }
    [Wire("ImageId")] public IReadOnlyList<string>? ImageIds { get; init; }
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    public bool? IncludeDeprecated { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}
public sealed record ImagePage : IPage<Image>
{
    [Wire("imagesSet")] public IReadOnlyList<Image> Items { get; init; } = [];
    public string? NextToken { get; init; }
}
public sealed record Filter(string Name, [property: Wire("Value")] params string[] Values);
public sealed record Tag { public string Key { get; init; } = ""; public string? Value { get; init; } }

public sealed record CreateTags : Ec2<Done>
{
    [Wire("ResourceId")] public IReadOnlyList<string> Resources { get; init; } = [];
    [Wire("Tag")] public IReadOnlyList<Tag> Tags { get; init; } = [];
    public bool? DryRun { get; init; }
}
public sealed record Done { public bool? Return { get; init; } public string? RequestId { get; init; } }

public sealed record Image
{
    public string ImageId { get; init; } = "";
    public string? Name { get; init; }
    public string? Description { get; init; }
    public string? ImageLocation { get; init; }
    [Wire("imageState")] public string? State { get; init; }
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
    public DateTimeOffset? CreationDate { get; init; }
    public DateTimeOffset? DeprecationTime { get; init; }
    public DateTimeOffset? LastLaunchedTime { get; init; }
    [Wire("blockDeviceMapping")] public IReadOnlyList<BlockDevice> BlockDevices { get; init; } = [];
    [Wire("tagSet")] public IReadOnlyList<Tag> Tags { get; init; } = [];
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
