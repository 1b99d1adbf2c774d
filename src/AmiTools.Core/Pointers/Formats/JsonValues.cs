using System.Text;
using System.Text.Json;

namespace AmiTools.Core.Pointers.Formats;

/// <summary>The values of JSON, with comments and trailing commas where somebody wrote them.</summary>
internal static class JsonValues
{
    public static IEnumerable<TextValue> In(string text)
    {
        // One byte for each character, so that the reader's offsets are the text's.
        var bytes = new byte[text.Length];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = text[i] < 0x80 ? (byte)text[i] : (byte)'?';
        try
        {
            return Read(bytes);
        }
        catch (JsonException e)
        {
            throw new WrongFormatException($"no valid JSON: {e.Message}", (int)(e.LineNumber ?? 0) + 1);
        }
    }

    private static List<TextValue> Read(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 256 });
        var (path, indexes, values) = (new List<string>(), new Stack<int>(), new List<TextValue>());
        while (reader.Read())
        {
            var inArray = indexes.Count > 0 && indexes.Peek() >= 0;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    path.Add(Encoding.ASCII.GetString(bytes, (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length));
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    indexes.Pop();
                    break;
                default:
                    if (inArray)
                    {
                        var index = indexes.Pop();
                        path.Add($"[{index}]");
                        indexes.Push(index + 1);
                    }
                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    {
                        indexes.Push(reader.TokenType == JsonTokenType.StartArray ? 0 : -1);
                        continue;
                    }
                    if (reader.TokenType == JsonTokenType.String) values.Add(new([.. path], (int)reader.TokenStartIndex + 1, (int)reader.TokenStartIndex + 1 + reader.ValueSpan.Length));
                    break;
            }
            if (path.Count > 0) path.RemoveAt(path.Count - 1);
        }
        return values;
    }
}
