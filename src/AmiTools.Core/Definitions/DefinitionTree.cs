namespace AmiTools.Core.Definitions;

/// <summary>
/// The tree that a definition may be made of: its checkout; without one the folder of the environments file; without
/// that the folder beside the definition. A link out of it would bring in what no commit can tell.
/// </summary>
internal sealed class DefinitionTree
{
    private readonly string root;
    private readonly string? realRoot;

    private DefinitionTree(string root, bool isMarked) => (this.root, realRoot, IsMarked) = (root, LinkedPath.Real(root), isMarked);

    /// <summary>True if the root is that of a checkout or has an environments file, so that no guess is needed.</summary>
    public bool IsMarked { get; }

    public static DefinitionTree Of(string definition)
    {
        var beside = Path.GetDirectoryName(definition) ?? definition;
        string? environments = null;
        for (var here = beside; here is not null; here = Path.GetDirectoryName(here))
        {
            if (LinkedPath.IsThere(Path.Combine(here, ".git"))) return new(here, true);
            if (environments is null && Environments.EstateFinder.HasFile(here)) environments = here;
        }
        return new(environments ?? beside, environments is not null);
    }

    /// <summary>What is wrong with where a path leads; null if it stays in the tree.</summary>
    public Problem? Wrong(string path)
    {
        if (LinkedPath.Wrong(path) is { } broken) return broken;
#if NET
        var real = LinkedPath.Real(path)!;
        if (realRoot is null || real == realRoot || real.StartsWith(realRoot.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return null;
        return new("LinkOutside", $"the symbolic link leads to {real}, out of the definitions' tree ({root}), where no commit records it. Put a copy into the tree.", path);
#else
        for (var here = path; here is not null && here.Length > root.Length; here = Path.GetDirectoryName(here))
        {
            if (LinkedPath.IsThere(here) && (File.GetAttributes(here) & FileAttributes.ReparsePoint) != 0)
                return new("LinkOutside", "the path has a symbolic link, and Windows PowerShell can't tell where it leads. Put a copy there, or use PowerShell 7.", here);
        }
        return null;
#endif
    }

    /// <exception cref="DocumentException">LinkLoop, LinkBroken, LinkOutside.</exception>
    public void Check(string path)
    {
        if (Wrong(path) is { } problem) throw new DocumentException(problem);
    }
}
