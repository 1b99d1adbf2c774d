namespace AmiTools.Aws;

/// <summary>The Regions that are switched on for the account; with AllRegions the others too.</summary>
public sealed record DescribeRegions : Ec2<RegionList>
{
    [Wire("RegionName")] public IReadOnlyList<string>? RegionNames { get; init; }
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    public bool? AllRegions { get; init; }
}

public sealed record RegionList
{
    [Wire("regionInfo")] public IReadOnlyList<AwsRegion> Items { get; init; } = [];
}

/// <summary>OptInStatus: opt-in-not-required, opted-in, not-opted-in.</summary>
public sealed record AwsRegion
{
    public string RegionName { get; init; } = "";
    [Wire("regionEndpoint")] public string? Endpoint { get; init; }
    public string? OptInStatus { get; init; }
}
