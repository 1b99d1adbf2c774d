namespace AmiTools.Core.Definitions;

/// <summary>Where a path really leads, all symbolic links followed.</summary>
internal static class LinkedPath
{
    /// <summary>The most links that are followed; Linux takes as many.</summary>
    private const int MostLinks = 40;

    /// <summary>True if anything of that name lies there: a file, a folder, or a link that leads nowhere.</summary>
    public static bool IsThere(string path) => File.Exists(path) || Directory.Exists(path);

    /// <summary>A link in the path that leads nowhere or to itself; null if there is none.</summary>
    public static Problem? Wrong(string path)
    {
        if (Real(path) is not { } real) return new("LinkLoop", "the symbolic link leads to itself. Put the file itself there.", path);
        return IsThere(real) || string.Equals(real, Path.GetFullPath(path), StringComparison.Ordinal) ? null : new("LinkBroken", $"the symbolic link leads to {real}, which is not there.", path);
    }

    /// <summary>The path without links; null if they go round in circles.</summary>
    public static string? Real(string path)
    {
        var full = Path.GetFullPath(path);
#if NET
        var left = new Stack<string>();
        Push(full, left);
        var real = Path.GetPathRoot(full)!;
        for (var links = 0; left.Count > 0;)
        {
            var name = left.Pop();
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }
            var here = Path.Combine(real, name);
            if (new FileInfo(here).LinkTarget is not { } target)
            {
                real = here;
                continue;
            }
            if (++links > MostLinks) return null;
            if (Path.IsPathRooted(target)) real = Path.GetPathRoot(target)!;
            Push(target, left);
        }
        return real;
#else
        // .NET Framework can't tell where a link leads; DefinitionTree refuses links there.
        return full;
#endif
    }

#if NET
    private static void Push(string path, Stack<string> left)
    {
        var rest = path.Substring(Path.GetPathRoot(path)!.Length);
        var names = rest.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        for (var i = names.Length - 1; i >= 0; i--)
        {
            if (names[i] != ".") left.Push(names[i]);
        }
    }
#endif
}
