using System.Runtime.InteropServices;

namespace AmiTools.Core.Journal;

/// <summary>
/// Files and folders that only their owner may read, from their first moment. On Windows they inherit the folder's
/// access list, which under a user's profile or temporary folder is the owner's alone.
/// </summary>
internal static class PrivateFile
{
    /// <summary>Creates a file of mode 0600, or empties the one that is there.</summary>
    public static FileStream Create(string path)
    {
#if NET
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
#else
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
#endif
    }

    /// <summary>Creates a private file with this text.</summary>
    public static void Write(string path, string text)
    {
        using var writer = new StreamWriter(Create(path));
        writer.Write(text);
    }

    /// <summary>Creates a folder of mode 0700, and those above it as they come.</summary>
    public static void CreateFolder(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }
#endif
        Directory.CreateDirectory(path);
    }

    /// <summary>Puts one file in the place of another, in one step.</summary>
    public static void Replace(string source, string destination)
    {
#if NET
        File.Move(source, destination, overwrite: true);
#else
        if (!File.Exists(destination))
            File.Move(source, destination);
        else
            File.Replace(source, destination, null);
#endif
    }
}
