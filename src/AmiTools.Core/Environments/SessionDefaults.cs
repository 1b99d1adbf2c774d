using AmiTools.Aws;

namespace AmiTools.Core.Environments;

/// <summary>What the host's session uses where nothing else is said: AWS Tools for PowerShell keep it in variables.</summary>
public sealed record SessionDefaults
{
    /// <summary>The session's credentials, for targets that name none of their own.</summary>
    public SuppliedKeys? Keys { get; init; }

    /// <summary>Asks whoever sits there for the code of an MFA device; null where nobody can be asked.</summary>
    public Func<MfaQuestion, CancellationToken, Task<string?>>? AskMfaCode { get; init; }

    /// <summary>The session's Region, for targets and profiles that name none.</summary>
    public string? Region { get; init; }
}
