using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AmiTools.Core.Definitions;

/// <summary>A value as Packer's variable file has it, or why it is not of the type.</summary>
/// <param name="Json">The value; null if it does not fit.</param>
/// <param name="Wrong">What does not fit, as the end of a sentence: <c>item 2 is no number</c>.</param>
internal sealed record TypedValue(JsonNode? Json, string? Wrong)
{
    private static readonly Regex number = new(@"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    private static readonly Regex jsonNumber = new(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Makes the value of the type. A pure function.</summary>
    /// <param name="text">The text: for what is not simple, JSON.</param>
    /// <param name="type">The type.</param>
    /// <param name="isStructured">True if the text stands for a list or map of a YAML or JSON file, and is not text that somebody wrote.</param>
    public static TypedValue Of(string text, VariableType type, bool isStructured)
    {
        if (type is VariableType.Plain plain) return isStructured ? Not("is a list or map") : Simple(text, plain);
        if (type is VariableType.Anything) return new(Parsed(text) is { } any ? JsonNode.Parse(any.GetRawText()) : JsonValue.Create(text), null);
        if (Parsed(text) is not { } value) return Not(type is VariableType.Map or VariableType.Members ? "is no JSON object" : "is no JSON array");
        return Of(value, type);
    }

    /// <summary>How a value of the type is written, as an example.</summary>
    public static string Example(VariableType type) => type switch
    {
        VariableType.Plain { Name: "number" } => "a number such as 8",
        VariableType.Plain { Name: "bool" } => "true or false",
        VariableType.Several or VariableType.Positions => "a list: [\"a\", \"b\"], or one of YAML or JSON in a file of that format",
        VariableType.Map or VariableType.Members => "a map: {\"name\": \"value\"}, or one of YAML or JSON in a file of that format",
        _ => "text",
    };

    /// <summary>The text of a structure, with what is in it: names of members and simple values.</summary>
    public static IEnumerable<(string Name, string Value)> Leaves(string text)
    {
        if (text.Length < 2 || text[0] is not ('[' or '{') || Parsed(text) is not { } value) return [];
        return Leaves("", value);
    }

    /// <summary>The items of a list of a parameter file, or of text with commas or blanks between.</summary>
    public static IReadOnlyList<string> Items(string text) =>
        Leaves(text).Select(l => l.Value).ToArray() is { Length: > 0 } items ? items : text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<(string, string)> Leaves(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(i => Leaves(name, i)),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(m => Leaves(m.Name, m.Value)),
        _ => [(name, value.ToString())],
    };

    private static TypedValue Of(JsonElement value, VariableType type)
    {
        switch (type)
        {
            case VariableType.Plain plain:
                if (value.ValueKind is JsonValueKind.Array or JsonValueKind.Object) return Not($"is {Article(value)}");
                return value.ValueKind == JsonValueKind.Null ? Not("is null") : Simple(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), plain);
            case VariableType.Several several:
                return value.ValueKind == JsonValueKind.Array ? Array(value, (_, i) => Of(i, several.Item)) : Not("is no list");
            case VariableType.Positions positions:
                if (value.ValueKind != JsonValueKind.Array) return Not("is no list");
                return value.GetArrayLength() == positions.Items.Count ? Array(value, (at, i) => Of(i, positions.Items[at])) : Not($"has {value.GetArrayLength()} items instead of {positions.Items.Count}");
            case VariableType.Map map:
                return value.ValueKind == JsonValueKind.Object ? Object(value, m => Of(m.Value, map.Item)) : Not("is no map");
            case VariableType.Members members:
                if (value.ValueKind != JsonValueKind.Object) return Not("is no map");
                if (members.All.FirstOrDefault(m => !m.IsOptional && !value.TryGetProperty(m.Name, out _)) is { } missing) return Not($"has no '{missing.Name}'");
                // Packer drops what an object's type does not name.
                var unknown = value.EnumerateObject().FirstOrDefault(m => members.All.All(t => t.Name != m.Name));
                if (unknown.Value.ValueKind != JsonValueKind.Undefined) return Not($"has '{Shown.Name(unknown.Name)}', which the type does not have{(Nearest.Of(unknown.Name, members.All.Select(m => m.Name)) is { } near ? $" (did you mean '{near}'?)" : "")}");
                return Object(value, m => Of(m.Value, members.All.First(t => t.Name == m.Name).Type));
            default:
                return new(JsonNode.Parse(value.GetRawText()), null);
        }
    }

    private static TypedValue Array(JsonElement value, Func<int, JsonElement, TypedValue> item)
    {
        var array = new JsonArray();
        var at = 0;
        foreach (var one in value.EnumerateArray())
        {
            var made = item(at++, one);
            if (made.Wrong is { } wrong) return Not($"has an item {at} that {wrong}");
            array.Add(made.Json);
        }
        return new(array, null);
    }

    private static TypedValue Object(JsonElement value, Func<JsonProperty, TypedValue> member)
    {
        var map = new JsonObject();
        foreach (var one in value.EnumerateObject())
        {
            if (map.ContainsKey(one.Name)) return Not($"has '{Shown.Name(one.Name)}' twice");
            var made = member(one);
            if (made.Wrong is { } wrong) return Not($"has a '{Shown.Name(one.Name)}' that {wrong}");
            map.Add(one.Name, made.Json);
        }
        return new(map, null);
    }

    private static TypedValue Simple(string text, VariableType.Plain type)
    {
        switch (type.Name)
        {
            case "number":
                var trimmed = text.Trim();
                if (!number.IsMatch(trimmed)) return Not(trimmed.Length == 0 ? "is empty" : "is no number");
                // Kept as it is written, however large; 08 is no number of JSON, and Packer takes it from text.
                return new(jsonNumber.IsMatch(trimmed) ? JsonNode.Parse(trimmed) : JsonValue.Create(trimmed), null);
            case "bool":
                return text.Trim() switch
                {
                    "true" or "1" => new(JsonValue.Create(true), null),
                    "false" or "0" => new(JsonValue.Create(false), null),
                    "" => Not("is empty"),
                    _ => Not("is neither true nor false"),
                };
            default:
                return new(JsonValue.Create(text), null);
        }
    }

    private static JsonElement? Parsed(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Article(JsonElement value) => value.ValueKind == JsonValueKind.Array ? "a list" : "a map";

    private static TypedValue Not(string wrong) => new(null, wrong);
}
