using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace AmiTools.Cmdlets.Definitions;

/// <summary>Overrides as people give them: a hashtable, or KEY=VALUE lines as a CI server passes them.</summary>
internal static class Overrides
{
    /// <exception cref="AmiToolsException">OverridesNotUnderstood.</exception>
    public static IReadOnlyDictionary<string, string> Read(object? given)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        switch (given is PSObject wrapped ? wrapped.BaseObject : given)
        {
            case null:
                break;
            case IDictionary table:
                foreach (DictionaryEntry entry in table) values[Text(entry.Key)] = Text(entry.Value);
                break;
            case string lines:
                Lines(lines, values);
                break;
            case IEnumerable several:
                foreach (var one in several) Lines(Text(one), values);
                break;
            case var other:
                throw Wrong($"-Parameter is a {other.GetType().Name}", other);
        }
        return values;
    }

    private static void Lines(string text, Dictionary<string, string> values)
    {
        foreach (var line in text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            var equals = line.IndexOf('=');
            // The value may be a secret that was put in the wrong place, so only its beginning is shown.
            if (equals <= 0) throw Wrong($"'{line.Substring(0, Math.Min(12, line.Length))}...' is no KEY=VALUE line", line.Substring(0, Math.Min(12, line.Length)));
            values[line.Substring(0, equals).Trim()] = line.Substring(equals + 1).Trim();
        }
    }

    private static string Text(object? value) => value is PSObject wrapped ? Text(wrapped.BaseObject) : value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static AmiToolsException Wrong(string what, object subject) =>
        new("OverridesNotUnderstood", FailureKind.InvalidInput, what + "; expected a hashtable (@{ subnet_id = '...' }) or KEY=VALUE lines.", subject);
}
