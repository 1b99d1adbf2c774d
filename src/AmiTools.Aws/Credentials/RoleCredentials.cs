using Amazon.Runtime;

namespace AmiTools.Aws;

/// <summary>A role assumed through our own STS call, so that it uses the target's endpoint and Region, renewed 5 minutes before it expires.</summary>
internal sealed class RoleCredentials : RefreshingAWSCredentials
{
    private static readonly TimeSpan longest = TimeSpan.FromHours(12);
    private static readonly TimeSpan longestChained = TimeSpan.FromHours(1);

    private readonly IAws caller;
    private readonly RoleToAssume role;
    private readonly bool chained;

    /// <param name="caller">STS with the credentials that assume the role.</param>
    /// <param name="role">The role.</param>
    /// <param name="chained">True if the caller is itself a role, which limits the session to an hour.</param>
    public RoleCredentials(IAws caller, RoleToAssume role, bool chained)
    {
        (this.caller, this.role, this.chained) = (caller, role, chained);
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    public async Task<AwsKeys> MintAsync(TimeSpan lifetime, CancellationToken cancel)
    {
        var most = chained ? longestChained : longest;
        var wanted = lifetime > most ? most : lifetime < TimeSpan.FromMinutes(15) ? TimeSpan.FromMinutes(15) : lifetime;
        try
        {
            return await AssumeAsync(wanted, cancel).ConfigureAwait(false);
        }
        catch (AwsException e) when (e.Code == "ValidationError" && wanted > TimeSpan.FromHours(1))
        {
            // The role's own maximum is shorter than what was asked for; one hour is every role's minimum maximum.
            return await AssumeAsync(role.Duration, cancel).ConfigureAwait(false);
        }
    }

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var keys = await AssumeAsync(role.Duration, CancellationToken.None).ConfigureAwait(false);
        return new CredentialsRefreshState(new ImmutableCredentials(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken), keys.Expires!.Value.UtcDateTime);
    }

    private async Task<AwsKeys> AssumeAsync(TimeSpan? duration, CancellationToken cancel)
    {
        var answer = await caller.SendAsync(new AssumeRole
        {
            RoleArn = role.RoleArn,
            RoleSessionName = role.SessionName ?? "AmiTools",
            ExternalId = role.ExternalId,
            DurationSeconds = duration is { } d ? (int)d.TotalSeconds : null,
        }, cancel).ConfigureAwait(false);
        var c = answer.Credentials;
        return new(c.AccessKeyId, c.SecretAccessKey, c.SessionToken, c.Expiration);
    }
}
