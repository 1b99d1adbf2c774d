using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>EC2 Fleets. They launch nothing here.</summary>
internal static class Fleets
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["CreateFleet"] = Create,
        ["DescribeFleets"] = Describe,
        ["DeleteFleets"] = Delete,
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
        if (call.Text("ClientToken") is { } token && call.Own<CloudFleet>().FirstOrDefault(f => f.ClientToken == token) is { } before)
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
        var ids = call.List("FleetId");
        var named = ids.Distinct().Select(id => Owned(call, id)).OrderBy(f => f.Sequence).ToArray();
        var matches = Filters.Of(call, new Dictionary<string, Filters.Field<CloudFleet>>
        {
            ["fleet-state"] = f => [f.State],
            ["type"] = f => [f.Kind],
        });
        var page = Pages.Of(call, (ids.Count > 0 ? named : call.OwnRest<CloudFleet>().Where(f => f.Kind != "instant")).Where(matches), new(Least: 1));
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

    private static void Delete(QueryCall call, XmlOut x)
    {
        var fleets = call.List("FleetId").Select(id => Owned(call, id)).ToArray();
        var before = fleets.Select(f => f.State).ToArray();
        foreach (var fleet in fleets) fleet.State = call.Flag("TerminateInstances") ? "deleted_terminating" : "deleted_running";
        x.Set("successfulFleetDeletionSet", fleets.Zip(before), f =>
        {
            x.Text("fleetId", f.First.Id);
            x.Text("currentFleetState", f.First.State);
            x.Text("previousFleetState", f.Second);
        });
        x.Set("unsuccessfulFleetDeletionSet", Array.Empty<string>(), _ => { });
    }

    private static CloudFleet Owned(QueryCall call, string id) => call.Owned<CloudFleet>(id, "InvalidFleetId.NotFound", "fleet");
}
