using System.Text;
using System.Text.RegularExpressions;

namespace AmiTools.Build;

/// <summary>What a package says about the module, read from AmiTools.psd1: its values are plain texts and lists of them.</summary>
internal sealed partial class ModuleManifest(string text)
{
    public static ModuleManifest Read(string path) => new(File.ReadAllText(path));

    /// <exception cref="ToolFailedException">There is no such value.</exception>
    public string Value(string key) =>
        Values().FirstOrDefault(m => m.Groups["key"].Value == key) is { } value ? value.Groups["text"].Value.Replace("''", "'", StringComparison.Ordinal)
        : throw new ToolFailedException($"AmiTools.psd1 has no {key}.");

    /// <summary>The value, or null.</summary>
    public string? Optional(string key) => Values().Any(m => m.Groups["key"].Value == key) ? Value(key) : null;

    /// <exception cref="ToolFailedException">There is no such list.</exception>
    public IReadOnlyList<string> Items(string key) =>
        Lists().FirstOrDefault(m => m.Groups["key"].Value == key) is { } list ? [.. Texts().Matches(list.Groups["items"].Value).Select(m => m.Groups[1].Value)]
        : throw new ToolFailedException($"AmiTools.psd1 has no {key}.");

    /// <summary>The manifest with another value in the place of one that it has.</summary>
    public ModuleManifest With(string key, string value)
    {
        var old = Values().Single(m => m.Groups["key"].Value == key).Groups["text"];
        return new(text[..old.Index] + value.Replace("'", "''", StringComparison.Ordinal) + text[(old.Index + old.Length)..]);
    }

    /// <summary>The manifest with one value more, in a line of its own below another.</summary>
    public ModuleManifest WithBelow(string key, string newKey, string value)
    {
        var line = Values().Single(m => m.Groups["key"].Value == key);
        var indent = new string(' ', line.Groups["key"].Index - (text.LastIndexOf('\n', line.Groups["key"].Index) + 1));
        var added = $"\n{indent}{newKey.PadRight(line.Value.TrimStart().IndexOf('=', StringComparison.Ordinal))}= '{value.Replace("'", "''", StringComparison.Ordinal)}'";
        var end = line.Index + line.Value.TrimEnd().Length;
        return new(text[..end] + added + text[end..]);
    }

    /// <summary>Windows PowerShell takes a file without a byte order mark for ANSI, so it gets one.</summary>
    public void Write(string path) => File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

    private MatchCollection Values() => ValueLines().Matches(text);

    private MatchCollection Lists() => ListLines().Matches(text);

    [GeneratedRegex(@"^\s*(?<key>\w+)\s*=\s*'(?<text>([^']|'')*)'\s*$", RegexOptions.Multiline)]
    private static partial Regex ValueLines();

    [GeneratedRegex(@"^\s*(?<key>\w+)\s*=\s*@\((?<items>[^)]*)\)", RegexOptions.Multiline)]
    private static partial Regex ListLines();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Texts();
}
