using System.Collections.Concurrent;
using AmiTools.Aws;
using AmiTools.Core.Building;

namespace AmiTools.Core.Environments;

/// <summary>Connects targets over AmiTools.Aws.</summary>
/// <param name="variables">The host's environment variables.</param>
/// <param name="supplied">Credentials that the host holds in memory, by the name that <see cref="CredentialSource.Supplied"/> gives.</param>
/// <param name="profileLocation">The shared credentials file; null means the usual places.</param>
/// <param name="session">What the session uses where a target says nothing.</param>
public sealed class TargetConnector(IReadOnlyDictionary<string, string> variables, Func<string, SuppliedKeys?>? supplied = null, string? profileLocation = null, SessionDefaults? session = null) : ITargetConnector
{
    private readonly ConcurrentDictionary<string, bool> used = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<string> Secrets => [.. used.Keys, .. SharedSecrets.In(profileLocation, variables)];

    /// <inheritdoc/>
    public async Task<ITargetConnection> ConnectAsync(AmiTarget target, IReporter reporter, CancellationToken cancel)
    {
        try
        {
            var aws = await SdkAws.OpenAsync(Settings(target), cancel).ConfigureAwait(false);
            try
            {
                var identity = await aws.SendAsync(new GetCallerIdentity(), cancel).ConfigureAwait(false);
                reporter.Verbose($"{target.Name}: {identity.Arn} ({aws.CredentialsFrom}) in {aws.Region}");
                if (target.AccountId is { } declared && declared != identity.Account)
                    throw new AmiToolsException("AccountDiffers", FailureKind.Authentication,
                        $"The target '{target.Name}' is declared as account {declared}, but its credentials ({aws.CredentialsFrom}) belong to {identity.Account} ({identity.Arn}). Nothing was done. Correct the credentials or the account.", target.Name);
                Use(await aws.SecretsAsync(cancel).ConfigureAwait(false));
                return new Connection(target with { Region = aws.Region }, identity.Account, aws, this);
            }
            catch
            {
                aws.Dispose();
                throw;
            }
        }
        catch (AwsException e)
        {
            throw new AmiToolsException("TargetUnreachable", AwsFailure.KindOf(e), $"The target '{target.Name}'{(target.AccountId is null ? "" : $" (account {target.AccountId})")} can't be used: {e.Message}", target.Name, e);
        }
    }

    private void Use(IEnumerable<string?> secrets)
    {
        foreach (var secret in secrets.OfType<string>()) used[secret] = true;
    }

    private AwsSettings Settings(AmiTarget target) => new()
    {
        Region = target.Region,
        EndpointUrl = target.EndpointUrl,
        SessionRegion = session?.Region,
        Credentials = new()
        {
            Supplied = target.Credentials.Supplied is { } name ? supplied?.Invoke(name) : HasOwn(target.Credentials) ? null : session?.Keys,
            Profile = target.Credentials.Profile,
            ProfileLocation = profileLocation,
            EnvironmentPrefix = target.Credentials.EnvironmentPrefix,
            InstanceRole = target.Credentials.InstanceRole,
            Roles = [.. target.Credentials.Roles.Select(r => new RoleToAssume(r.RoleArn) { ExternalId = r.ExternalId, SessionName = r.SessionName, Duration = r.Duration })],
            Variables = variables,
            AskMfaCode = session?.AskMfaCode,
            Scrub = new SecretScrubber(PackerEnvironment.SecretsOf(variables)).Scrub,
        },
    };

    private static bool HasOwn(CredentialSource source) => source.Profile is not null || source.EnvironmentPrefix is not null || source.InstanceRole;

    private sealed class Connection(AmiTarget target, string accountId, SdkAws aws, TargetConnector connector) : ITargetConnection
    {
        public AmiTarget Target => target;

        public string AccountId => accountId;

        public string Region => aws.Region;

        public IAws Aws => aws;

        public async Task<ChildCredentials> CredentialsForChildAsync(TimeSpan lifetime, CancellationToken cancel)
        {
            var keys = await aws.KeysAsync(lifetime, cancel).ConfigureAwait(false);
            connector.Use([keys.SecretAccessKey, keys.SessionToken]);
            return new(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken, keys.Expires);
        }

        public void Dispose() => aws.Dispose();
    }
}
