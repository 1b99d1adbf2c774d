using System.Text.Json;
using System.Text.Json.Nodes;
using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;
using Microsoft.AspNetCore.Http;

namespace AmiTools.LocalCloud.Kms;

/// <summary>Key Management Service: what a key is. Nothing is ever encrypted here.</summary>
internal sealed class KmsService : IService
{
    public string ThrottleCode => "ThrottlingException";

    public int ThrottleStatus => 400;

    public Request Parse(HttpRequest request, byte[] body)
    {
        var target = request.Headers["X-Amz-Target"].ToString();
        try
        {
            var json = JsonNode.Parse(body.Length == 0 ? "{}"u8 : body)!.AsObject();
            return new(target.Substring(target.LastIndexOf('.') + 1), new Dictionary<string, string>(), json.ToDictionary(p => p.Key, p => p.Value?.ToJsonString() ?? "", StringComparer.Ordinal), json);
        }
        catch (JsonException)
        {
            throw new CloudError("SerializationException", "The request body is not JSON");
        }
    }

    public Answer Run(Request request, Identity caller, RegionState region, string requestId)
    {
        if (request.Action != "DescribeKey") throw CloudError.Unsupported("kms:" + request.Action);
        var given = ((JsonObject)request.Body!)["KeyId"]?.GetValue<string>() ?? throw new CloudError("ValidationException", "KeyId is required");
        var arn = Keys.Arn(given, region.Name, caller.Account.Id);
        if (!Keys.CanUse(arn, region.Name, caller.Account, caller.Account)) throw new CloudError("NotFoundException", $"Key '{arn}' does not exist");
        var state = caller.Account.Keys.FirstOrDefault(k => arn.EndsWith("/" + k.Id, StringComparison.Ordinal))?.State ?? "Enabled";
        return Answer.Json(new JsonObject
        {
            ["KeyMetadata"] = new JsonObject
            {
                ["AWSAccountId"] = caller.Account.Id,
                ["Arn"] = arn,
                ["KeyId"] = arn.Substring(arn.LastIndexOf('/') + 1),
                ["Enabled"] = state == "Enabled",
                ["KeyState"] = state,
                ["KeyManager"] = arn == Keys.Default(region.Name, caller.Account.Id) ? "AWS" : "CUSTOMER",
            },
        }.ToJsonString());
    }

    public Answer Error(CloudError error, string requestId) =>
        Answer.Json(new JsonObject { ["__type"] = error.Code, ["message"] = error.Message }.ToJsonString(), error.Status, error.Code);
}
