using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

internal static class SpotFleets
{
    private static readonly AnyFleets<CloudSpotFleet> fleets = new("SpotFleetRequestId", "InvalidSpotFleetRequestId.NotFound", "spot fleet request", "FleetRequestSet", "spotFleetRequestId", "SpotFleetRequestState", "cancelled");

    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["RequestSpotFleet"] = Request,
        ["DescribeSpotFleetRequests"] = Describe,
        ["CancelSpotFleetRequests"] = (call, x) => fleets.End(call, x),
    };

    private static void Request(QueryCall call, XmlOut x)
    {
        const string Config = "SpotFleetRequestConfig.";
        if (AnyFleets<CloudSpotFleet>.Before(call, call.Text(Config + "ClientToken")) is { } before)
        {
            x.Text("spotFleetRequestId", before.Id);
            return;
        }
        var specifications = call.Structures(Config + "LaunchSpecifications").Select(p => new SpotSpecification(Images.Launchable(call, call.Required(p + "ImageId")).Id, call.Text(p + "InstanceType"))).ToArray();
        var templates = Fleets.Templates(call, Config + "LaunchTemplateConfigs");
        if (specifications.Length == 0 && templates.Count == 0) throw CloudError.Missing("LaunchSpecifications");
        var fleet = call.WithTags(call.Region.Add(new CloudSpotFleet
        {
            Id = "sfr-" + Guid.NewGuid(),
            OwnerId = call.Account,
            Created = call.Now,
            VisibleAt = call.VisibleAt,
            Specifications = specifications,
            Templates = templates,
            Role = call.Required(Config + "IamFleetRole"),
            TargetCapacity = call.Number(Config + "TargetCapacity") ?? throw CloudError.Missing("TargetCapacity"),
            ClientToken = call.Text(Config + "ClientToken"),
        }), call.TagsFor("spot-fleet-request", Config + "TagSpecification"));
        x.Text("spotFleetRequestId", fleet.Id);
    }

    private static void Describe(QueryCall call, XmlOut x)
    {
        var page = Pages.Of(call, fleets.Named(call) ?? call.OwnRest<CloudSpotFleet>(), new(Least: 1));
        x.Set("spotFleetRequestConfigSet", page.Items, f =>
        {
            x.Text("spotFleetRequestId", f.Id);
            x.Text("spotFleetRequestState", f.State);
            x.Time("createTime", f.Created);
            x.Element("spotFleetRequestConfig", () =>
            {
                x.Text("iamFleetRole", f.Role);
                x.Text("targetCapacity", f.TargetCapacity);
                x.Text("type", "maintain");
                if (f.Specifications.Count > 0) x.Set("launchSpecifications", f.Specifications, s =>
                {
                    x.Text("imageId", s.ImageId);
                    x.Text("instanceType", s.InstanceType);
                });
                if (f.Templates.Count > 0) Fleets.Write(x, f.Templates, withImages: false);
            });
            x.Tags(f.Tags.Seen(call.Now));
        });
        x.Text("nextToken", page.NextToken);
    }
}
