using System.Text;
using System.Text.Json;

namespace AmiTools.Core.Definitions;

/// <summary>JSON with lines; duplicate keys are refused.</summary>
internal static class JsonDocumentReader
{
    public static DocumentNode Read(string path) => Parse(path, TextFile.Read(path));

    /// <summary>Text from anywhere; <paramref name="path"/> is what messages call it.</summary>
    public static DocumentNode Parse(string path, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) throw Problem(path, "JsonInvalid", "the file is empty; expected a JSON object.", 1);
        var bytes = Encoding.UTF8.GetBytes(text);
        var lines = new LineCounter(bytes);
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 64 });
            reader.Read();
            var node = Value(ref reader, path, lines);
            while (reader.Read()) { }
            return node;
        }
        catch (JsonException e)
        {
            var message = e.Message;
            var tail = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            var why = Plain(tail < 0 ? message : message.Substring(0, tail));
            throw Problem(path, "JsonInvalid", $"no valid JSON: {why}", (int)(e.LineNumber ?? 0) + 1);
        }
        catch (InvalidOperationException)
        {
            // "\ud800" is JSON by its form, but no text.
            throw Problem(path, "JsonInvalid", "no valid JSON: a \\u escape that is half a character.", lines.At(0));
        }
    }

    private static DocumentNode Value(ref Utf8JsonReader reader, string path, LineCounter lines)
    {
        var line = lines.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<MapMember>();
                var seen = new Dictionary<string, int>(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var keyLine = lines.At(reader.TokenStartIndex);
                    var key = reader.GetString()!;
                    if (seen.TryGetValue(key, out var first)) throw Problem(path, "DuplicateKey", $"'{Shown.Name(key)}' stands here a second time; the first is in line {first}.", keyLine);
                    seen.Add(key, keyLine);
                    reader.Read();
                    members.Add(new(key, keyLine, Value(ref reader, path, lines)));
                }
                return new MapNode(members, line);
            case JsonTokenType.StartArray:
                var items = new List<DocumentNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Value(ref reader, path, lines));
                return new ListNode(items, line);
            case JsonTokenType.String:
                return new ScalarNode(reader.GetString(), line, true);
            case JsonTokenType.Null:
                return new ScalarNode(null, line, false);
            default:
                return new ScalarNode(Encoding.UTF8.GetString(reader.ValueSpan.ToArray()), line, false);
        }
    }

    /// <summary>The reader speaks to programmers, of payloads and its own options.</summary>
    private static string Plain(string message) =>
        message.StartsWith("Expected depth to be zero", StringComparison.Ordinal) ? "an object or array is not closed at the end of the file."
        : message.StartsWith("The maximum configured depth", StringComparison.Ordinal) ? "objects and arrays are nested more than 64 deep."
        : message.StartsWith("'0x0A' is invalid within a JSON string", StringComparison.Ordinal) || message.StartsWith("'0x0D' is invalid within a JSON string", StringComparison.Ordinal) ? "a string is not closed at the end of the line."
        : message.StartsWith("'/' is invalid", StringComparison.Ordinal) ? "JSON has no comments."
        : message.Replace(" in this mode. Change the reader options.", "; leave it out.");

    private static DocumentException Problem(string path, string id, string message, int line) => new(new Problem(id, message, path, line));

    /// <summary>Lines of byte positions that only grow.</summary>
    private sealed class LineCounter(byte[] bytes)
    {
        private long position;
        private int line = 1;

        public int At(long index)
        {
            for (; position < index; position++) if (bytes[position] == '\n') line++;
            return line;
        }
    }
}
