namespace AmiTools.Build;

/// <summary>CHANGELOG.md: a section of second level for every version.</summary>
internal static class ChangeLog
{
    /// <summary>What its section says, without the heading.</summary>
    /// <exception cref="ToolFailedException">The version has no section, or an empty one.</exception>
    public static string Section(string path, string version)
    {
        var lines = File.ReadLines(path).SkipWhile(line => !IsHeading(line, version)).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));
        var section = string.Join('\n', lines).Trim();
        return section.Length > 0 ? section : throw new ToolFailedException($"{path} says nothing about {version}, the version in AmiTools.psd1. Its section starts with '## {version}'.");
    }

    private static bool IsHeading(string line, string version) => line == "## " + version || line.StartsWith($"## {version} ", StringComparison.Ordinal);
}
