using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Cmdlets.Base;

/// <summary>
/// What the common parameters say about where to work and as whom, with what the session says where they say nothing. Read of
/// a cmdlet, or of what stands in a command that is being typed.
/// </summary>
internal sealed record ConnectionParameters
{
    private const string InMemory = "parameters";
    private const string Direct = "direct";

    /// <summary>The shell's location.</summary>
    public required string Location { get; init; }
    public SessionVariables Session { get; init; } = new(null, null);
    /// <summary>Asks whoever sits at the shell; null where a question would be out of place.</summary>
    public Func<string, Task<string?>>? Ask { get; init; }
    public string? EnvironmentsPath { get; init; }
    public IReadOnlyList<string> Targets { get; init; } = [];
    public string? ProfileName { get; init; }
    public string? ProfileLocation { get; init; }
    public string? AccessKey { get; init; }
    public string? SecretKey { get; init; }
    public string? SessionToken { get; init; }
    public object? Credential { get; init; }
    public string? Region { get; init; }
    public Uri? EndpointUrl { get; init; }

    /// <summary>What runs scheduled jobs, as it was typed; only completion asks.</summary>
    public string? ScheduleKind { get; init; }

    /// <summary>The targets that are meant: of an environments file, or one account and Region.</summary>
    public TargetSelection Selection => !IsDirect ? new() { Path = EnvironmentsPath, Names = Targets } : new()
    {
        Direct = new()
        {
            Name = ProfileName ?? Direct,
            Region = Region,
            EndpointUrl = EndpointUrl,
            Credentials = new() { Profile = ProfileName, Supplied = AccessKey is not null || Credential is not null ? InMemory : null },
        },
    };

    /// <exception cref="AmiToolsException">EndpointInvalid, AccessKeyWithoutSecretKey, CredentialNotUnderstood.</exception>
    public ITargetConnector Connector(IReadOnlyDictionary<string, string> variables)
    {
        if (EndpointUrl is { } url && !(url.IsAbsoluteUri && url.Scheme is "http" or "https"))
        {
            // What stands before an @ may be a password.
            var shown = url.OriginalString.Substring(url.OriginalString.LastIndexOf('@') + 1);
            throw new AmiToolsException("EndpointInvalid", FailureKind.InvalidInput, $"-EndpointUrl '{shown}' is no http or https address; expected one such as http://127.0.0.1:4566.", shown);
        }
        if (AccessKey is null != SecretKey is null) throw new AmiToolsException("AccessKeyWithoutSecretKey", FailureKind.InvalidInput, "-AccessKey and -SecretKey belong together; one of them is missing.", AccessKey);
        var keys = AccessKey is not null ? new("keys given directly", () => new(AccessKey, SecretKey!, SessionToken)) : Credential is not null ? ForeignCredentials.Keys(Credential, "-Credential") : null;
        return new TargetConnector(variables, name => name == InMemory ? keys : null, ProfileLocation, Session.Defaults with { AskMfaCode = Ask is null ? null : (mfa, _) => Ask($"Code of the MFA device {mfa.Device}, for the role {mfa.RoleArn} of profile '{mfa.Profile}': ") });
    }

    private bool IsDirect => ProfileName is not null || AccessKey is not null || Credential is not null || (EnvironmentsPath is null && (HasPlace || IsSessionsOwn));

    // An image in the pipeline brings its Region along, and its target, whose account that is.
    private bool HasPlace => (Region is not null || EndpointUrl is not null) && (Targets.Count == 0 || (Targets.Count == 1 && Targets[0] == Direct));

    private bool IsSessionsOwn => Targets.Count == 0 && Session.IsThere && !EstateFinder.IsAbove(Location);
}
