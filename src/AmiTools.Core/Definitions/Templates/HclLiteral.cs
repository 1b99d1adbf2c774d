using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AmiTools.Core.Definitions;

/// <summary>What a value of HCL2 says without being evaluated: its text, and its type.</summary>
internal static class HclLiteral
{
    private static readonly JsonSerializerOptions readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A simple value's text with its expressions; a list's or map's JSON if there is none in it; null if there is nothing to show.</summary>
    public static string? TextOf(HclValue value) => value.IsNull ? null : value.Text ?? Json(value)?.ToJsonString(readable);

    /// <summary>The type that Packer infers from a default.</summary>
    public static VariableType TypeOf(HclValue value) => value switch
    {
        { Items: { } items } => new VariableType.Positions([.. items.Select(TypeOf)]),
        { Members: { } members } => new VariableType.Members([.. members.Select(m => new VariableType.Member(m.Key, TypeOf(m.Value), IsOptional: false))]),
        { Tokens: [{ Kind: HclKind.Text }] } => VariableType.Text,
        { Tokens: [{ Kind: HclKind.Number }] or [{ Text: "-" }, { Kind: HclKind.Number }] } => new VariableType.Plain("number"),
        { Tokens: [{ Kind: HclKind.Word, Text: "true" or "false" }] } => new VariableType.Plain("bool"),
        _ => VariableType.Any,
    };

    /// <summary>The type that a <c>type</c> attribute names.</summary>
    public static VariableType Declared(HclValue type) =>
        VariableType.Parse(string.Join(" ", type.Tokens.Select(t => t.Kind switch { HclKind.NewLine => ",", HclKind.Text => $"\"{t.Text}\"", _ => t.Text })));

    private static JsonNode? Json(HclValue value)
    {
        if (value.Items is { } items)
        {
            var parts = items.Select(Json).ToArray();
            return parts.Any(p => p is null) ? null : new JsonArray(parts);
        }
        if (value.Members is { } members)
        {
            var parts = members.Select(m => new KeyValuePair<string, JsonNode?>(m.Key, Json(m.Value))).ToArray();
            return parts.Any(p => p.Value is null) ? null : new JsonObject(parts);
        }
        return value.IsNull || value.Text is not { } text || text.Contains("${") || text.Contains("%{") ? null : JsonValue.Create(text);
    }
}
