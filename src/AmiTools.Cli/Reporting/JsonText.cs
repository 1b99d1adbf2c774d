using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AmiTools.Cli.Reporting;

/// <summary>How everything is written as JSON: camelCase names, enumerations as words, UTC times, nothing left out but nulls.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions line = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The text goes to a file or a pipe, never into a web page: versions like >=2.0 stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions document = new(line) { WriteIndented = true, NewLine = "\n" };

    /// <summary>One line.</summary>
    public static string Line(object value) => JsonSerializer.Serialize(value, line);

    /// <summary>One document, indented.</summary>
    public static string Document(object value)
    {
        using var text = new StringWriter();
        WriteDocument(text, value);
        return text.ToString();
    }

    /// <summary>Writes one document, indented, as it is made.</summary>
    public static void WriteDocument(TextWriter writer, object value)
    {
        using var stream = new TextWriterStream(writer);
        JsonSerializer.Serialize(stream, value, value.GetType(), document);
    }
}
