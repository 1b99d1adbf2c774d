using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AmiTools.Core.UserData;

/// <summary>Writes the document: the same values are always the same bytes, in whichever order they were given.</summary>
internal static class UserDataWriter
{
    private const int Deepest = 32;

    private static readonly JsonWriterOptions form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="AmiToolsException">UserDataValueInvalid: a value that JSON has no form for.</exception>
    public static string Write(UserDataRequest request)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, form))
        {
            json.WriteStartObject();
            json.WriteString(UserDataKeys.Environment, Whole(request.Environment, UserDataKeys.Environment));
            if (request.Service is { } service) json.WriteString(UserDataKeys.Service, Whole(service, UserDataKeys.Service));
            if (request.ParameterPath is { } path) json.WriteString(UserDataKeys.ParameterPath, Whole(path, UserDataKeys.ParameterPath));
            if (request.Extra is { } extra)
            {
                json.WritePropertyName(UserDataKeys.Extra);
                Members(json, extra.Select(e => (e.Key, e.Value)), UserDataKeys.Extra, Deepest);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Members(Utf8JsonWriter json, IEnumerable<(string Key, object? Value)> members, string place, int deeper)
    {
        json.WriteStartObject();
        string? before = null;
        foreach (var (key, value) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            var here = $"{place}.{key}";
            if (key == before) throw Invalid(here, "is there twice");
            before = key;
            json.WritePropertyName(Whole(key, here));
            Value(json, value, here, deeper);
        }
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, object? value, string place, int deeper)
    {
        if (deeper == 0) throw Invalid(place.Substring(0, Math.Min(place.Length, 60)), $"is nested more than {Deepest} deep, or contains itself");
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(Whole(text, place)); break;
            case char letter: json.WriteStringValue(Whole(letter.ToString(), place)); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case double number when double.IsNaN(number) || double.IsInfinity(number): throw Invalid(place, "is no number that JSON has a form for");
            case float number when float.IsNaN(number) || float.IsInfinity(number): throw Invalid(place, "is no number that JSON has a form for");
            case sbyte or byte or short or ushort or int or uint or long: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case ulong number: json.WriteNumberValue(number); break;
            case float number: json.WriteNumberValue(number); break;
            case double number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case Enum name: json.WriteStringValue(name.ToString()); break;
            case Guid or Uri or Version: json.WriteStringValue(value.ToString()); break;
            case DateTime time: json.WriteStringValue(Utc(time.ToUniversalTime())); break;
            case DateTimeOffset time: json.WriteStringValue(Utc(time.UtcDateTime)); break;
            case IReadOnlyDictionary<string, object?> map: Members(json, map.Select(e => (e.Key, e.Value)), place, deeper - 1); break;
            case IDictionary map: Members(json, Entries(map), place, deeper - 1); break;
            case IEnumerable items:
                json.WriteStartArray();
                var index = 0;
                foreach (var item in items) Value(json, item, $"{place}[{index++}]", deeper - 1);
                json.WriteEndArray();
                break;
            default: throw Invalid(place, $"is a {value.GetType().FullName}; expected text, a number, true, false, a list or a dictionary");
        }
    }

    // Only a dictionary's own enumerator gives entries, whatever its type is.
    private static IEnumerable<(string, object?)> Entries(IDictionary map)
    {
        for (var entry = map.GetEnumerator(); entry.MoveNext();) yield return (Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry.Value);
    }

    private static string Utc(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Half a character would become another one without anybody knowing.</summary>
    private static string Whole(string text, string place)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) throw Invalid(place, "has half a character (a lone surrogate), which UTF-8 has no form for");
            i++;
        }
        return text;
    }

    private static AmiToolsException Invalid(string place, string why) => new("UserDataValueInvalid", FailureKind.InvalidInput, $"'{place}' {why}.", place);
}
