using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Util;
using Amazon.Util.Internal;

namespace AmiTools.Aws;

internal sealed class Config : ClientConfig
{
    private static readonly DefaultConfigurationProvider defaults = new([new DefaultConfiguration
    {
        Name = DefaultConfigurationMode.Standard,
        RetryMode = RequestRetryMode.Standard,
        ConnectTimeout = TimeSpan.FromSeconds(3.1),
        TlsNegotiationTimeout = TimeSpan.FromSeconds(3.1),
    }]);

    public Config(Service service, AwsSettings settings, string region) : base(defaults)
    {
        Service = service;
        ServiceId = service.ServiceId;
        AuthenticationServiceName = service.Prefix;
        EndpointProvider = new Endpoints(service.Prefix);
        RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        // ServiceURL clears RegionEndpoint, so the Region of the signature is always set apart.
        AuthenticationRegion = region;
        if (settings.EndpointUrl is { } url) ServiceURL = url.ToString();
        RetryMode = RequestRetryMode.Standard;
        MaxErrorRetry = settings.MaxRetries;
        Timeout = settings.RequestTimeout;
    }

    public Service Service { get; }

    public override string ServiceVersion => Service.Version;

    public override string RegionEndpointServiceName => Service.Prefix;

    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString("AmiTools", typeof(Config).Assembly.GetName().Version!.ToString(3));

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(Endpoints.Parameters(this));
}
