using AmiTools.LocalCloud.Http;

namespace AmiTools.LocalCloud.Ec2;

internal static class Regions
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["DescribeRegions"] = Describe,
    };

    /// <summary>Those that are switched off for the account come only when all are asked for.</summary>
    private static void Describe(QueryCall call, XmlOut x)
    {
        var names = call.List("RegionName");
        if (names.FirstOrDefault(n => !call.Cloud.Regions.ContainsKey(n)) is { } missing) throw CloudError.InvalidParameter($"Invalid region: {missing}");
        var filters = call.Structures("Filter").Select(p => (Name: call.Required(p + "Name"), Values: call.List(p + "Value"))).ToArray();
        var regions = call.Cloud.Regions.Keys.Where(r => names.Count == 0 || names.Contains(r))
            .Select(r => (Name: r, Status: call.Caller.Account.DisabledRegions.Contains(r) ? "not-opted-in" : "opt-in-not-required"))
            .Where(r => r.Status != "not-opted-in" || call.Flag("AllRegions"))
            .Where(r => filters.All(f => f.Name switch
            {
                "region-name" => f.Values.Contains(r.Name),
                "opt-in-status" => f.Values.Contains(r.Status),
                var name => throw CloudError.InvalidParameter($"The filter '{name}' is invalid"),
            }));
        x.Set("regionInfo", regions, r =>
        {
            x.Text("regionName", r.Name);
            x.Text("regionEndpoint", $"ec2.{r.Name}.amazonaws.com");
            x.Text("optInStatus", r.Status);
        });
    }
}
