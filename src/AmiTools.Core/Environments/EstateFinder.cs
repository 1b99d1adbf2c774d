using AmiTools.Core.Definitions;

namespace AmiTools.Core.Environments;

/// <summary>Finds the environments file, and the targets that are meant.</summary>
public static class EstateFinder
{
    private static readonly string[] names = ["environments.yaml", "environments.yml", "environments.json"];

    /// <summary>True if an environments file lies in the folder.</summary>
    public static bool HasFile(string folder) => names.Any(n => LinkedPath.IsThere(Path.Combine(folder, n)));

    /// <summary>True if one lies in the folder or above it.</summary>
    public static bool IsAbove(string folder)
    {
        for (var here = Path.GetFullPath(folder); here is not null; here = Path.GetDirectoryName(here))
            if (HasFile(here)) return true;
        return false;
    }

    /// <summary>The file that lies in the folder or in the nearest one above it.</summary>
    /// <exception cref="AmiToolsException">EnvironmentsFileNotFound, TwoEnvironmentsFiles.</exception>
    public static string FindFile(string folder)
    {
        for (var here = Path.GetFullPath(folder); here is not null; here = Path.GetDirectoryName(here))
        {
            var found = names.Select(n => Path.Combine(here, n)).Where(LinkedPath.IsThere).ToArray();
            if (found.Length > 1) throw new AmiToolsException("TwoEnvironmentsFiles", FailureKind.InvalidInput, $"{string.Join(" and ", found)} are both there; keep one.", folder);
            if (found.Length == 1) return found[0];
        }
        throw new AmiToolsException("EnvironmentsFileNotFound", FailureKind.NotFound,
            $"There is no environments.yaml (or .json) in {folder} or above it. It names the targets, in order; see examples/environments.yaml.", folder);
    }

    /// <summary>The estate of a selection: its own path, else looked for from <paramref name="startFolder"/> upwards.</summary>
    public static Estate Load(TargetSelection selection, string startFolder, string workingDirectory) =>
        selection.Direct is { } direct
            ? new() { Targets = [direct], Environments = [new(direct.Name, direct.Name)] }
            : EstateReader.Read(PathOf(selection, startFolder, workingDirectory));

    /// <summary>The environments file of a selection that names no target of its own.</summary>
    /// <exception cref="AmiToolsException">EnvironmentsFileNotFound, TwoEnvironmentsFiles, DefinitionNotFound.</exception>
    internal static string PathOf(TargetSelection selection, string startFolder, string workingDirectory)
    {
        if (!Directory.Exists(startFolder) && !File.Exists(startFolder))
            throw new AmiToolsException("DefinitionNotFound", FailureKind.NotFound, $"There is no folder {startFolder}; expected an image definition or a folder with some.", startFolder);
        var path = selection.Path is { } given ? Path.GetFullPath(Path.Combine(workingDirectory, given)) : null;
        if (path is not null && !File.Exists(path) && !Directory.Exists(path))
            throw new AmiToolsException("EnvironmentsFileNotFound", FailureKind.NotFound, $"There is no {path}; expected an environments file or a folder with one.", selection.Path);
        return path is not null && File.Exists(path) ? path : FindFile(path ?? startFolder);
    }

    /// <summary>The chosen targets, in the file's order.</summary>
    /// <exception cref="AmiToolsException">UnknownTarget.</exception>
    public static IReadOnlyList<AmiTarget> Choose(Estate estate, TargetSelection selection)
    {
        if (selection.Direct is not null || selection.Names.Count == 0) return estate.Targets;
        var known = estate.Targets.Select(t => t.Name).ToArray();
        foreach (var wanted in selection.Names)
            if (!known.Contains(wanted, StringComparer.OrdinalIgnoreCase))
                throw new AmiToolsException("UnknownTarget", FailureKind.NotFound, $"There is no target '{wanted}' in {estate.File}.{Nearest.Hint(wanted, known)}", wanted);
        return [.. estate.Targets.Where(t => selection.Names.Contains(t.Name, StringComparer.OrdinalIgnoreCase))];
    }
}
