using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using Amazon.Util;

namespace AmiTools.Aws;

/// <summary>The endpoint rules that EC2, Auto Scaling, SSM, KMS and STS share: prefix[-fips].region.suffix of the Region's partition.</summary>
internal sealed class Endpoints(string prefix) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (parameters["Endpoint"] is string url) return new Endpoint(url);
        var (region, fips, dual) = ((string)parameters["Region"], parameters["UseFIPS"] is true, parameters["UseDualStack"] is true);
        var partition = Fn.Partition(region);
        return new Endpoint($"https://{prefix}{(fips ? "-fips" : "")}.{region}.{(dual ? partition.dualStackDnsSuffix : partition.dnsSuffix)}");
    }

    internal static EndpointParameters Parameters(IClientConfig config) => new()
    {
        ["Endpoint"] = config.ServiceURL,
        ["Region"] = config.RegionEndpoint?.SystemName ?? config.AuthenticationRegion ?? AWSSDKUtils.DetermineRegion(config.ServiceURL),
        ["UseFIPS"] = config.UseFIPSEndpoint,
        ["UseDualStack"] = config.UseDualstackEndpoint,
    };

    internal sealed class Handler : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext context) => Parameters(context.ClientConfig);
    }
}
