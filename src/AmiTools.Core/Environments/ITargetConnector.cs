using AmiTools.Aws;

namespace AmiTools.Core.Environments;

/// <summary>Makes a target's description into a way to call its AWS.</summary>
public interface ITargetConnector
{
    /// <summary>
    /// Resolves credentials and Region, and asks STS who it is. Fails with <see cref="FailureKind.Authentication"/> when
    /// there are no credentials or when they belong to another account than the one declared.
    /// </summary>
    Task<ITargetConnection> ConnectAsync(AmiTarget target, IReporter reporter, CancellationToken cancel);

    /// <summary>
    /// The secrets that no stream may show: those in use for every target that was connected so far, those that children got,
    /// and those that lie where a child could read them.
    /// </summary>
    IReadOnlyList<string> Secrets { get; }
}

/// <summary>A target whose account is known.</summary>
public interface ITargetConnection : IDisposable
{
    /// <summary>The target, its Region filled in.</summary>
    AmiTarget Target { get; }

    /// <summary>The account, as STS has said it.</summary>
    string AccountId { get; }

    /// <summary>The Region.</summary>
    string Region { get; }

    /// <summary>The seam to AWS.</summary>
    IAws Aws { get; }

    /// <summary>
    /// Credentials for a child process, good for at least <paramref name="lifetime"/>; minted anew where they come from a
    /// role. Refused with a clear message where they can't last that long.
    /// </summary>
    Task<ChildCredentials> CredentialsForChildAsync(TimeSpan lifetime, CancellationToken cancel);
}

/// <summary>Credentials as a child process's environment takes them. Never written anywhere.</summary>
public sealed class ChildCredentials(string accessKeyId, string secretAccessKey, string? sessionToken, DateTimeOffset? expires)
{
    public string AccessKeyId { get; } = accessKeyId;
    public string SecretAccessKey { get; } = secretAccessKey;
    public string? SessionToken { get; } = sessionToken;
    public DateTimeOffset? Expires { get; } = expires;
    public override string ToString() => "(credentials)";
}
