using AmiTools.LocalCloud.AutoScaling;
using AmiTools.LocalCloud.Ec2;
using AmiTools.LocalCloud.Kms;
using AmiTools.LocalCloud.Ssm;
using AmiTools.LocalCloud.State;
using AmiTools.LocalCloud.Sts;

namespace AmiTools.LocalCloud.Http;

/// <summary>Does a call whose caller is known: Region, buckets, permission, kept answers, and the action itself.</summary>
internal sealed class Dispatcher(Cloud cloud)
{
    private readonly Dictionary<string, IService> services = new(StringComparer.Ordinal)
    {
        ["ec2"] = new Ec2Service(cloud),
        ["autoscaling"] = new AutoScalingService(cloud),
        ["sts"] = new StsService(cloud),
        ["ssm"] = new SsmService(cloud),
        ["kms"] = new KmsService(),
    };

    public IService? Service(string name) => services.GetValueOrDefault(name);

    public Answer Run(string serviceName, string regionName, Request request, byte[] body, Identity caller, string requestId)
    {
        var service = services[serviceName];
        try
        {
            lock (cloud.Lock)
            {
                if (!cloud.Regions.TryGetValue(regionName, out var region)) throw new CloudError("AuthFailure", $"The local cloud has no Region {regionName}; it has {string.Join(", ", cloud.Regions.Keys)}", 401);
                if (caller.Account.DisabledRegions.Contains(region.Name)) throw SwitchedOff(serviceName);
                if (serviceName == "ec2") cloud.Buckets?.Take(caller.Account.Id, region.Name, request.Action, cloud.Now);
                if (request.Action != "GetCallerIdentity" && cloud.IsDenied(caller, serviceName, request.Action)) throw CloudError.Unauthorized(serviceName, request.Action);
                if (cloud.Answers is not { } answers) return service.Run(request, caller, region, requestId);
                if (!Actions.IsRead(request.Action))
                {
                    answers.Forget();
                    return service.Run(request, caller, region, requestId);
                }
                var question = serviceName + request.Action;
                if (answers.Find(caller.Account.Id, region.Name, question, body) is { } known) return known;
                var answer = service.Run(request, caller, region, requestId);
                answers.Keep(caller.Account.Id, region.Name, question, body, answer);
                return answer;
            }
        }
        catch (CloudError e)
        {
            return service.Error(e, requestId);
        }
    }

    /// <summary>AWS does not say that a Region is switched off: there it knows nobody's keys.</summary>
    private static CloudError SwitchedOff(string service) => service switch
    {
        "ec2" => new("AuthFailure", "AWS was not able to validate the provided access credentials", 401),
        "ssm" or "kms" => new("UnrecognizedClientException", "The security token included in the request is invalid."),
        _ => new("InvalidClientTokenId", "The security token included in the request is invalid", 403),
    };
}
