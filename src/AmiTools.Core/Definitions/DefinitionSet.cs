using AmiTools.Core.Environments;

namespace AmiTools.Core.Definitions;

/// <summary>The definitions of a selection, each loaded or with its problems.</summary>
internal static class DefinitionSet
{
    public static IReadOnlyList<(string Folder, DefinitionLoad Load)> Load(DefinitionSelection selection, IReadOnlyList<string> targets, string workingDirectory, IReadOnlyList<string>? known = null)
    {
        var path = selection.Path ?? workingDirectory;
        var all = DefinitionFinder.Find(path, workingDirectory).Select(f => (Folder: f, Load: DefinitionLoader.Load(f, targets, known))).ToArray();
        if (all.Length == 0) throw new AmiToolsException("DefinitionNotFound", FailureKind.NotFound, $"There is no image definition in {path}; expected folders with a Packer template and version.json.", path);
        if (selection.Names.Count == 0) return all;
        var chosen = all.Where(d => selection.Names.Any(n => NamePattern.Matches(n, NameOf(d)))).ToArray();
        var missing = selection.Names.FirstOrDefault(n => !NamePattern.HasWildcard(n) && !all.Any(d => NamePattern.Matches(n, NameOf(d))));
        if (missing is not null || chosen.Length == 0)
        {
            var wanted = missing ?? string.Join(", ", selection.Names);
            throw new AmiToolsException("DefinitionNotFound", FailureKind.NotFound, $"There is no image definition '{wanted}' in {path}.{Nearest.Hint(wanted, [.. all.Select(NameOf)])}", wanted);
        }
        return chosen;
    }

    public static string NameOf((string Folder, DefinitionLoad Load) definition) => definition.Load.Loaded?.Definition.Name ?? Path.GetFileName(definition.Folder);

    /// <summary>The chosen targets, and the names of all that there are.</summary>
    public static (IReadOnlyList<AmiTarget> Chosen, IReadOnlyList<string> Known) Targets(TargetSelection selection, string startFolder, string workingDirectory)
    {
        var estate = EstateFinder.Load(selection, startFolder, workingDirectory);
        return (EstateFinder.Choose(estate, selection), [.. estate.Targets.Select(t => t.Name)]);
    }
}
