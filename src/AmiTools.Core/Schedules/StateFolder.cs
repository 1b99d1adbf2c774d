using System.Runtime.InteropServices;

namespace AmiTools.Core.Schedules;

/// <summary>Where this user's programs keep what outlives a run and is worth nothing on another machine.</summary>
internal static class StateFolder
{
    /// <summary>$XDG_STATE_HOME or ~/.local/state (XDG Base Directory Specification), on Windows %LOCALAPPDATA%; where there is no home (a service), the folder for temporary files.</summary>
    public static string Of(IReadOnlyDictionary<string, string> variables)
    {
        var isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        return Path.Combine(Absolute(isWindows ? "LOCALAPPDATA" : "XDG_STATE_HOME", ".") ?? (isWindows ? null : Absolute("HOME", ".local/state")) ?? Path.GetTempPath(), "amitools");

        // The specification has relative paths ignored.
        string? Absolute(string name, string below) => variables.TryGetValue(name, out var value) && Path.IsPathRooted(value) ? Path.GetFullPath(Path.Combine(value, below)) : null;
    }
}
