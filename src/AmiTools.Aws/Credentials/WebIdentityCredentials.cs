using Amazon.Runtime;

namespace AmiTools.Aws;

/// <summary>A role for a token that the surroundings keep fresh in a file (EKS, a CI server's OIDC).</summary>
/// <param name="TokenFile">The file.</param>
/// <param name="RoleArn">The role.</param>
/// <param name="SessionName">What the session is called.</param>
internal sealed record WebIdentity(string TokenFile, string RoleArn, string? SessionName);

/// <summary>Assumes it at the target's endpoint; the call needs no signature, the token is the proof.</summary>
internal sealed class WebIdentityCredentials : RefreshingAWSCredentials
{
    private readonly SdkAws nobody;
    private readonly WebIdentity identity;

    public WebIdentityCredentials(SdkAws nobody, WebIdentity identity)
    {
        (this.nobody, this.identity) = (nobody, identity);
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var answer = await nobody.SendAsync(new AssumeRoleWithWebIdentity { RoleArn = identity.RoleArn, RoleSessionName = identity.SessionName ?? "AmiTools", WebIdentityToken = Token() }, CancellationToken.None).ConfigureAwait(false);
        var c = answer.Credentials;
        return new CredentialsRefreshState(new ImmutableCredentials(c.AccessKeyId, c.SecretAccessKey, c.SessionToken), c.Expiration.UtcDateTime);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) nobody.Dispose();
        base.Dispose(disposing);
    }

    // Read anew each time: whoever issues the tokens replaces them there.
    private string Token()
    {
        try
        {
            return File.ReadAllText(identity.TokenFile).Trim() is { Length: > 0 } token ? token : throw new IOException("it is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new AwsException("AWS", "Credentials", AwsException.CredentialsUnavailable, $"no credentials: the web identity token in {identity.TokenFile} (AWS_WEB_IDENTITY_TOKEN_FILE, web_identity_token_file) for {identity.RoleArn} can't be read: {e.Message.TrimEnd('.')}", inner: e);
        }
    }
}
