namespace AmiTools.Aws;

/// <summary>Fleets of type maintain and request; one of type instant is answered only to its id. MaxResults 1 to 1000.</summary>
public sealed record DescribeFleets : Ec2<FleetPage>
{
    [Wire("FleetId")] public IReadOnlyList<string>? FleetIds { get; init; }
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record FleetPage : IPage<Fleet>
{
    [Wire("fleetSet")] public IReadOnlyList<Fleet> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record Fleet
{
    public string FleetId { get; init; } = "";
    /// <summary>submitted, active, modifying, failed, deleted, deleted_running, deleted_terminating.</summary>
    [Wire("fleetState")] public string? State { get; init; }
    /// <summary>request, maintain, instant.</summary>
    public string? Type { get; init; }
    public DateTimeOffset? CreateTime { get; init; }
    public IReadOnlyList<FleetLaunchTemplateConfig> LaunchTemplateConfigs { get; init; } = [];
    [Wire("tagSet")] public IReadOnlyList<Tag> Tags { get; init; } = [];
}

/// <summary>A template, and what each kind of instance has instead of the template's values.</summary>
public sealed record FleetLaunchTemplateConfig
{
    [Wire("launchTemplateSpecification")] public LaunchTemplateSpecification? LaunchTemplate { get; init; }
    public IReadOnlyList<FleetOverride> Overrides { get; init; } = [];
}

/// <summary>Version: a number, <c>$Latest</c>, <c>$Default</c>; null means the default.</summary>
public sealed record LaunchTemplateSpecification
{
    public string? LaunchTemplateId { get; init; }
    public string? LaunchTemplateName { get; init; }
    public string? Version { get; init; }
}

/// <summary>ImageId: of EC2 Fleets only; an image's id or <c>resolve:ssm:</c>.</summary>
public sealed record FleetOverride
{
    public string? InstanceType { get; init; }
    public string? ImageId { get; init; }
}
