using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using Amazon.Runtime;

namespace AmiTools.Aws;

/// <summary>
/// An SSO profile whose cached token may have expired: then the error says what to do, and no browser is opened. A portal that
/// can't be reached, or that refuses the role, is another thing.
/// </summary>
internal sealed class SsoProfile(string name, string? account, string? role, AWSCredentials inner) : AWSCredentials
{
    public override ImmutableCredentials GetCredentials() => GetCredentialsAsync().GetAwaiter().GetResult();

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        try
        {
            return await inner.GetCredentialsAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (Chain(e).Any(c => c is HttpRequestException or SocketException or WebException or TaskCanceledException))
        {
            throw new AwsException("SSO", "GetRoleCredentials", AwsException.ConnectionFailed, $"the SSO portal of profile '{name}' can't be reached: {Chain(e).Last().Message.TrimEnd('.')}", isRetryable: true, inner: e);
        }
        catch (Exception e) when (Chain(e).OfType<AmazonServiceException>().FirstOrDefault(s => s.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound) is { } refused)
        {
            throw new AwsException("SSO", "GetRoleCredentials", refused.StatusCode == HttpStatusCode.Forbidden ? "AccessDenied" : "ResourceNotFoundException",
                $"SSO gives profile '{name}' no credentials for the role '{role}' of the account {account}: {refused.Message.TrimEnd('.')}. Its sso_account_id and sso_role_name have to be assigned to you; the portal shows what is", (int)refused.StatusCode, inner: e);
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or ArgumentNullException)
        {
            throw new AwsException("AWS", "Credentials", AwsException.CredentialsUnavailable, $"the SSO session of profile '{name}' has expired or was never started; run: aws sso login --profile {name}", inner: e);
        }
    }

    private static IEnumerable<Exception> Chain(Exception? e)
    {
        for (; e is not null; e = e.InnerException) yield return e;
    }
}
