namespace AmiTools.Aws;

/// <summary>How AWS is reached.</summary>
public sealed record AwsSettings
{
    /// <summary>Where the credentials come from.</summary>
    public AwsCredentialSource Credentials { get; init; } = new();

    /// <summary>The Region; null takes the profile's, then AWS_REGION and AWS_DEFAULT_REGION of <see cref="AwsCredentialSource.Variables"/>.</summary>
    public string? Region { get; init; }

    /// <summary>The Region of the host's session, where neither <see cref="Region"/> nor the credentials say one.</summary>
    public string? SessionRegion { get; init; }

    /// <summary>The Region that is meant, with what the credentials say of one; null where nothing says any.</summary>
    internal string? RegionWith(string? found) => Region ?? found ?? SessionRegion ?? Credentials.Variables.Value("AWS_REGION") ?? Credentials.Variables.Value("AWS_DEFAULT_REGION");

    /// <summary>One endpoint for every service, STS included.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>How often a call is tried again after a failure that may pass; 6 by default, with jittered backoff of at most 20 s each.</summary>
    public int MaxRetries { get; init; } = 6;

    /// <summary>How long one try of a call may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>Where credentials come from: the first that is set of keys, supplied ones, prefix, profile, instance role; else the default chain. Roles come on top.</summary>
public sealed record AwsCredentialSource
{
    /// <summary>Keys in memory.</summary>
    public AwsKeys? Keys { get; init; }

    /// <summary>Keys that somebody else holds and renews.</summary>
    public SuppliedKeys? Supplied { get; init; }

    /// <summary>The prefix of environment variables: <c>DEV</c> means <c>DEV_AWS_ACCESS_KEY_ID</c> and so on.</summary>
    public string? EnvironmentPrefix { get; init; }

    /// <summary>A profile of the shared configuration.</summary>
    public string? Profile { get; init; }

    /// <summary>The shared credentials file; null means the usual places.</summary>
    public string? ProfileLocation { get; init; }

    /// <summary>Only the role of the container or instance.</summary>
    public bool InstanceRole { get; init; }

    /// <summary>Roles to assume, one after the other.</summary>
    public IReadOnlyList<RoleToAssume> Roles { get; init; } = [];

    /// <summary>The host's environment variables, handed in so that a test or another host can choose.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Takes the host's secrets out of what a program says that is asked for credentials.</summary>
    public Func<string, string>? Scrub { get; init; }

    /// <summary>Asks somebody for the code of an MFA device; null, or an answer of null, where nobody can be asked.</summary>
    public Func<MfaQuestion, CancellationToken, Task<string?>>? AskMfaCode { get; init; }

    /// <summary>Credentials that were resolved before; the next role of a chain starts from them.</summary>
    internal ResolvedCredentials? Ready { get; init; }
}

/// <summary>A role to assume; at most 1 hour when the caller is itself a role.</summary>
public sealed record RoleToAssume(string RoleArn)
{
    public string? ExternalId { get; init; }
    public string? SessionName { get; init; }
    public TimeSpan? Duration { get; init; }

    /// <summary>The device whose code the role asks for.</summary>
    internal MfaDevice? Mfa { get; init; }
}

/// <summary>An MFA device, and the profile that names it.</summary>
internal sealed record MfaDevice(string Serial, string Profile);

/// <summary>Credentials in the clear. Kept in memory, given to a child's environment, written nowhere.</summary>
public sealed class AwsKeys(string accessKeyId, string secretAccessKey, string? sessionToken = null, DateTimeOffset? expires = null)
{
    public string AccessKeyId { get; } = accessKeyId;
    public string SecretAccessKey { get; } = secretAccessKey;
    public string? SessionToken { get; } = sessionToken;
    public DateTimeOffset? Expires { get; } = expires;
    public override string ToString() => "(credentials)";
}
