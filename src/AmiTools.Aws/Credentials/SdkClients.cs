using Amazon;
using Amazon.Runtime;
using Amazon.RuntimeDependencies;

namespace AmiTools.Aws;

/// <summary>
/// AWSSDK.Core finds its STS and SSO clients by scanning loaded assemblies by name, so a foreign AWSSDK.SecurityToken of
/// another build in the session breaks profiles that assume roles. Registering ours ends the search.
/// </summary>
internal static class SdkClients
{
    private static int registered;

    public static void Register()
    {
        if (Interlocked.Exchange(ref registered, 1) == 1) return;
        var registry = GlobalRuntimeDependencyRegistry.Instance;
        registry.RegisterSecurityTokenServiceClient(context => new Amazon.SecurityToken.AmazonSecurityTokenServiceClient(
            new AnonymousAWSCredentials(), new Amazon.SecurityToken.AmazonSecurityTokenServiceConfig { RegionEndpoint = context.SecurityTokenServiceClientContextData?.Region ?? RegionEndpoint.USEast1 }));
        registry.RegisterSSOClient(context => new Amazon.SSO.AmazonSSOClient(
            new AnonymousAWSCredentials(), Bounded(new Amazon.SSO.AmazonSSOConfig { RegionEndpoint = context.SSOClientContextData?.Region ?? RegionEndpoint.USEast1 })));
        registry.RegisterSSOOIDCClient(context => new Amazon.SSOOIDC.AmazonSSOOIDCClient(
            new AnonymousAWSCredentials(), Bounded(new Amazon.SSOOIDC.AmazonSSOOIDCConfig { RegionEndpoint = context.SSOOIDCClientContextData?.Region ?? RegionEndpoint.USEast1 })));
    }

    /// <summary>Whoever waits for credentials waits for nothing else yet; without a network that must not take minutes.</summary>
    private static T Bounded<T>(T config) where T : ClientConfig
    {
        (config.MaxErrorRetry, config.Timeout) = (2, TimeSpan.FromSeconds(10));
        return config;
    }
}
