using Amazon.Runtime;

namespace AmiTools.Aws;

/// <summary>Keys that somebody else holds and renews, such as an object of another module.</summary>
/// <param name="Description">Where they come from, in words: <c>$StoredAWSCredentials</c>.</param>
/// <param name="Get">Gives those of now; may take its time and may fail.</param>
public sealed record SuppliedKeys(string Description, Func<AwsKeys> Get);

/// <summary>Asked again for every call, so that whoever supplies them can renew them in the middle of a run.</summary>
internal sealed class SuppliedCredentials(SuppliedKeys supplied) : AWSCredentials
{
    public override ImmutableCredentials GetCredentials() => GetCredentialsAsync().GetAwaiter().GetResult();

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        var keys = await KeysAsync(CancellationToken.None).ConfigureAwait(false);
        return new(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken);
    }

    /// <summary>Foreign code can't be cancelled; a stop does not wait for it.</summary>
    public async Task<AwsKeys> KeysAsync(CancellationToken cancel)
    {
        try
        {
            return await Task.Run(supplied.Get, cancel).OrStoppedAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
        {
            throw new AwsException("AWS", "Credentials", AwsException.CredentialsUnavailable, $"{supplied.Description} gives no credentials: {e.Message.TrimEnd('.')}", inner: e);
        }
    }
}
