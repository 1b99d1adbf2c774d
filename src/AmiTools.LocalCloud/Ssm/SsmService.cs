using System.Text.Json;
using System.Text.Json.Nodes;
using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;
using Microsoft.AspNetCore.Http;

namespace AmiTools.LocalCloud.Ssm;

/// <summary>Systems Manager's Parameter Store.</summary>
internal sealed class SsmService(Cloud cloud) : IService
{
    public string ThrottleCode => "ThrottlingException";

    public int ThrottleStatus => 400;

    public Request Parse(HttpRequest request, byte[] body)
    {
        var target = request.Headers["X-Amz-Target"].ToString();
        var action = target.Substring(target.LastIndexOf('.') + 1);
        try
        {
            var json = JsonNode.Parse(body.Length == 0 ? "{}"u8 : body)!.AsObject();
            var logged = json.Where(p => p.Key != "Value").ToDictionary(p => p.Key, p => p.Value?.ToJsonString() ?? "", StringComparer.Ordinal);
            return new(action, new Dictionary<string, string>(), logged, json);
        }
        catch (JsonException)
        {
            throw new CloudError("SerializationException", "The request body is not JSON");
        }
    }

    public Answer Run(Request request, Identity caller, RegionState region, string requestId)
    {
        var input = (JsonObject)request.Body!;
        var store = new ParameterStore(cloud, region, caller);
        JsonObject output = request.Action switch
        {
            "GetParameter" => store.Get(input),
            "GetParameters" => store.GetMany(input),
            "GetParametersByPath" => store.GetByPath(input),
            "DescribeParameters" => store.Describe(input),
            "GetParameterHistory" => store.History(input),
            "PutParameter" => store.Put(input),
            "LabelParameterVersion" => store.Label(input),
            "DeleteParameter" => store.Delete(input),
            "DeleteParameters" => store.DeleteMany(input),
            _ => throw CloudError.Unsupported("ssm:" + request.Action),
        };
        return Answer.Json(output.ToJsonString());
    }

    public Answer Error(CloudError error, string requestId) =>
        Answer.Json(new JsonObject { ["__type"] = error.Code, ["message"] = error.Message }.ToJsonString(), error.Status, error.Code);
}
