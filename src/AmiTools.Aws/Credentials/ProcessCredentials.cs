using Amazon.Runtime;

namespace AmiTools.Aws;

/// <summary>A profile's <c>credential_process</c>, and what it may have.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Command">The command line.</param>
/// <param name="Variables">The host's variables, of which it gets a part.</param>
internal sealed record ProcessSource(string Profile, string Place, string Command, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>Takes known secrets out of what it says.</summary>
    public Func<string, string>? Scrub { get; init; }

    /// <summary>How long it may take; it may ask another service, but nobody can answer a question of its own.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>
/// Credentials of a profile's <c>credential_process</c>, run by us and not by the SDK: the SDK would hand the whole environment
/// of this process to it, with the keys of every target that has some in variables. It is run again 5 minutes before what it
/// gave expires; what does not expire is kept.
/// </summary>
internal sealed class ProcessCredentials(ProcessSource source) : AWSCredentials, IDisposable
{
    private static readonly TimeSpan renewed = TimeSpan.FromMinutes(5);
    // One whose credentials last less than that is not run for every call.
    private static readonly TimeSpan kept = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim one = new(1, 1);
    private AwsKeys? keys;
    private DateTimeOffset read;

    public override ImmutableCredentials GetCredentials() => GetCredentialsAsync().GetAwaiter().GetResult();

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        var now = await KeysAsync(renewed, CancellationToken.None).ConfigureAwait(false);
        return new(now.AccessKeyId, now.SecretAccessKey, now.SessionToken);
    }

    /// <summary>Credentials that last that long, if running it again gives such.</summary>
    public async Task<AwsKeys> KeysAsync(TimeSpan lifetime, CancellationToken cancel)
    {
        await one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var now = source.Time.GetUtcNow();
            if (keys is null || (keys.Expires is { } end && (end <= now || (end - now < lifetime && now - read >= kept))))
            {
                keys = await RunAsync(cancel).ConfigureAwait(false);
                read = source.Time.GetUtcNow();
                Expiration = keys.Expires?.UtcDateTime;
            }
            return keys;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private async Task<AwsKeys> RunAsync(CancellationToken cancel)
    {
        try
        {
            var words = CommandWords.Of(source.Command);
            if (words.Count == 0) throw new FormatException("it is empty");
            var ended = await ProcessRun.RunAsync(words, ProcessVariables.Of(source.Variables), source.Timeout, cancel).ConfigureAwait(false);
            if (ended is null) throw new FormatException($"it had not ended after {source.Timeout.TotalSeconds:0.##} seconds and was killed; it can't ask anybody");
            if (ended.Code != 0)
            {
                var why = ProcessErrors.Shown(ended.Errors, source.Scrub) is { } said ? $": {said}" : " and said nothing";
                throw new FormatException($"it ended with exit code {ended.Code}{why}. It has only some of the session's variables; name others that it needs in {ProcessVariables.More}");
            }
            var answer = ProcessAnswer.Read(ended.Output);
            if (answer.Expires is { } end && end <= source.Time.GetUtcNow()) throw new FormatException($"what it gave has expired at {end:yyyy-MM-dd HH:mm:ss} UTC; log in to where it takes credentials from");
            return answer;
        }
        catch (FormatException e)
        {
            throw new AwsException("AWS", "Credentials", AwsException.CredentialsUnavailable, $"the credential_process of profile '{source.Profile}' in {source.Place} gives no credentials: {e.Message}");
        }
    }
}
