using AmiTools.LocalCloud.Ec2;
using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.AutoScaling;

internal static class Groups
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["CreateAutoScalingGroup"] = Create,
        ["UpdateAutoScalingGroup"] = Update,
        ["DescribeAutoScalingGroups"] = Describe,
        ["DeleteAutoScalingGroup"] = Delete,
        ["DescribeAutoScalingInstances"] = DescribeInstances,
    };

    public static CloudGroup Owned(QueryCall call, string name) => call.Own<CloudGroup>().FirstOrDefault(g => g.Name == name)
        ?? throw CloudError.InvalidParameter($"AutoScalingGroup name not found - AutoScalingGroup {name} not found");

    private static void Create(QueryCall call, XmlOut x)
    {
        var name = call.Required("AutoScalingGroupName");
        if (call.Own<CloudGroup>().Any(g => g.Name == name)) throw new CloudError("AlreadyExists", $"AutoScalingGroup by this name already exists - A group with the name {name} already exists");
        var source = Source(call) ?? throw CloudError.InvalidParameter("Valid requests must contain either the InstanceID parameter or both LaunchConfigurationName and LaunchTemplate or MixedInstancesPolicy");
        var (min, max) = (call.Number("MinSize") ?? throw CloudError.Missing("MinSize"), call.Number("MaxSize") ?? throw CloudError.Missing("MaxSize"));
        var group = call.Region.Add(new CloudGroup
        {
            Id = $"auto-scaling-group/{call.Account}/{name}",
            OwnerId = call.Account,
            Created = call.Now,
            VisibleAt = call.VisibleAt,
            Name = name,
            Source = source,
            MinSize = min,
            MaxSize = max,
            DesiredCapacity = call.Number("DesiredCapacity") ?? min,
            Subnets = call.Text("VPCZoneIdentifier") ?? "",
        });
        call.WithTags(group, call.Tags("Tags"));
    }

    private static void Update(QueryCall call, XmlOut x)
    {
        var group = Owned(call, call.Required("AutoScalingGroupName"));
        group.Source = Source(call) ?? group.Source;
        group.MinSize = call.Number("MinSize") ?? group.MinSize;
        group.MaxSize = call.Number("MaxSize") ?? group.MaxSize;
        group.DesiredCapacity = call.Number("DesiredCapacity") ?? group.DesiredCapacity;
    }

    /// <summary>What the call launches from; templates and configurations must exist, their images need not.</summary>
    private static GroupSource? Source(QueryCall call)
    {
        const string Mixed = "MixedInstancesPolicy.LaunchTemplate.";
        if (call.Text("LaunchConfigurationName") is { } configuration) return new() { LaunchConfiguration = LaunchConfigurations.Owned(call, configuration).Name };
        if (LaunchTemplates.Reference(call, "LaunchTemplate.") is { } template) return new() { Template = template };
        if (LaunchTemplates.Reference(call, Mixed + "LaunchTemplateSpecification.") is not { } common) return null;
        return new()
        {
            IsMixed = true,
            Template = common,
            Overrides = [.. call.Structures(Mixed + "Overrides").Select(o => new GroupOverride(call.Text(o + "InstanceType"), LaunchTemplates.Reference(call, o + "LaunchTemplateSpecification."), call.Text(o + "ImageId")))],
        };
    }

    private static void Describe(QueryCall call, XmlOut x)
    {
        var names = call.List("AutoScalingGroupNames").ToHashSet(StringComparer.Ordinal);
        var withInstances = call.Text("IncludeInstances") != "false";
        var page = Pages.Of(call, call.OwnRest<CloudGroup>().Where(g => names.Count == 0 || names.Contains(g.Name)), LaunchConfigurations.PageSize);
        x.Set("AutoScalingGroups", page.Items, g => GroupXml.Write(call, x, g, withInstances));
        x.Text("NextToken", page.NextToken);
    }

    private static void Delete(QueryCall call, XmlOut x)
    {
        var group = Owned(call, call.Required("AutoScalingGroupName"));
        if (!call.Flag("ForceDelete") && group.Instances.Count > 0) throw new CloudError("ResourceInUse", "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.");
        call.Region.Remove(group);
    }

    private static void DescribeInstances(QueryCall call, XmlOut x)
    {
        var ids = call.List("InstanceIds").ToHashSet(StringComparer.Ordinal);
        var rows = call.Region.After<CloudGroup>(Pages.After(call) - 1).Where(g => g.OwnerId == call.Account && call.Sees(g))
            .SelectMany(g => g.Instances.Select((i, n) => (Group: g, Instance: i, Number: n))).Where(r => ids.Count == 0 || ids.Contains(r.Instance.InstanceId));
        var page = Pages.Of(call, rows, r => (r.Group.Sequence, r.Number), new(Least: 1, Most: 50, Default: 50, Parameter: "MaxRecords"));
        x.Set("AutoScalingInstances", page.Items, r =>
        {
            x.Text("AutoScalingGroupName", r.Group.Name);
            GroupXml.Instance(call, x, r.Instance);
        });
        x.Text("NextToken", page.NextToken);
    }
}
