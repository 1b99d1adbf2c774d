namespace AmiTools.Aws;

/// <summary>MaxResults 5 to 1000.</summary>
public sealed record DescribeInstances : Ec2<ReservationPage>
{
    [Wire("InstanceId")] public IReadOnlyList<string>? InstanceIds { get; init; }
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record ReservationPage : IPage<Reservation>
{
    [Wire("reservationSet")] public IReadOnlyList<Reservation> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record Reservation
{
    public string? ReservationId { get; init; }
    public string? OwnerId { get; init; }
    [Wire("instancesSet")] public IReadOnlyList<Instance> Instances { get; init; } = [];
}

public sealed record Instance
{
    public string InstanceId { get; init; } = "";
    public string? ImageId { get; init; }
    [Wire("instanceState")] public InstanceState? State { get; init; }
    public string? InstanceType { get; init; }
    public string? KeyName { get; init; }
    public DateTimeOffset? LaunchTime { get; init; }
    public string? PrivateIpAddress { get; init; }
    [Wire("ipAddress")] public string? PublicIpAddress { get; init; }
    public string? SubnetId { get; init; }
    public string? VpcId { get; init; }
    [Wire("groupSet")] public IReadOnlyList<GroupIdentifier> SecurityGroups { get; init; } = [];
    [Wire("blockDeviceMapping")] public IReadOnlyList<InstanceBlockDevice> BlockDevices { get; init; } = [];
    [Wire("tagSet")] public IReadOnlyList<Tag> Tags { get; init; } = [];
}

/// <summary>Name: pending, running, shutting-down, terminated, stopping, stopped.</summary>
public sealed record InstanceState
{
    public int Code { get; init; }
    public string? Name { get; init; }
}

public sealed record GroupIdentifier
{
    public string? GroupId { get; init; }
    public string? GroupName { get; init; }
}

public sealed record InstanceBlockDevice
{
    public string? DeviceName { get; init; }
    public InstanceEbs? Ebs { get; init; }
}

public sealed record InstanceEbs
{
    public string? VolumeId { get; init; }
    public bool? DeleteOnTermination { get; init; }
}

public sealed record RunInstances : Ec2<Reservation>, IHasClientToken
{
    public string ImageId { get; init; } = "";
    public string? InstanceType { get; init; }
    public int MinCount { get; init; } = 1;
    public int MaxCount { get; init; } = 1;
    public string? KeyName { get; init; }
    public string? SubnetId { get; init; }
    [Wire("SecurityGroupId")] public IReadOnlyList<string>? SecurityGroupIds { get; init; }
    public string? UserData { get; init; }
    public InstanceProfile? IamInstanceProfile { get; init; }
    [Wire("TagSpecification")] public IReadOnlyList<TagSpecification>? TagSpecifications { get; init; }
    public string? ClientToken { get; init; }
    public bool? DryRun { get; init; }
}

/// <summary>By name or by ARN.</summary>
public sealed record InstanceProfile
{
    public string? Name { get; init; }
    public string? Arn { get; init; }
}

public sealed record TerminateInstances : Ec2<TerminateInstancesResult>
{
    [Wire("InstanceId")] public IReadOnlyList<string> InstanceIds { get; init; } = [];
    public bool? DryRun { get; init; }
}

public sealed record TerminateInstancesResult
{
    [Wire("instancesSet")] public IReadOnlyList<InstanceStateChange> Instances { get; init; } = [];
}

public sealed record InstanceStateChange
{
    public string InstanceId { get; init; } = "";
    public InstanceState? CurrentState { get; init; }
    public InstanceState? PreviousState { get; init; }
}

/// <summary>One attribute at a time, here <c>userData</c>.</summary>
public sealed record DescribeInstanceAttribute : Ec2<InstanceAttribute>
{
    public string InstanceId { get; init; } = "";
    public string Attribute { get; init; } = "";
    public bool? DryRun { get; init; }
}

public sealed record InstanceAttribute
{
    public string InstanceId { get; init; } = "";
    /// <summary>In base64; its value is null if there is none.</summary>
    public AttributeValue? UserData { get; init; }
}
