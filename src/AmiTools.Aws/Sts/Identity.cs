namespace AmiTools.Aws;

public sealed record GetCallerIdentity : Sts<CallerIdentity>;

public sealed record CallerIdentity
{
    [Wire("Account")] public string Account { get; init; } = "";
    [Wire("Arn")] public string Arn { get; init; } = "";
    [Wire("UserId")] public string UserId { get; init; } = "";
}

public sealed record AssumeRole : Sts<AssumeRoleResult>
{
    public string RoleArn { get; init; } = "";
    public string RoleSessionName { get; init; } = "";
    public string? ExternalId { get; init; }
    /// <summary>900 to 43,200 seconds; at most 3,600 when the caller is itself a role.</summary>
    public int? DurationSeconds { get; init; }
    /// <summary>The serial number or ARN of an MFA device, with its code of now.</summary>
    public string? SerialNumber { get; init; }
    public string? TokenCode { get; init; }
}

/// <summary>Needs no signature: the token is the proof.</summary>
public sealed record AssumeRoleWithWebIdentity : Sts<AssumeRoleResult>
{
    public string RoleArn { get; init; } = "";
    public string RoleSessionName { get; init; } = "";
    public string WebIdentityToken { get; init; } = "";
    public int? DurationSeconds { get; init; }

    public override string ToString() => "AssumeRoleWithWebIdentity " + RoleArn;
}

public sealed record AssumeRoleResult
{
    [Wire("Credentials")] public SessionCredentials Credentials { get; init; } = new();
}

public sealed record SessionCredentials
{
    [Wire("AccessKeyId")] public string AccessKeyId { get; init; } = "";
    [Wire("SecretAccessKey")] public string SecretAccessKey { get; init; } = "";
    [Wire("SessionToken")] public string SessionToken { get; init; } = "";
    [Wire("Expiration")] public DateTimeOffset Expiration { get; init; }

    public override string ToString() => "(session credentials)";
}
