namespace AmiTools.Aws;

/// <summary>
/// The environment of a profile's <c>credential_process</c>, built from nothing: what programs need to work, where AWS's files
/// and a key ring are, and what the user names. No variable of the CI server and no other target's key gets there.
/// </summary>
internal static class ProcessVariables
{
    /// <summary>Names of further variables that the program may have, with commas between: <c>VAULT_ADDR,VAULT_TOKEN</c>.</summary>
    public const string More = "AMITOOLS_CREDENTIAL_PROCESS_VARIABLES";

    private static readonly HashSet<string> known = new(ProgramVariables.Comparer)
    {
        "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_STS_REGIONAL_ENDPOINTS", "AWS_EC2_METADATA_DISABLED",
        // Where such programs keep what they know: a key ring, GnuPG, pass
        "DBUS_SESSION_BUS_ADDRESS", "GNUPGHOME", "PASSWORD_STORE_DIR", "SSH_AUTH_SOCK",
    };

    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> host)
    {
        var named = new HashSet<string>((host.Value(More) ?? "").Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries), ProgramVariables.Comparer);
        return host.Where(v => ProgramVariables.IsNeeded(v.Key) || known.Contains(v.Key) || named.Contains(v.Key)).ToDictionary(v => v.Key, v => v.Value, ProgramVariables.Comparer);
    }
}
