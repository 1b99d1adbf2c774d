using System.Collections.Concurrent;

namespace AmiTools.Aws;

/// <summary>What the code is asked for.</summary>
/// <param name="Device">The serial number or ARN of the device: <c>arn:aws:iam::111111111111:mfa/anna</c>.</param>
/// <param name="RoleArn">The role that is to be assumed with it.</param>
/// <param name="Profile">The profile that says so.</param>
public sealed record MfaQuestion(string Device, string RoleArn, string Profile);

/// <summary>
/// Role sessions that a code was typed for, kept in this process alone. A code is good once, and a command connects more than
/// once; so whoever has typed one is not asked again while its session lasts.
/// </summary>
internal static class MfaSessions
{
    // A session that ends in the middle of a call is no use.
    private static readonly TimeSpan least = TimeSpan.FromMinutes(5);
    private static readonly ConcurrentDictionary<string, AwsKeys> sessions = new(StringComparer.Ordinal);
    private static readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>The session that is there, or a new one. One at a time: two questions at once can't be told apart.</summary>
    public static async Task<AwsKeys> GetAsync(string key, Func<Task<AwsKeys>> begin, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (sessions.TryGetValue(key, out var kept) && kept.Expires - DateTimeOffset.UtcNow > least) return kept;
            return sessions[key] = await begin().ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }
}
