namespace AmiTools.Core.Definitions;

/// <summary>
/// <c>.conf</c> files as PowerShell's ConvertFrom-StringData reads them: <c>KEY=VALUE</c> lines, blanks around both cut
/// off, lines that begin with <c>#</c> left out, backslash escapes as in a regular expression, no key twice (without
/// regard to case).
/// </summary>
public static class ConfReader
{
    public static IReadOnlyList<ParameterEntry> Read(string path) => Parse(TextFile.Read(path), path);

    /// <exception cref="DocumentException">ConfInvalid, DuplicateKey.</exception>
    public static IReadOnlyList<ParameterEntry> Parse(string text, string path)
    {
        var entries = new List<ParameterEntry>();
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            var equals = line.IndexOf('=');
            if (equals <= 0)
            {
                if (LiteralSecret.In("this line", line) is { } secret) throw Problem("LiteralSecret", secret, path, i + 1);
                throw Problem("ConfInvalid", $"'{Shown.Beginning(line)}' is no KEY=VALUE line.", path, i + 1);
            }
            var name = line.Substring(0, equals).Trim();
            if (name.Length == 0) throw Problem("ConfInvalid", "a value without a name; expected KEY=VALUE.", path, i + 1);
            if (seen.TryGetValue(name, out var first)) throw Problem("DuplicateKey", $"'{Shown.Name(name)}' stands here a second time; the first is in line {first}.", path, i + 1);
            seen.Add(name, i + 1);
            entries.Add(new(name, Unescape(name, line.Substring(equals + 1).Trim(), path, i + 1), i + 1));
        }
        return entries;
    }

    /// <summary>The escapes of Regex.Unescape, which ConvertFrom-StringData uses; an unknown one is an error there and here.</summary>
    private static string Unescape(string name, string value, string path, int line)
    {
        if (value.IndexOf('\\') < 0) return value;
        try
        {
            return System.Text.RegularExpressions.Regex.Unescape(value);
        }
        catch (ArgumentException)
        {
            // The value may be a password, so it is not shown.
            throw Problem("ConfEscape", $"the value of '{Shown.Name(name)}' has a backslash that begins no escape. Write \\\\ for a backslash.", path, line);
        }
    }

    private static DocumentException Problem(string id, string message, string path, int line) => new(new Problem(id, message, path, line));
}
