using System.Management.Automation;

namespace AmiTools.Cmdlets.Base;

/// <summary>A path that was typed, as a full path of the file system.</summary>
internal static class FolderPath
{
    /// <param name="shell">The paths of the shell, whose location is not the process's folder.</param>
    /// <param name="typed">A path, relative to that location or not, with a drive of the shell or without.</param>
    /// <exception cref="AmiToolsException">PathInvalid: it is none of the file system.</exception>
    public static string Full(PathIntrinsics shell, string typed)
    {
        ProviderInfo provider;
        try
        {
            var full = shell.GetUnresolvedProviderPathFromPSPath(typed, out provider, out _);
            if (IsFileSystem(provider)) return full;
        }
        catch (Exception e) when (e is SessionStateException or ArgumentException or NotSupportedException)
        {
            throw new AmiToolsException("PathInvalid", FailureKind.InvalidInput, $"'{typed}' is no path of the file system: {e.Message}", typed, e);
        }
        // Of Env: or Cert: as the location, what is relative is meant from the last folder, in which all else is looked for too.
        if (!shell.IsProviderQualified(typed) && typed.IndexOf(':') < 0) return Path.GetFullPath(Path.Combine(shell.CurrentFileSystemLocation.ProviderPath, typed));
        throw new AmiToolsException("PathInvalid", FailureKind.InvalidInput, $"'{typed}' is no path of the file system, but one of the provider {provider.Name}.", typed);
    }

    private static bool IsFileSystem(ProviderInfo provider) => string.Equals(provider.Name, "FileSystem", StringComparison.OrdinalIgnoreCase);
}
