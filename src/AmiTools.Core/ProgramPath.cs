using System.Runtime.InteropServices;

namespace AmiTools.Core;

/// <summary>Looks programs up as a shell does.</summary>
internal static class ProgramPath
{
    /// <summary>The first file of that name in the folders of PATH, or null.</summary>
    public static string? Find(string name, IReadOnlyDictionary<string, string> variables) =>
        Folders(variables).SelectMany(f => Candidates(Path.Combine(f, name))).FirstOrDefault(File.Exists);

    /// <summary>The folders of PATH.</summary>
    public static IReadOnlyList<string> Folders(IReadOnlyDictionary<string, string> variables) =>
        [.. (variables.TryGetValue("PATH", out var value) || variables.TryGetValue("Path", out value) ? value : "").Split(Path.PathSeparator).Where(f => f.Length > 0)];

    /// <summary>The files that a path without extension may mean.</summary>
    public static IEnumerable<string> Candidates(string path) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && Path.GetExtension(path).Length == 0 ? [path + ".exe", path] : [path];
}
