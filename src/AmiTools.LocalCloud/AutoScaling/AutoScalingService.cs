using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;
using Microsoft.AspNetCore.Http;

namespace AmiTools.LocalCloud.AutoScaling;

/// <summary>Auto Scaling's query protocol: lists are <c>Names.member.1</c>, answers lie in a result element.</summary>
internal sealed class AutoScalingService(Cloud cloud) : IService
{
    private const string Namespace = "http://autoscaling.amazonaws.com/doc/2011-01-01/";

    private static readonly Dictionary<string, QueryAction> actions =
        new[] { LaunchConfigurations.Actions, Groups.Actions, WarmPools.Actions }.SelectMany(a => a).ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal);

    public string ThrottleCode => "Throttling";

    public int ThrottleStatus => 400;

    public Request Parse(HttpRequest request, byte[] body)
    {
        var read = QueryRequest.Read(request, body);
        return read with { Parameters = read.Parameters.ToDictionary(p => p.Key.Replace(".member.", ".", StringComparison.Ordinal), p => p.Value, StringComparer.Ordinal) };
    }

    public Answer Run(Request request, Identity caller, RegionState region, string requestId)
    {
        if (!actions.TryGetValue(request.Action, out var action)) throw CloudError.Unsupported("autoscaling:" + request.Action);
        var call = new QueryCall(cloud, region, caller, request.Action, request.Parameters);
        using var x = new XmlOut(request.Action + "Response", Namespace, "member");
        x.Element(request.Action + "Result", () => action(call, x));
        x.Element("ResponseMetadata", () => x.Text("RequestId", requestId));
        return Answer.Xml(x.Finish());
    }

    public Answer Error(CloudError error, string requestId)
    {
        using var x = new XmlOut("ErrorResponse", Namespace);
        x.Element("Error", () =>
        {
            x.Text("Type", error.Status >= 500 ? "Receiver" : "Sender");
            // Auto Scaling has one code for what EC2 has many for.
            x.Text("Code", error.Code is "InvalidParameterValue" or "MissingParameter" || error.Code.StartsWith("Invalid", StringComparison.Ordinal) ? "ValidationError" : error.Code);
            x.Text("Message", error.Message);
        });
        x.Text("RequestId", requestId);
        return Answer.Xml(x.Finish(), error.Status, error.Code);
    }
}
