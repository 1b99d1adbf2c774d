using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;
using Microsoft.AspNetCore.Http;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>EC2's query protocol. What is not in the table is answered with UnsupportedOperation.</summary>
internal sealed class Ec2Service(Cloud cloud) : IService
{
    private const string Namespace = "http://ec2.amazonaws.com/doc/2016-11-15/";

    private static readonly Dictionary<string, QueryAction> actions =
        new[]
        {
            Images.Actions, ImageMaking.Actions, ImageStages.Actions, ImageAccess.Actions, ImageReferences.Actions, UsageReports.Actions, RecycleBins.Actions, Snapshots.Actions,
            Instances.Actions, LaunchTemplates.Actions, TemplateVersions.Actions, SpotRequests.Actions, SpotFleets.Actions, Fleets.Actions,
            Volumes.Actions, Tags.Actions, KeyPairs.Actions, Regions.Actions, Network.Actions,
        }
            .SelectMany(a => a).ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal);

    public string ThrottleCode => "RequestLimitExceeded";

    public int ThrottleStatus => 503;

    /// <summary>The actions it does.</summary>
    public static IReadOnlyCollection<string> Actions => actions.Keys;

    public Request Parse(HttpRequest request, byte[] body) => QueryRequest.Read(request, body);

    public Answer Run(Request request, Identity caller, RegionState region, string requestId)
    {
        if (cloud.Options.UnknownActions.Contains(request.Action)) throw new CloudError("InvalidAction", $"The action {request.Action} is not valid for this web service.");
        if (!actions.TryGetValue(request.Action, out var action)) throw CloudError.Unsupported(request.Action);
        var call = new QueryCall(cloud, region, caller, request.Action, request.Parameters);
        // EC2 looks at the permission first; who may do it gets this error instead of the effect.
        if (call.Flag("DryRun")) throw new CloudError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
        using var x = new XmlOut(request.Action + "Response", Namespace);
        x.Text("requestId", requestId);
        action(call, x);
        return Answer.Xml(x.Finish());
    }

    public Answer Error(CloudError error, string requestId)
    {
        using var x = new XmlOut("Response", "");
        x.Element("Errors", () => x.Element("Error", () =>
        {
            x.Text("Code", error.Code);
            x.Text("Message", error.Message);
        }));
        x.Text("RequestID", requestId);
        return Answer.Xml(x.Finish(), error.Status, error.Code);
    }
}
