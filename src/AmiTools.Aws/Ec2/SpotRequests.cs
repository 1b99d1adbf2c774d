namespace AmiTools.Aws;

/// <summary>MaxResults 5 to 1000.</summary>
public sealed record DescribeSpotInstanceRequests : Ec2<SpotInstanceRequestPage>
{
    [Wire("SpotInstanceRequestId")] public IReadOnlyList<string>? SpotInstanceRequestIds { get; init; }
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record SpotInstanceRequestPage : IPage<SpotInstanceRequest>
{
    [Wire("spotInstanceRequestSet")] public IReadOnlyList<SpotInstanceRequest> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record SpotInstanceRequest
{
    public string SpotInstanceRequestId { get; init; } = "";
    /// <summary>open, active, closed, cancelled, failed, disabled.</summary>
    public string? State { get; init; }
    /// <summary>one-time, persistent.</summary>
    public string? Type { get; init; }
    public string? InstanceId { get; init; }
    public DateTimeOffset? CreateTime { get; init; }
    public SpotLaunchSpecification? LaunchSpecification { get; init; }
    [Wire("tagSet")] public IReadOnlyList<Tag> Tags { get; init; } = [];
}

public sealed record SpotLaunchSpecification
{
    public string? ImageId { get; init; }
    public string? InstanceType { get; init; }
}

/// <summary>MaxResults 1 to 1000.</summary>
public sealed record DescribeSpotFleetRequests : Ec2<SpotFleetRequestPage>
{
    [Wire("SpotFleetRequestId")] public IReadOnlyList<string>? SpotFleetRequestIds { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record SpotFleetRequestPage : IPage<SpotFleetRequest>
{
    [Wire("spotFleetRequestConfigSet")] public IReadOnlyList<SpotFleetRequest> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record SpotFleetRequest
{
    public string SpotFleetRequestId { get; init; } = "";
    /// <summary>submitted, active, modifying, failed, cancelled, cancelled_running, cancelled_terminating.</summary>
    [Wire("spotFleetRequestState")] public string? State { get; init; }
    public DateTimeOffset? CreateTime { get; init; }
    [Wire("spotFleetRequestConfig")] public SpotFleetConfig? Config { get; init; }
    [Wire("tagSet")] public IReadOnlyList<Tag> Tags { get; init; } = [];
}

public sealed record SpotFleetConfig
{
    public IReadOnlyList<SpotLaunchSpecification> LaunchSpecifications { get; init; } = [];
    public IReadOnlyList<SpotFleetLaunchTemplate> LaunchTemplateConfigs { get; init; } = [];
}

/// <summary>Unlike EC2 Fleet's, its overrides have no image.</summary>
public sealed record SpotFleetLaunchTemplate
{
    [Wire("launchTemplateSpecification")] public LaunchTemplateSpecification? LaunchTemplate { get; init; }
}
