using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

internal static class SpotRequests
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["RequestSpotInstances"] = Request,
        ["DescribeSpotInstanceRequests"] = Describe,
        ["CancelSpotInstanceRequests"] = Cancel,
    };

    private static void Request(QueryCall call, XmlOut x)
    {
        var token = call.Text("ClientToken");
        var made = token is null ? [] : call.Own<CloudSpotRequest>().Where(r => r.ClientToken == token).ToArray();
        if (made.Length == 0)
        {
            var image = Images.Launchable(call, ImageAliases.Resolve(call, call.Required("LaunchSpecification.ImageId")));
            var count = call.Number("InstanceCount") ?? 1;
            if (count < 1) throw CloudError.InvalidParameter($"Value ({count}) for parameter instanceCount is invalid.");
            var tags = call.TagsFor("spot-instances-request");
            made = [.. Enumerable.Range(0, count).Select(_ => call.WithTags(call.Region.Add(new CloudSpotRequest
            {
                Id = RegionState.NewId("sir").Substring(0, 12),
                OwnerId = call.Account,
                Created = call.Now,
                VisibleAt = call.VisibleAt,
                ImageId = image.Id,
                InstanceType = call.Text("LaunchSpecification.InstanceType") ?? "t3.micro",
                IsPersistent = call.Text("Type") == "persistent",
                ClientToken = token,
            }), tags))];
        }
        x.Set("spotInstanceRequestSet", made, r => Content(call, x, r));
    }

    private static void Describe(QueryCall call, XmlOut x)
    {
        var ids = call.List("SpotInstanceRequestId");
        var named = ids.Distinct().Select(id => Owned(call, id)).OrderBy(r => r.Sequence).ToArray();
        var matches = Filters.Of(call, new Dictionary<string, Filters.Field<CloudSpotRequest>>
        {
            ["state"] = r => [r.State],
            ["type"] = r => [r.IsPersistent ? "persistent" : "one-time"],
            ["launch.image-id"] = r => [r.ImageId],
            ["spot-instance-request-id"] = r => [r.Id],
        });
        var page = Pages.Of(call, (ids.Count > 0 ? named : call.OwnRest<CloudSpotRequest>()).Where(matches));
        x.Set("spotInstanceRequestSet", page.Items, r => Content(call, x, r));
        x.Text("nextToken", page.NextToken);
    }

    private static void Cancel(QueryCall call, XmlOut x)
    {
        var requests = call.List("SpotInstanceRequestId").Select(id => Owned(call, id)).ToArray();
        foreach (var request in requests) request.State = "cancelled";
        x.Set("spotInstanceRequestSet", requests, r =>
        {
            x.Text("spotInstanceRequestId", r.Id);
            x.Text("state", r.State);
        });
    }

    private static CloudSpotRequest Owned(QueryCall call, string id) => call.Owned<CloudSpotRequest>(id, "InvalidSpotInstanceRequestID.NotFound", "spot instance request");

    private static void Content(QueryCall call, XmlOut x, CloudSpotRequest request)
    {
        x.Text("spotInstanceRequestId", request.Id);
        x.Text("type", request.IsPersistent ? "persistent" : "one-time");
        x.Text("state", request.State);
        x.Element("status", () =>
        {
            x.Text("code", request.State == "open" ? "capacity-not-available" : "canceled-before-fulfillment");
            x.Text("message", request.State == "open" ? "There is no Spot capacity in the local cloud." : "Your Spot request was canceled before it was fulfilled.");
        });
        x.Element("launchSpecification", () =>
        {
            x.Text("imageId", request.ImageId);
            x.Text("instanceType", request.InstanceType);
        });
        x.Time("createTime", request.Created);
        x.Text("productDescription", "Linux/UNIX");
        x.Tags(request.Tags.Seen(call.Now));
    }
}
