namespace AmiTools.Aws;

// Where an instance is started: VPCs and subnets. (Security groups are among what a build leaves over.)

public sealed record DescribeSubnets : Ec2<SubnetPage>
{
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record SubnetPage : IPage<Subnet>
{
    [Wire("subnetSet")] public IReadOnlyList<Subnet> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record Subnet
{
    public string SubnetId { get; init; } = "";
    public string? VpcId { get; init; }
}

public sealed record DescribeVpcs : Ec2<VpcPage>
{
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record VpcPage : IPage<Vpc>
{
    [Wire("vpcSet")] public IReadOnlyList<Vpc> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record Vpc
{
    public string VpcId { get; init; } = "";
}
