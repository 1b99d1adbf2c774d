namespace AmiTools;

/// <summary>An account and Region that images are built in.</summary>
public sealed record AmiTarget
{
    /// <summary>Its name, as in <c>conf/&lt;name&gt;</c>: <c>dev</c>, <c>prod</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The 12 digits of the AWS account; null when it was not declared, and then not checked.</summary>
    public string? AccountId { get; init; }

    /// <summary>The Region, such as <c>eu-west-1</c>; null means the Region of the credentials' profile.</summary>
    public string? Region { get; init; }

    /// <summary>An endpoint used instead of AWS's own for every service, such as a local cloud.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>Where the credentials come from. Never the credentials.</summary>
    public CredentialSource Credentials { get; init; } = new();

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Where credentials come from. With nothing set, the AWS SDK's default chain is used.</summary>
public sealed record CredentialSource
{
    /// <summary>A profile of the shared AWS configuration (static keys, SSO, credential_process, role).</summary>
    public string? Profile { get; init; }

    /// <summary>
    /// The prefix of environment variables: <c>DEV</c> reads <c>DEV_AWS_ACCESS_KEY_ID</c>,
    /// <c>DEV_AWS_SECRET_ACCESS_KEY</c> and, if there is one, <c>DEV_AWS_SESSION_TOKEN</c>.
    /// </summary>
    public string? EnvironmentPrefix { get; init; }

    /// <summary>True to use the role of the container or instance this runs on, and nothing else.</summary>
    public bool InstanceRole { get; init; }

    /// <summary>Roles assumed one after the other, starting from the credentials named above.</summary>
    public IReadOnlyList<AssumedRole> Roles { get; init; } = [];

    /// <summary>
    /// The name under which a host (a cmdlet's common parameters) has put credentials in its own memory. Never set by a file.
    /// </summary>
    public string? Supplied { get; init; }
}

/// <summary>A role to assume.</summary>
public sealed record AssumedRole
{
    /// <summary>The role's ARN.</summary>
    public required string RoleArn { get; init; }

    /// <summary>The external id that the role's trust policy asks for, if it does.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The session name; <c>AmiTools</c> if null.</summary>
    public string? SessionName { get; init; }

    /// <summary>How long the credentials last: 15 minutes to 12 hours, at most 1 hour for a role assumed by a role. AWS's default is 1 hour.</summary>
    public TimeSpan? Duration { get; init; }
}

/// <summary>Something that runs instances and names an image; it lives in one target.</summary>
/// <param name="Name">Its name, such as <c>production</c>.</param>
/// <param name="Target">The name of its target.</param>
public sealed record AmiEnvironment(string Name, string Target)
{
    /// <summary>Where it names its images.</summary>
    public IReadOnlyList<ReferenceSource> References { get; init => field = Listed.Of(value); } = [];
}

/// <summary>Which targets an operation is for.</summary>
public sealed record TargetSelection
{
    /// <summary>The folder with <c>environments.yaml</c> (or .json), or that file itself. Null means: look in the working directory and its parents.</summary>
    public string? Path { get; init; }

    /// <summary>Names of targets; none means all, in the file's order.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>A target given directly; then no file is read.</summary>
    public AmiTarget? Direct { get; init; }
}
