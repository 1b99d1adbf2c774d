using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Building;

/// <summary>
/// The environment of Packer's process, built from nothing: what programs need to work, what configures Packer and
/// Ansible, and one target's credentials. No variable of the CI server and no other target's secret gets there by being
/// forgotten in a list of exceptions. docs/decisions/0003-packer-outside.md says why each group is in.
/// </summary>
public static class PackerEnvironment
{
    // How long and how often Packer asks whether an image is there
    private static readonly HashSet<string> Allowed = new(Comparer) { "AWS_POLL_DELAY_SECONDS", "AWS_MAX_ATTEMPTS", "AWS_TIMEOUT_SECONDS" };

    private static readonly string[] AllowedPrefixes = ["PACKER_", "ANSIBLE_"];

    // PACKER_LOG_PATH would write a log that no scrubber has seen.
    private static readonly HashSet<string> Refused = new(Comparer) { "PACKER_LOG_PATH" };

    private static readonly Regex PasswordInAddress = new(@"://[^/\s:@]*:([^/\s]+)@", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static StringComparer Comparer => ProgramVariables.Comparer;

    /// <summary>The variables of a run that needs no credentials, such as <c>packer validate</c>.</summary>
    public static IReadOnlyDictionary<string, string> Without(IReadOnlyDictionary<string, string> host, bool useSshAgent = false)
    {
        var child = new Dictionary<string, string>(Comparer);
        foreach (var pair in host)
        {
            if (IsAllowed(pair.Key, useSshAgent)) child[pair.Key] = pair.Value;
        }
        // Packer asks HashiCorp for a newer version of itself otherwise.
        child["CHECKPOINT_DISABLE"] = "1";
        // Credentials are given; a build machine's own role must never stand in for them.
        child["AWS_EC2_METADATA_DISABLED"] = "true";
        return child;
    }

    /// <summary>The variables of a build in one target.</summary>
    /// <param name="host">The host's variables.</param>
    /// <param name="credentials">This target's credentials.</param>
    /// <param name="region">Its Region.</param>
    /// <param name="endpoint">Its endpoint, if it has one of its own.</param>
    /// <param name="available">How long Packer may wait for an image: by itself it gives up after 10 minutes and leaves it behind.</param>
    /// <param name="useSshAgent">True if the template logs in by the SSH agent.</param>
    public static IReadOnlyDictionary<string, string> For(IReadOnlyDictionary<string, string> host, ChildCredentials credentials, string region,
        Uri? endpoint, TimeSpan available, bool useSshAgent = false)
    {
        var child = (Dictionary<string, string>)Without(host, useSshAgent);
        child["AWS_ACCESS_KEY_ID"] = credentials.AccessKeyId;
        child["AWS_SECRET_ACCESS_KEY"] = credentials.SecretAccessKey;
        if (credentials.SessionToken is { Length: > 0 } token) child["AWS_SESSION_TOKEN"] = token;
        child["AWS_REGION"] = region;
        child["AWS_DEFAULT_REGION"] = region;
        if (endpoint is not null) child["AWS_ENDPOINT_URL"] = endpoint.ToString();
        if (!child.ContainsKey("AWS_POLL_DELAY_SECONDS") && !child.ContainsKey("AWS_MAX_ATTEMPTS") && !child.ContainsKey("AWS_TIMEOUT_SECONDS"))
        {
            const int everySeconds = 2;
            child["AWS_POLL_DELAY_SECONDS"] = "2";
            child["AWS_MAX_ATTEMPTS"] = Math.Max(1, (int)Math.Ceiling(available.TotalSeconds / everySeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        return child;
    }

    /// <summary>
    /// The same with a temporary folder of its own, where Packer keeps its unscrubbed log and its inline scripts: it is
    /// removed with the run even if Packer was killed. Packer's plugins listen on sockets there, whose paths may not be
    /// longer than the system allows; where they would be, the host's folder stays.
    /// </summary>
    public static IReadOnlyDictionary<string, string> WithTemporaryFolder(IReadOnlyDictionary<string, string> child, string folder)
    {
        const int longestSocketPath = 103, longestSocketName = 26;
        var isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        if (!isWindows && folder.Length + longestSocketName > longestSocketPath) return child;
        var changed = child.ToDictionary(v => v.Key, v => v.Value, Comparer);
        foreach (var name in isWindows ? new[] { "TEMP", "TMP" } : ["TMPDIR"]) changed[name] = folder;
        return changed;
    }

    /// <summary>The values among the host's variables that must never be seen, whether or not they are handed on.</summary>
    public static IEnumerable<string> SecretsOf(IReadOnlyDictionary<string, string> host)
    {
        foreach (var pair in host)
        {
            if (SecretNames.LooksSecret(pair.Key)) yield return pair.Value;
            // A proxy's password stands in its address, as a database's or a repository's does.
            var address = pair.Key.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase) && pair.Value.IndexOf("://", StringComparison.Ordinal) < 0 ? "http://" + pair.Value : pair.Value;
            foreach (Match match in PasswordInAddress.Matches(address))
            {
                var password = match.Groups[1].Value;
                yield return password;
                if (Uri.UnescapeDataString(password) is var plain && plain != password) yield return plain;
            }
        }
    }

    private static bool IsAllowed(string name, bool useSshAgent)
    {
        if (Refused.Contains(name)) return false;
        if (name == "SSH_AUTH_SOCK") return useSshAgent;
        if (ProgramVariables.IsNeeded(name) || Allowed.Contains(name)) return true;
        return AllowedPrefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal)) && !SecretNames.LooksSecret(name);
    }
}
