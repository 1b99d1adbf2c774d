namespace AmiTools.Aws;

/// <summary>MaxRecords: 50 by default, at most 100.</summary>
public sealed record DescribeAutoScalingGroups : AutoScaling<AutoScalingGroupPage>
{
    [Wire("AutoScalingGroupNames")] public IReadOnlyList<string>? Names { get; init; }
    /// <summary>False leaves out the instances: the answer is much shorter.</summary>
    public bool? IncludeInstances { get; init; }
    public int? MaxRecords { get; init; }
    public string? NextToken { get; init; }
}

public sealed record AutoScalingGroupPage : IPage<AutoScalingGroup>
{
    [Wire("AutoScalingGroups")] public IReadOnlyList<AutoScalingGroup> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

/// <summary>What it launches from is one of: LaunchTemplate, MixedInstancesPolicy, LaunchConfigurationName.</summary>
public sealed record AutoScalingGroup
{
    [Wire("AutoScalingGroupName")] public string Name { get; init; } = "";
    [Wire("AutoScalingGroupARN")] public string? Arn { get; init; }
    public LaunchTemplateSpecification? LaunchTemplate { get; init; }
    public MixedInstancesPolicy? MixedInstancesPolicy { get; init; }
    public string? LaunchConfigurationName { get; init; }
    public int MinSize { get; init; }
    public int MaxSize { get; init; }
    public int DesiredCapacity { get; init; }
    public DateTimeOffset? CreatedTime { get; init; }
    /// <summary>Not null while the group is being deleted.</summary>
    public string? Status { get; init; }
    /// <summary>Null where the group has no warm pool.</summary>
    public WarmPoolConfiguration? WarmPoolConfiguration { get; init; }
    public int? WarmPoolSize { get; init; }
    public IReadOnlyList<AutoScalingInstance> Instances { get; init; } = [];
    public IReadOnlyList<Tag> Tags { get; init; } = [];
}

public sealed record MixedInstancesPolicy
{
    public MixedInstancesTemplate? LaunchTemplate { get; init; }
}

public sealed record MixedInstancesTemplate
{
    [Wire("LaunchTemplateSpecification")] public LaunchTemplateSpecification? LaunchTemplate { get; init; }
    public IReadOnlyList<MixedInstancesOverride> Overrides { get; init; } = [];
}

/// <summary>An override may have a template of its own, and an image of its own (an id, or <c>resolve:ssm:</c>).</summary>
public sealed record MixedInstancesOverride
{
    public string? InstanceType { get; init; }
    [Wire("LaunchTemplateSpecification")] public LaunchTemplateSpecification? LaunchTemplate { get; init; }
    public string? ImageId { get; init; }
}

public sealed record WarmPoolConfiguration
{
    public int? MinSize { get; init; }
    public int? MaxGroupPreparedCapacity { get; init; }
    /// <summary>Stopped, Running, Hibernated.</summary>
    public string? PoolState { get; init; }
    /// <summary>PendingDelete, or null.</summary>
    public string? Status { get; init; }
}

/// <summary>An instance of a group or of its warm pool, with what it was launched from.</summary>
public sealed record AutoScalingInstance
{
    public string InstanceId { get; init; } = "";
    public string? LifecycleState { get; init; }
    public string? LaunchConfigurationName { get; init; }
    public LaunchTemplateSpecification? LaunchTemplate { get; init; }
}

/// <summary>MaxRecords: 50 by default and at most.</summary>
public sealed record DescribeWarmPool : AutoScaling<WarmPoolPage>
{
    public string AutoScalingGroupName { get; init; } = "";
    public int? MaxRecords { get; init; }
    public string? NextToken { get; init; }
}

public sealed record WarmPoolPage : IPage<AutoScalingInstance>
{
    public WarmPoolConfiguration? WarmPoolConfiguration { get; init; }
    [Wire("Instances")] public IReadOnlyList<AutoScalingInstance> Items { get; init; } = [];
    public string? NextToken { get; init; }
}
