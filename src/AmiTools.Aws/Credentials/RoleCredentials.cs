using Amazon.Runtime;

namespace AmiTools.Aws;

/// <summary>A role assumed through our own STS call, so that it uses the target's endpoint and Region, renewed 5 minutes before it expires.</summary>
internal sealed class RoleCredentials : RefreshingAWSCredentials
{
    private static readonly TimeSpan longest = TimeSpan.FromHours(12);
    private static readonly TimeSpan longestChained = TimeSpan.FromHours(1);

    private readonly SdkAws caller;
    private readonly RoleToAssume role;
    private readonly bool chained;
    private readonly Func<MfaQuestion, CancellationToken, Task<string?>>? askCode;

    /// <param name="caller">STS with the credentials that assume the role.</param>
    /// <param name="role">The role.</param>
    /// <param name="chained">True if the caller is itself a role, which limits the session to an hour.</param>
    /// <param name="askCode">Asks somebody for the code of a device; null where nobody can be asked.</param>
    public RoleCredentials(SdkAws caller, RoleToAssume role, bool chained, Func<MfaQuestion, CancellationToken, Task<string?>>? askCode)
    {
        (this.caller, this.role, this.chained, this.askCode) = (caller, role, chained, askCode);
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    public async Task<AwsKeys> MintAsync(TimeSpan lifetime, CancellationToken cancel)
    {
        // A new session would need a new code.
        if (role.Mfa is { } mfa) return await WithCodeAsync(mfa, cancel).ConfigureAwait(false);
        var most = chained ? longestChained : longest;
        var wanted = lifetime > most ? most : lifetime < TimeSpan.FromMinutes(15) ? TimeSpan.FromMinutes(15) : lifetime;
        try
        {
            return await AssumeAsync(wanted, null, cancel).ConfigureAwait(false);
        }
        catch (AwsException e) when (e.Code == "ValidationError" && wanted > TimeSpan.FromHours(1))
        {
            // The role's own maximum is shorter than what was asked for; one hour is every role's minimum maximum.
            return await AssumeAsync(role.Duration, null, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Asks for the code, if one is needed, now and where a stop reaches it.</summary>
    public Task PrepareAsync(CancellationToken cancel) => role.Mfa is { } mfa ? WithCodeAsync(mfa, cancel) : Task.CompletedTask;

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var keys = await (role.Mfa is { } mfa ? WithCodeAsync(mfa, CancellationToken.None) : AssumeAsync(role.Duration, null, CancellationToken.None)).ConfigureAwait(false);
        return new CredentialsRefreshState(new ImmutableCredentials(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken), keys.Expires!.Value.UtcDateTime);
    }

    private Task<AwsKeys> WithCodeAsync(MfaDevice mfa, CancellationToken cancel)
    {
        var key = string.Join("\n", caller.CredentialsFrom, caller.Region, caller.EndpointUrl, role.RoleArn, role.ExternalId, role.SessionName, mfa.Serial);
        return MfaSessions.GetAsync(key, async () =>
        {
            var code = askCode is null ? null : await askCode(new(mfa.Serial, role.RoleArn, mfa.Profile), cancel).ConfigureAwait(false);
            if (string.IsNullOrWhiteSpace(code))
            {
                throw new AwsException("AWS", "Credentials", AwsException.CredentialsUnavailable, $"profile '{mfa.Profile}' needs the code of the MFA device {mfa.Serial}, and "
                    + (code is null ? "nobody can be asked here. Use a profile or role without MFA for what runs unattended, or start it in an interactive PowerShell session" : "none was typed"));
            }
            return await AssumeAsync(role.Duration, (mfa.Serial, code!.Trim()), cancel).ConfigureAwait(false);
        }, cancel);
    }

    private async Task<AwsKeys> AssumeAsync(TimeSpan? duration, (string Serial, string Code)? mfa, CancellationToken cancel)
    {
        var answer = await caller.SendAsync(new AssumeRole
        {
            RoleArn = role.RoleArn,
            RoleSessionName = role.SessionName ?? "AmiTools",
            ExternalId = role.ExternalId,
            DurationSeconds = duration is { } d ? (int)d.TotalSeconds : null,
            SerialNumber = mfa?.Serial,
            TokenCode = mfa?.Code,
        }, cancel).ConfigureAwait(false);
        var c = answer.Credentials;
        return new(c.AccessKeyId, c.SecretAccessKey, c.SessionToken, c.Expiration);
    }
}
