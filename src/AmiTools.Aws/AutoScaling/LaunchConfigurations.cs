namespace AmiTools.Aws;

/// <summary>Attached to a group or not. MaxRecords: 50 by default, at most 100.</summary>
public sealed record DescribeLaunchConfigurations : AutoScaling<LaunchConfigurationPage>
{
    [Wire("LaunchConfigurationNames")] public IReadOnlyList<string>? Names { get; init; }
    public int? MaxRecords { get; init; }
    public string? NextToken { get; init; }
}

public sealed record LaunchConfigurationPage : IPage<LaunchConfiguration>
{
    [Wire("LaunchConfigurations")] public IReadOnlyList<LaunchConfiguration> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record LaunchConfiguration
{
    [Wire("LaunchConfigurationName")] public string Name { get; init; } = "";
    [Wire("LaunchConfigurationARN")] public string? Arn { get; init; }
    public string? ImageId { get; init; }
    public string? InstanceType { get; init; }
    public DateTimeOffset? CreatedTime { get; init; }
}
