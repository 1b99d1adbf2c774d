using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>VPCs, subnets and security groups.</summary>
internal static class Network
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["DescribeAvailabilityZones"] = DescribeZones,
        ["DescribeVpcs"] = DescribeVpcs,
        ["DescribeSubnets"] = DescribeSubnets,
        ["DescribeSecurityGroups"] = DescribeGroups,
        ["CreateSecurityGroup"] = CreateGroup,
        ["AuthorizeSecurityGroupIngress"] = Authorize,
        ["DeleteSecurityGroup"] = DeleteGroup,
    };

    private static void DescribeZones(QueryCall call, XmlOut x) => x.Set("availabilityZoneInfo", new[] { "a", "b" }, zone =>
    {
        x.Text("zoneName", call.Region.Name + zone);
        x.Text("zoneState", "available");
        x.Text("regionName", call.Region.Name);
    });

    private static void DescribeVpcs(QueryCall call, XmlOut x)
    {
        var ids = call.List("VpcId");
        foreach (var id in ids) call.Owned<CloudVpc>(id, "InvalidVpcID.NotFound", "vpc");
        var matches = Filters.Of(call, new Dictionary<string, Filters.Field<CloudVpc>>
        {
            ["is-default"] = _ => ["true"],
            ["isDefault"] = _ => ["true"],
            ["vpc-id"] = v => [v.Id],
            ["cidr"] = v => [v.CidrBlock],
            ["state"] = _ => ["available"],
        });
        x.Set("vpcSet", call.Own<CloudVpc>().Where(v => (ids.Count == 0 || ids.Contains(v.Id)) && matches(v)), v =>
        {
            x.Text("vpcId", v.Id);
            x.Text("state", "available");
            x.Text("cidrBlock", v.CidrBlock);
            x.Flag("isDefault", true);
            x.Tags(v.Tags.Seen(call.Now));
        });
    }

    private static void DescribeSubnets(QueryCall call, XmlOut x)
    {
        var ids = call.List("SubnetId");
        foreach (var id in ids) call.Owned<CloudSubnet>(id, "InvalidSubnetID.NotFound", "subnet");
        var matches = Filters.Of(call, new Dictionary<string, Filters.Field<CloudSubnet>>
        {
            ["availability-zone"] = s => [s.AvailabilityZone],
            ["availabilityZone"] = s => [s.AvailabilityZone],
            ["default-for-az"] = _ => ["true"],
            ["defaultForAz"] = _ => ["true"],
            ["state"] = _ => ["available"],
            ["subnet-id"] = s => [s.Id],
            ["vpc-id"] = s => [s.VpcId],
        });
        x.Set("subnetSet", call.Own<CloudSubnet>().Where(s => (ids.Count == 0 || ids.Contains(s.Id)) && matches(s)), s =>
        {
            x.Text("subnetId", s.Id);
            x.Text("state", "available");
            x.Text("vpcId", s.VpcId);
            x.Text("cidrBlock", s.CidrBlock);
            x.Text("availableIpAddressCount", 4091);
            x.Text("availabilityZone", s.AvailabilityZone);
            x.Flag("defaultForAz", true);
            x.Tags(s.Tags.Seen(call.Now));
        });
    }

    private static void DescribeGroups(QueryCall call, XmlOut x)
    {
        var ids = call.List("GroupId");
        foreach (var id in ids) call.Owned<CloudSecurityGroup>(id, "InvalidGroup.NotFound", "security group");
        var names = call.List("GroupName");
        var matches = Filters.Of(call, new Dictionary<string, Filters.Field<CloudSecurityGroup>>
        {
            ["description"] = g => [g.Description],
            ["group-id"] = g => [g.Id],
            ["group-name"] = g => [g.Name],
            ["vpc-id"] = g => [g.VpcId],
        });
        var page = Pages.Of(call, call.OwnRest<CloudSecurityGroup>().Where(g => (ids.Count == 0 || ids.Contains(g.Id)) && (names.Count == 0 || names.Contains(g.Name)) && matches(g)));
        x.Set("securityGroupInfo", page.Items, g =>
        {
            x.Text("ownerId", g.OwnerId);
            x.Text("groupId", g.Id);
            x.Text("groupName", g.Name);
            x.Text("groupDescription", g.Description);
            x.Text("vpcId", g.VpcId);
            x.Tags(g.Tags.Seen(call.Now));
        });
        x.Text("nextToken", page.NextToken);
    }

    private static void CreateGroup(QueryCall call, XmlOut x)
    {
        var name = call.Required("GroupName");
        var vpc = call.Text("VpcId") is { Length: > 0 } id ? call.Owned<CloudVpc>(id, "InvalidVpcID.NotFound", "vpc") : call.Own<CloudVpc>().First();
        if (call.Own<CloudSecurityGroup>().Any(g => g.Name == name && g.VpcId == vpc.Id)) throw new CloudError("InvalidGroup.Duplicate", $"The security group '{name}' already exists for VPC '{vpc.Id}'");
        var group = call.WithTags(call.Region.Add(new CloudSecurityGroup
        {
            Id = RegionState.NewId("sg"),
            OwnerId = call.Account,
            Created = call.Now,
            Name = name,
            Description = call.Required("GroupDescription"),
            VpcId = vpc.Id,
        }), call.TagsFor("security-group"));
        x.Flag("return", true);
        x.Text("groupId", group.Id);
    }

    private static void Authorize(QueryCall call, XmlOut x)
    {
        call.Owned<CloudSecurityGroup>(call.Required("GroupId"), "InvalidGroup.NotFound", "security group");
        x.Flag("return", true);
    }

    private static void DeleteGroup(QueryCall call, XmlOut x)
    {
        var group = call.Owned<CloudSecurityGroup>(call.Required("GroupId"), "InvalidGroup.NotFound", "security group");
        if (group.Name == "default") throw new CloudError("CannotDelete", $"the specified group: \"{group.Id}\" name: \"default\" cannot be deleted by a user");
        if (call.Own<CloudInstance>().FirstOrDefault(i => i.SecurityGroupIds.Contains(group.Id) && i.State(call.Now).Name != "terminated") is not null)
            throw new CloudError("DependencyViolation", $"resource {group.Id} has a dependent object");
        call.Region.Remove(group);
        x.Flag("return", true);
    }
}
