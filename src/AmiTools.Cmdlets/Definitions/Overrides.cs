using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AmiTools.Cmdlets.Definitions;

/// <summary>Overrides as people give them: a hashtable, or KEY=VALUE lines as a CI server passes them.</summary>
internal static class Overrides
{
    private static readonly JsonSerializerOptions readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="AmiToolsException">OverridesNotUnderstood.</exception>
    public static IReadOnlyDictionary<string, string> Read(object? given)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        switch (given is PSObject wrapped ? wrapped.BaseObject : given)
        {
            case null:
                break;
            case IDictionary table:
                foreach (DictionaryEntry entry in table) values[Text(entry.Key)] = Value(entry.Value);
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

    /// <summary>A list or map for an HCL2 variable of such a type is handed over as JSON.</summary>
    private static string Value(object? value) => Bare(value) is IDictionary or (IEnumerable and not string) ? Json(value)!.ToJsonString(readable) : Text(value);

    private static JsonNode? Json(object? value) => Bare(value) switch
    {
        IDictionary map => new JsonObject(map.Cast<DictionaryEntry>().OrderBy(m => Text(m.Key), StringComparer.Ordinal).Select(m => new KeyValuePair<string, JsonNode?>(Text(m.Key), Json(m.Value)))),
        IEnumerable list and not string => new JsonArray([.. list.Cast<object?>().Select(Json)]),
        var simple => JsonValue.Create(Text(simple)),
    };

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static string Text(object? value) => value is PSObject wrapped ? Text(wrapped.BaseObject) : value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static AmiToolsException Wrong(string what, object subject) =>
        new("OverridesNotUnderstood", FailureKind.InvalidInput, what + "; expected a hashtable (@{ subnet_id = '...' }) or KEY=VALUE lines.", subject);
}
