using System.Runtime.InteropServices;

namespace AmiTools.Aws;

/// <summary>
/// The variables that a program needs to work at all, whatever it does: its folders, its language, the way out of the network.
/// A child's environment is built from these and from what the child is there for, never by taking away from the host's.
/// </summary>
public static class ProgramVariables
{
    /// <summary>Names of variables differ in case on Unix alone.</summary>
    public static StringComparer Comparer { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private static readonly HashSet<string> needed = new(Comparer)
    {
        // Programs and their folders
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TZ",
        "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR",
        "PYTHONPATH", "VIRTUAL_ENV",
        // Texts
        "LANG", "LANGUAGE",
        // The way out
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "no_proxy", "all_proxy",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "AWS_CA_BUNDLE",
        // What Windows programs can't start without
        "SystemRoot", "SystemDrive", "windir", "ComSpec", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "HOMEDRIVE", "HOMEPATH",
        "USERNAME", "APPDATA", "LOCALAPPDATA", "ProgramData", "ProgramFiles", "ProgramFiles(x86)", "ProgramW6432",
        "CommonProgramFiles", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", "PSModulePath",
    };

    /// <summary>Whether every program may have it.</summary>
    public static bool IsNeeded(string name) => needed.Contains(name) || name.StartsWith("LC_", StringComparison.Ordinal);
}
