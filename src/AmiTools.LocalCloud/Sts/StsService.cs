using System.Globalization;
using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;
using Microsoft.AspNetCore.Http;

namespace AmiTools.LocalCloud.Sts;

/// <summary>Security Token Service: who am I, and assuming roles.</summary>
internal sealed class StsService(Cloud cloud) : IService
{
    /// <summary>Needs no signature.</summary>
    public const string WebIdentityAction = "AssumeRoleWithWebIdentity";

    private const string Namespace = "https://sts.amazonaws.com/doc/2011-06-15/";
    private static readonly TimeSpan longestChained = TimeSpan.FromHours(1);

    public string ThrottleCode => "Throttling";

    public int ThrottleStatus => 400;

    public Request Parse(HttpRequest request, byte[] body) => QueryRequest.Read(request, body);

    public Answer Run(Request request, Identity caller, RegionState region, string requestId)
    {
        using var x = new XmlOut(request.Action + "Response", Namespace);
        x.Element(request.Action + "Result", () =>
        {
            switch (request.Action)
            {
                case "GetCallerIdentity":
                    x.Text("Arn", caller.Arn);
                    x.Text("UserId", caller.UserId);
                    x.Text("Account", caller.Account.Id);
                    break;
                case "AssumeRole":
                    AssumeRole(request.Parameters, caller, x);
                    break;
                default:
                    throw CloudError.Unsupported("sts:" + request.Action);
            }
        });
        x.Element("ResponseMetadata", () => x.Text("RequestId", requestId));
        return Answer.Xml(x.Finish());
    }

    /// <summary>A call that nobody has signed: the token says who it is, and any token is believed.</summary>
    public Answer RunUnsigned(Request request, string requestId)
    {
        try
        {
            using var x = new XmlOut(request.Action + "Response", Namespace);
            x.Element(request.Action + "Result", () => WithToken(request.Parameters, x));
            x.Element("ResponseMetadata", () => x.Text("RequestId", requestId));
            return Answer.Xml(x.Finish());
        }
        catch (CloudError e)
        {
            return Error(e, requestId);
        }
    }

    public Answer Error(CloudError error, string requestId)
    {
        using var x = new XmlOut("ErrorResponse", Namespace);
        x.Element("Error", () =>
        {
            x.Text("Type", error.Status >= 500 ? "Receiver" : "Sender");
            x.Text("Code", error.Code);
            x.Text("Message", error.Message);
        });
        x.Text("RequestId", requestId);
        return Answer.Xml(x.Finish(), error.Status, error.Code);
    }

    private void AssumeRole(IReadOnlyDictionary<string, string> parameters, Identity caller, XmlOut x)
    {
        var arn = parameters.GetValueOrDefault("RoleArn") ?? throw Invalid("RoleArn is required");
        var session = parameters.GetValueOrDefault("RoleSessionName") ?? throw Invalid("RoleSessionName is required");
        if (!cloud.Roles.TryGetValue(arn, out var role) || !cloud.Accounts.TryGetValue(arn.Split(':')[4], out var account))
            throw new CloudError("AccessDenied", $"User: {caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {arn}", 403);
        if (role.ExternalId is not null && role.ExternalId != parameters.GetValueOrDefault("ExternalId"))
            throw new CloudError("AccessDenied", $"User: {caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {arn}", 403);

        Session(parameters, role, account, arn, session, caller.IsRole, x);
    }

    private void WithToken(IReadOnlyDictionary<string, string> parameters, XmlOut x)
    {
        var arn = parameters.GetValueOrDefault("RoleArn") ?? throw Invalid("RoleArn is required");
        var session = parameters.GetValueOrDefault("RoleSessionName") ?? throw Invalid("RoleSessionName is required");
        if (parameters.GetValueOrDefault("WebIdentityToken") is not { Length: > 0 } token) throw Invalid("WebIdentityToken is required");
        if (token.Split('.').Length != 3) throw new CloudError("InvalidIdentityToken", "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
        if (!cloud.Roles.TryGetValue(arn, out var role) || !cloud.Accounts.TryGetValue(arn.Split(':')[4], out var account))
            throw new CloudError("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403);
        Session(parameters, role, account, arn, session, chained: false, x);
    }

    private void Session(IReadOnlyDictionary<string, string> parameters, CloudRole role, CloudAccount account, string arn, string session, bool chained, XmlOut x)
    {
        var seconds = parameters.TryGetValue("DurationSeconds", out var text) && int.TryParse(text, CultureInfo.InvariantCulture, out var s) ? s : 3600;
        if (seconds < 900) throw Invalid("1 validation error detected: Value at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900");
        if (chained && seconds > longestChained.TotalSeconds) throw Invalid("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
        if (seconds > (role.LongestSession ?? longestChained).TotalSeconds) throw Invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");

        var expires = cloud.Now.AddSeconds(seconds);
        var key = "ASIA" + Guid.NewGuid().ToString("N").Substring(0, 16).ToUpperInvariant();
        var secret = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(30));
        var token = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(90));
        var roleName = arn.Substring(arn.LastIndexOf('/') + 1);
        var assumed = $"arn:aws:sts::{account.Id}:assumed-role/{roleName}/{session}";
        cloud.AddSession(key, new Identity(account, secret, token, assumed, $"AROA{account.Id}:{session}", expires));

        x.Element("Credentials", () =>
        {
            x.Text("AccessKeyId", key);
            x.Text("SecretAccessKey", secret);
            x.Text("SessionToken", token);
            x.Text("Expiration", expires.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        });
        x.Element("AssumedRoleUser", () =>
        {
            x.Text("AssumedRoleId", $"AROA{account.Id}:{session}");
            x.Text("Arn", assumed);
        });
    }

    private static CloudError Invalid(string message) => new("ValidationError", message);
}
