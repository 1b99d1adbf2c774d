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
            new AnonymousAWSCredentials(), new Amazon.SSO.AmazonSSOConfig { RegionEndpoint = context.SSOClientContextData?.Region ?? RegionEndpoint.USEast1 }));
        registry.RegisterSSOOIDCClient(context => new Amazon.SSOOIDC.AmazonSSOOIDCClient(
            new AnonymousAWSCredentials(), new Amazon.SSOOIDC.AmazonSSOOIDCConfig { RegionEndpoint = context.SSOOIDCClientContextData?.Region ?? RegionEndpoint.USEast1 }));
    }
}
