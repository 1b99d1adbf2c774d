using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace AmiTools.Aws;

/// <summary>Finds credentials where the settings say.</summary>
internal static class CredentialResolver
{
    // "Line 1:<text> in file /home/x/.aws/credentials does not contain a section, property or comment."
    private static readonly Regex badLine = new(@"^Line (\d+):<.*> in file (.+) does not contain", RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1));

    public static async Task<ResolvedCredentials> ResolveAsync(AwsSettings settings, CancellationToken cancel)
    {
        SdkClients.Register();
        var source = settings.Credentials;
        var found = await BaseAsync(source, cancel).ConfigureAwait(false);
        if (found.WebIdentity is { } identity) found = found with { Value = new WebIdentityCredentials(await NobodyAsync(settings, found.Region, cancel).ConfigureAwait(false), identity) };
        // Now, so that a stop reaches it: the SDK's own way to ask for credentials can't be stopped.
        if (found.Value is ProcessCredentials process) await process.KeysAsync(TimeSpan.Zero, cancel).ConfigureAwait(false);
        if (found.Value is SsoProfile sso) await Task.Run(sso.GetCredentialsAsync, cancel).OrStoppedAsync(cancel).ConfigureAwait(false);
        var roles = found.ProfileRoles.Concat(source.Roles).ToArray();
        var resolved = new ResolvedCredentials(found.Value, found.Description, found.Region);
        var region = settings.RegionWith(found.Region) ?? "us-east-1";
        var chained = found.IsRole;
        foreach (var role in roles)
        {
            var caller = await SdkAws.OpenAsync(settings with { Region = region, Credentials = new() { Ready = resolved } }, cancel).ConfigureAwait(false);
            var credentials = new RoleCredentials(caller, role, chained, source.AskMfaCode);
            await credentials.PrepareAsync(cancel).ConfigureAwait(false);
            resolved = new ResolvedCredentials(credentials, $"role {role.RoleArn} through {resolved.Description}", found.Region, credentials, caller);
            chained = true;
        }
        return resolved;
    }

    private sealed record Found(AWSCredentials Value, string Description, string? Region = null, bool IsRole = false)
    {
        /// <summary>Roles that a profile names; assumed by us, so that the target's endpoint and Region are used.</summary>
        public IReadOnlyList<RoleToAssume> ProfileRoles { get; init; } = [];

        /// <summary>What the value is to be made from, by us for the same reason.</summary>
        public WebIdentity? WebIdentity { get; init; }
    }

    private static Task<SdkAws> NobodyAsync(AwsSettings settings, string? region, CancellationToken cancel) => SdkAws.OpenAsync(settings with
    {
        Region = settings.RegionWith(region) ?? "us-east-1",
        Credentials = new() { Ready = new(new AnonymousAWSCredentials(), "nobody") },
    }, cancel);

    private static Found FromToken(WebIdentity identity, string description, string? region) => new(new AnonymousAWSCredentials(), description, region, IsRole: true) { WebIdentity = identity };

    private static async Task<Found> BaseAsync(AwsCredentialSource source, CancellationToken cancel)
    {
        if (source.Ready is { } ready) return new(ready.Value, ready.Description, ready.Region);
        if (source.Keys is { } keys) return new(Static(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken), "keys given directly", IsRole: keys.SessionToken is not null);
        if (source.Supplied is { } supplied)
        {
            // Asked once now, so that what is wrong with them is known, and a stop reaches it.
            var credentials = new SuppliedCredentials(supplied);
            return new(credentials, supplied.Description, IsRole: (await credentials.KeysAsync(cancel).ConfigureAwait(false)).SessionToken is not null);
        }
        if (source.EnvironmentPrefix is { } prefix) return FromVariables(source.Variables, prefix + "_") ?? throw Missing($"{prefix}_AWS_ACCESS_KEY_ID and {prefix}_AWS_SECRET_ACCESS_KEY are not both set in the environment");
        if (source.Profile is { } profile) return FromProfile(profile, source) ?? throw Missing($"there is no profile '{profile}' in {Places(source)}; 'aws configure list-profiles' lists those that are");
        if (source.InstanceRole) return await InstanceMetadata.FindAsync(source.Variables, cancel).ConfigureAwait(false) is { } role ? new(role.Credentials, role.Description, IsRole: true) : throw Missing("there is no role of a container or instance here");

        // The default chain, in the order of the AWS SDKs, but with a bounded look for instance metadata at the end.
        if (FromVariables(source.Variables, "") is { } fromEnvironment) return fromEnvironment;
        var named = source.Variables.Value("AWS_PROFILE");
        if (FromProfile(named ?? "default", source) is { } fromProfile) return fromProfile;
        if (named is not null) throw Missing($"AWS_PROFILE names '{named}', which is not in {Places(source)}");
        if (source.Variables.Value("AWS_WEB_IDENTITY_TOKEN_FILE") is { } token && source.Variables.Value("AWS_ROLE_ARN") is { } arn)
            return FromToken(new(token, arn, source.Variables.Value("AWS_ROLE_SESSION_NAME")), "web identity " + arn, null);
        return await InstanceMetadata.FindAsync(source.Variables, cancel).ConfigureAwait(false) is { } instance
            ? new(instance.Credentials, instance.Description, IsRole: true)
            : throw Missing("none in the environment (AWS_ACCESS_KEY_ID), no profile 'default', no web identity, no role of a container or instance");
    }

    private static Found? FromVariables(IReadOnlyDictionary<string, string> variables, string prefix)
    {
        if (variables.Value(prefix + "AWS_ACCESS_KEY_ID") is not { } key || variables.Value(prefix + "AWS_SECRET_ACCESS_KEY") is not { } secret) return null;
        var token = variables.Value(prefix + "AWS_SESSION_TOKEN");
        return new(Static(key, secret, token), $"environment variables {prefix}AWS_*", variables.Value(prefix + "AWS_REGION"), token is not null);
    }

    private static Found? FromProfile(string name, AwsCredentialSource from)
    {
        if (Profile(name, from) is not { } profile) return null;
        var region = profile.Region?.SystemName;
        var options = profile.Options;
        // The role is assumed by us: the SDK would call AWS's own STS whatever the target's endpoint is.
        if (options.RoleArn is { Length: > 0 } arn && options.SourceProfile is { Length: > 0 } source && (source != name || options.AccessKey is { Length: > 0 }))
        {
            var inner = (source == name ? Static(options, name) : FromProfile(source, from)) ?? throw Missing($"profile '{name}' names the source profile '{source}', which does not exist");
            return inner with
            {
                Description = $"profile {name}",
                Region = region ?? inner.Region,
                ProfileRoles = [.. inner.ProfileRoles, new RoleToAssume(arn) { ExternalId = options.ExternalID, SessionName = options.RoleSessionName, Mfa = options.MfaSerial is { Length: > 0 } serial ? new(serial, name) : null }],
            };
        }
        if (options.WebIdentityTokenFile is { Length: > 0 } file && options.RoleArn is { Length: > 0 } trusted) return FromToken(new(file, trusted, options.RoleSessionName), $"web identity of profile {name}", region);
        if (options.SsoStartUrl is { Length: > 0 } || options.SsoSession is { Length: > 0 }) return new(new SsoProfile(name, options.SsoAccountId, options.SsoRoleName, Create(profile, name)), $"SSO profile {name}", region, IsRole: true);
        if (options.CredentialProcess is { Length: > 0 } command && options.AccessKey is null or "" && options.RoleArn is null or "")
            return new(new ProcessCredentials(new(name, Places(from), command, from.Variables) { Scrub = from.Scrub }), $"credential_process of profile {name}", region, IsRole: true);
        return new(Create(profile, name), $"profile {name}", region, options.Token is { Length: > 0 });
    }

    private static CredentialProfile? Profile(string name, AwsCredentialSource from)
    {
        try
        {
            var chain = from.ProfileLocation is { } location ? new CredentialProfileStoreChain(location) : new CredentialProfileStoreChain();
            return chain.TryGetProfile(name, out var profile) ? profile : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // The SDK's message shows the line, which may be a key.
            var place = badLine.Match(e.Message);
            throw Missing($"{(place.Success ? $"line {place.Groups[1].Value} of {place.Groups[2].Value}" : Places(from))} can't be read; expected [profile], name = value or a comment");
        }
    }

    private static AWSCredentials Create(CredentialProfile profile, string name)
    {
        try
        {
            return AWSCredentialsFactory.GetAWSCredentials(profile, profile.CredentialProfileStore);
        }
        catch (AmazonClientException e)
        {
            throw Missing($"profile '{name}' can't be used: {e.Message}", e);
        }
    }

    private static Found Static(CredentialProfileOptions options, string name) => new(Static(options.AccessKey, options.SecretKey, options.Token is { Length: > 0 } token ? token : null), $"profile {name}");

    private static AWSCredentials Static(string key, string secret, string? token) =>
        token is null ? new BasicAWSCredentials(key, secret) : new SessionAWSCredentials(key, secret, token);

    private static string Places(AwsCredentialSource source) => source.ProfileLocation ?? "the shared configuration (~/.aws/config, ~/.aws/credentials)";

    private static AwsException Missing(string why, Exception? inner = null) => new("AWS", "Credentials", AwsException.CredentialsUnavailable, "no credentials: " + why, inner: inner);
}
