using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>EC2 Fleets. They launch nothing here.</summary>
internal static class Fleets
{
    private static readonly AnyFleets<CloudFleet> fleets = new("FleetId", "InvalidFleetId.NotFound", "fleet", "FleetDeletionSet", "fleetId", "FleetState", "deleted");

    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["CreateFleet"] = Create,
        ["DescribeFleets"] = Describe,
        ["DeleteFleets"] = (call, x) => fleets.End(call, x),
    };

    /// <summary>The templates of a fleet's or Spot Fleet's configuration; each must exist.</summary>
    public static IReadOnlyList<FleetTemplate> Templates(QueryCall call, string name) => [.. call.Structures(name).Select(p => new FleetTemplate(
        LaunchTemplates.Reference(call, p + "LaunchTemplateSpecification.") ?? throw CloudError.Missing(p + "LaunchTemplateSpecification"),
        [.. call.Structures(p + "Overrides").Select(o => new FleetOverride(call.Text(o + "InstanceType"), call.Text(o + "ImageId")))]))];

    public static void Write(XmlOut x, IReadOnlyList<FleetTemplate> templates, bool withImages) => x.Set("launchTemplateConfigs", templates, t =>
    {
        x.Element("launchTemplateSpecification", () => LaunchTemplates.Write(x, t.Template));
        if (t.Overrides.Count > 0) x.Set("overrides", t.Overrides, o =>
        {
            x.Text("instanceType", o.InstanceType);
            if (withImages) x.Text("imageId", o.ImageId);
        });
    });

    private static void Create(QueryCall call, XmlOut x)
    {
        if (AnyFleets<CloudFleet>.Before(call, call.Text("ClientToken")) is { } before)
        {
            x.Text("fleetId", before.Id);
            return;
        }
        var kind = call.Text("Type") ?? "maintain";
        if (kind is not ("maintain" or "request" or "instant")) throw CloudError.InvalidParameter($"Invalid fleet type '{kind}'");
        var templates = Templates(call, "LaunchTemplateConfigs");
        if (templates.Count == 0) throw CloudError.Missing("LaunchTemplateConfigs");
        var fleet = call.WithTags(call.Region.Add(new CloudFleet
        {
            Id = "fleet-" + Guid.NewGuid(),
            OwnerId = call.Account,
            Created = call.Now,
            VisibleAt = call.VisibleAt,
            Kind = kind,
            Templates = templates,
            TargetCapacity = call.Number("TargetCapacitySpecification.TotalTargetCapacity") ?? throw CloudError.Missing("TargetCapacitySpecification"),
            ClientToken = call.Text("ClientToken"),
        }), call.TagsFor("fleet"));
        x.Text("fleetId", fleet.Id);
    }

    /// <summary>API reference: "If a fleet is of type instant, you must specify the fleet ID, otherwise it does not appear in the response."</summary>
    private static void Describe(QueryCall call, XmlOut x)
    {
        var matches = Filters.Of(call, new Dictionary<string, Filters.Field<CloudFleet>>
        {
            ["fleet-state"] = f => [f.State],
            ["type"] = f => [f.Kind],
        });
        var page = Pages.Of(call, (fleets.Named(call) ?? call.OwnRest<CloudFleet>().Where(f => f.Kind != "instant")).Where(matches), new(Least: 1));
        x.Set("fleetSet", page.Items, f =>
        {
            x.Text("fleetId", f.Id);
            x.Text("fleetState", f.State);
            x.Text("type", f.Kind);
            x.Time("createTime", f.Created);
            Write(x, f.Templates, withImages: true);
            x.Element("targetCapacitySpecification", () => x.Text("totalTargetCapacity", f.TargetCapacity));
            x.Tags(f.Tags.Seen(call.Now));
        });
        x.Text("nextToken", page.NextToken);
    }
}
