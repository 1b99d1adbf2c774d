using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AmiTools.Core.Pointers.Formats;

/// <summary>The values of YAML: several documents and foreign tags (<c>!Sub</c>) too. A value that an alias repeats is one place: where it is written.</summary>
internal static class YamlValues
{
    public static IEnumerable<TextValue> In(string text)
    {
        try
        {
            return Read(text);
        }
        catch (YamlException e)
        {
            throw new WrongFormatException($"no valid YAML: {e.Message}", (int)e.Start.Line);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or OverflowException)
        {
            // The library has a few of these for directives and escapes that it does not foresee.
            throw new WrongFormatException($"no valid YAML: {e.Message}", 1);
        }
    }

    private static List<TextValue> Read(string text)
    {
        var (parser, values, open) = (new Parser(new StringReader(text)), new List<TextValue>(), new Stack<Level>());
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case DocumentStart:
                    open.Clear();
                    break;
                case MappingEnd or SequenceEnd:
                    open.Pop();
                    break;
                case NodeEvent node:
                    var level = open.Count > 0 ? open.Peek() : null;
                    if (level is { IsMap: true, Key: null })
                    {
                        // A key that is a map itself has no name.
                        level.Key = (node as Scalar)?.Value ?? "?";
                        if (node is not (MappingStart or SequenceStart)) break;
                        open.Push(new(node is MappingStart, [.. level.Path, "?"]));
                        break;
                    }
                    var path = level is null ? [] : level.Next();
                    if (node is MappingStart or SequenceStart) open.Push(new(node is MappingStart, path));
                    else if (node is Scalar scalar) values.Add(Value(scalar, path, text));
                    break;
            }
        }
        return values;
    }

    private static TextValue Value(Scalar scalar, IReadOnlyList<string> path, string text)
    {
        var (start, end) = ((int)scalar.Start.Index, Math.Min((int)scalar.End.Index, text.Length));
        // Anchor and tag are part of the event, and so is the head of a block.
        while (start < end && text[start] is '&' or '!')
        {
            while (start < end && !char.IsWhiteSpace(text[start])) start++;
            while (start < end && char.IsWhiteSpace(text[start])) start++;
        }
        if (scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted) (start, end) = (start + 1, end - 1);
        else if (scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded && text.IndexOf('\n', start) is var head and >= 0) start = head;
        return new(path, start, Math.Max(start, end));
    }

    private sealed class Level(bool isMap, IReadOnlyList<string> path)
    {
        private int index;

        public bool IsMap => isMap;
        public IReadOnlyList<string> Path => path;
        public string? Key { get; set; }

        public IReadOnlyList<string> Next()
        {
            IReadOnlyList<string> next = [.. path, isMap ? Key! : $"[{index++}]"];
            Key = null;
            return next;
        }
    }
}
