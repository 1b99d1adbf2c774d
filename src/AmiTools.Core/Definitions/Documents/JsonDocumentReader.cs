using System.Text;
using System.Text.Json;

namespace AmiTools.Core.Definitions;

/// <summary>JSON with lines; duplicate keys are refused.</summary>
internal static class JsonDocumentReader
{
    public static DocumentNode Read(string path)
    {
        var text = TextFile.Read(path);
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 64 });
            if (!reader.Read()) throw Problem(path, "JsonInvalid", "the file is empty; expected a JSON object.", 1);
            var lines = new LineCounter(bytes);
            var node = Value(ref reader, path, lines);
            while (reader.Read()) { }
            return node;
        }
        catch (JsonException e)
        {
            var message = e.Message;
            var tail = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw Problem(path, "JsonInvalid", $"no valid JSON: {(tail < 0 ? message : message.Substring(0, tail))}", (int)(e.LineNumber ?? 0) + 1);
        }
    }

    private static DocumentNode Value(ref Utf8JsonReader reader, string path, LineCounter lines)
    {
        var line = lines.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<MapMember>();
                var seen = new HashSet<string>(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = reader.GetString()!;
                    var keyLine = lines.At(reader.TokenStartIndex);
                    if (!seen.Add(key)) throw Problem(path, "DuplicateKey", $"'{key}' stands here a second time.", keyLine);
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
