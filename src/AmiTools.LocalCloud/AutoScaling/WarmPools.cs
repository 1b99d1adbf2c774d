using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.AutoScaling;

/// <summary>Instances that a group keeps ready.</summary>
internal static class WarmPools
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["PutWarmPool"] = Put,
        ["DescribeWarmPool"] = Describe,
        ["DeleteWarmPool"] = Delete,
    };

    private static void Put(QueryCall call, XmlOut x)
    {
        var group = Groups.Owned(call, call.Required("AutoScalingGroupName"));
        // Amazon EC2 Auto Scaling user guide, "Warm pools", limitations.
        if (group.Source.IsMixed) throw CloudError.InvalidParameter("You can't add a warm pool to an Auto Scaling group that has a mixed instances policy");
        group.WarmPool = new(call.Number("MinSize") ?? 0, call.Number("MaxGroupPreparedCapacity"), call.Text("PoolState") ?? "Stopped");
    }

    private static void Describe(QueryCall call, XmlOut x)
    {
        var group = Groups.Owned(call, call.Required("AutoScalingGroupName"));
        if (group.WarmPool is { } pool) GroupXml.Pool(x, pool);
        var page = Pages.Of(call, group.Instances.Select((i, n) => (Instance: i, Number: n + 1)).Where(i => i.Instance.IsWarm), i => (i.Number, 0), new(Least: 1, Most: 50, Default: 50, Parameter: "MaxRecords"));
        x.Set("Instances", page.Items, i => GroupXml.Instance(call, x, i.Instance));
        x.Text("NextToken", page.NextToken);
    }

    private static void Delete(QueryCall call, XmlOut x)
    {
        var group = Groups.Owned(call, call.Required("AutoScalingGroupName"));
        group.WarmPool = null;
        group.Instances.RemoveAll(i => i.IsWarm);
    }
}
