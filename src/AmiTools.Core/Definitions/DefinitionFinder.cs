namespace AmiTools.Core.Definitions;

/// <summary>Finds definitions: the folder itself, or all below it. Never follows symbolic links to folders.</summary>
public static class DefinitionFinder
{
    private static readonly HashSet<string> passedOver = new(StringComparer.OrdinalIgnoreCase) { "common", "conf", "runs", "node_modules", "bin", "obj" };

    /// <summary>Full paths, in the order of their names.</summary>
    /// <exception cref="AmiToolsException">DefinitionNotFound, LinkOutside.</exception>
    public static IReadOnlyList<string> Find(string path, string workingDirectory, CancellationToken cancel = default)
    {
        var full = Path.GetFullPath(Path.Combine(workingDirectory, path));
        if (File.Exists(full)) full = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(full)) throw new AmiToolsException("DefinitionNotFound", FailureKind.NotFound, $"There is no folder {full}; expected an image definition or a folder with some.", path);
        var tree = DefinitionTree.Of(full);
        // A link to a whole tree, outside of any, is a way to get there; one inside leads out of it.
        if (tree.IsMarked && tree.Wrong(full) is { } link) throw new AmiToolsException(link.Id, FailureKind.InvalidInput, link.ToString(), path);
        var found = new List<string>();
        Look(full, 0, found, cancel);
        return found;
    }

    private static void Look(string folder, int depth, List<string> found, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (DefinitionLoader.IsDefinition(folder))
        {
            found.Add(folder);
            return;
        }
        if (depth >= 6) return;
        foreach (var inner in Directory.GetDirectories(folder).OrderBy(d => d, StringComparer.Ordinal))
        {
            var name = Path.GetFileName(inner);
            if (name.StartsWith(".", StringComparison.Ordinal) || passedOver.Contains(name) || (File.GetAttributes(inner) & FileAttributes.ReparsePoint) != 0) continue;
            Look(inner, depth + 1, found, cancel);
        }
    }
}
