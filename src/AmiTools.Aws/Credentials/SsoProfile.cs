using Amazon.Runtime;

namespace AmiTools.Aws;

/// <summary>An SSO profile whose cached token may have expired: then the error says what to do, and no browser is opened.</summary>
internal sealed class SsoProfile(string name, AWSCredentials inner) : AWSCredentials
{
    public override ImmutableCredentials GetCredentials() => GetCredentialsAsync().GetAwaiter().GetResult();

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        try
        {
            return await inner.GetCredentialsAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or ArgumentNullException)
        {
            throw new AwsException("AWS", "Credentials", AwsException.CredentialsUnavailable, $"the SSO session of profile '{name}' has expired or was never started; run: aws sso login --profile {name}", inner: e);
        }
    }
}
