namespace AmiTools.Aws;

// What a build makes for the time of the build: key pairs, security groups, volumes.

public sealed record DescribeKeyPairs : Ec2<KeyPairs>
{
    [Wire("KeyName")] public IReadOnlyList<string>? KeyNames { get; init; }
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
}

public sealed record KeyPairs
{
    [Wire("keySet")] public IReadOnlyList<KeyPair> Items { get; init; } = [];
}

public sealed record KeyPair
{
    public string? KeyPairId { get; init; }
    public string KeyName { get; init; } = "";
    public DateTimeOffset? CreateTime { get; init; }
    [Wire("tagSet")] public IReadOnlyList<Tag> Tags { get; init; } = [];
}

public sealed record DeleteKeyPair : Ec2<Done>
{
    public string? KeyName { get; init; }
    public string? KeyPairId { get; init; }
    public bool? DryRun { get; init; }
}

public sealed record DescribeSecurityGroups : Ec2<SecurityGroupPage>
{
    [Wire("GroupId")] public IReadOnlyList<string>? GroupIds { get; init; }
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record SecurityGroupPage : IPage<SecurityGroup>
{
    [Wire("securityGroupInfo")] public IReadOnlyList<SecurityGroup> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record SecurityGroup
{
    public string GroupId { get; init; } = "";
    public string? GroupName { get; init; }
    [Wire("groupDescription")] public string? Description { get; init; }
    public string? VpcId { get; init; }
    public string? OwnerId { get; init; }
    [Wire("tagSet")] public IReadOnlyList<Tag> Tags { get; init; } = [];
}

public sealed record DeleteSecurityGroup : Ec2<Done>
{
    public string? GroupId { get; init; }
    public bool? DryRun { get; init; }
}

public sealed record DescribeVolumes : Ec2<VolumePage>
{
    [Wire("VolumeId")] public IReadOnlyList<string>? VolumeIds { get; init; }
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record VolumePage : IPage<Volume>
{
    [Wire("volumeSet")] public IReadOnlyList<Volume> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record Volume
{
    public string VolumeId { get; init; } = "";
    [Wire("status")] public string? State { get; init; }
    public DateTimeOffset? CreateTime { get; init; }
    [Wire("tagSet")] public IReadOnlyList<Tag> Tags { get; init; } = [];
}

public sealed record DeleteVolume : Ec2<Done>
{
    public string VolumeId { get; init; } = "";
    public bool? DryRun { get; init; }
}
