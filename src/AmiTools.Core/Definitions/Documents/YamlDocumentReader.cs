using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AmiTools.Core.Definitions;

/// <summary>
/// YAML with lines. Duplicate keys, several documents, foreign tags and documents that grow by aliases are refused.
/// Read from the parser's events: a tree that the library built would nest, and grow, as far as the file wants.
/// </summary>
internal sealed class YamlDocumentReader
{
    private const int MostNodes = 20_000;
    private const int Deepest = 32;

    private static readonly string[] plainTags = [.. new[] { "str", "int", "float", "bool", "null", "seq", "map" }.Select(t => "tag:yaml.org,2002:" + t)];

    private readonly string path;
    private readonly IParser parser;
    private readonly Dictionary<string, Built?> anchors = new(StringComparer.Ordinal);
    private int left = MostNodes;

    private YamlDocumentReader(string path, string text) => (this.path, parser) = (path, new Parser(new StringReader(text)));

    /// <summary>A node, how many nodes it is with all aliases filled in, and how deep it goes.</summary>
    private sealed record Built(DocumentNode Node, int Size, int Height);

    public static DocumentNode Read(string path)
    {
        var text = TextFile.Read(path);
        var reader = new YamlDocumentReader(path, text);
        try
        {
            return reader.Document();
        }
        catch (YamlException e)
        {
            throw reader.Problem("YamlInvalid", $"no valid YAML: {e.Message}", e.Message.Contains("invalid tab") ? LineOfTab(text, e.Start.Line) : e.Start.Line);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The library has a few of these for directives and escapes that it does not foresee.
            throw reader.Problem("YamlInvalid", $"no valid YAML: {e.Message}", reader.parser.Current?.End.Line ?? 1);
        }
    }

    /// <summary>The library names the line where the map begins, not that of the tab.</summary>
    private static long LineOfTab(string text, long from)
    {
        var lines = text.Split('\n');
        for (var i = (int)from - 1; i < lines.Length; i++)
        {
            if (lines[i].Take(lines[i].Length - lines[i].TrimStart().Length).Contains('\t')) return i + 1;
        }
        return from;
    }

    private DocumentNode Document()
    {
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _)) return new MapNode([], 1);
        parser.Consume<DocumentStart>();
        var node = Value(0).Node;
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second)) throw Problem("YamlSeveralDocuments", "the file has several YAML documents; expected one.", second.Start.Line);
        return node;
    }

    private Built Value(int depth)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias)) return Alias(alias, depth);
        var node = parser.Current as NodeEvent ?? throw Problem("YamlInvalid", "no valid YAML: a value is missing.", parser.Current?.Start.Line ?? 1);
        var before = left;
        if (--left < 0 || depth > Deepest) throw TooLarge(node);
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific && !plainTags.Contains(node.Tag.Value))
            throw Problem("YamlTag", $"the tag {node.Tag.Value} is not understood; only plain values are.", node.Start.Line);
        var anchor = node.Anchor.IsEmpty ? null : node.Anchor.Value;
        // Known, and not complete: an alias to it from inside would have no end.
        if (anchor is not null) anchors[anchor] = null;
        var (value, height) = node switch
        {
            MappingStart => Map(depth),
            SequenceStart => List(depth),
            _ => (Scalar(parser.Consume<Scalar>()), 0),
        };
        var built = new Built(value, before - left, height);
        if (anchor is not null) anchors[anchor] = built;
        return built;
    }

    private Built Alias(AnchorAlias alias, int depth)
    {
        if (!anchors.TryGetValue(alias.Value.Value, out var known)) throw Problem("YamlAlias", $"there is no anchor &{alias.Value.Value} before this alias.", alias.Start.Line);
        if (known is null) throw Problem("YamlAlias", $"the alias *{alias.Value.Value} stands inside of what it names.", alias.Start.Line);
        left -= known.Size;
        return left >= 0 && depth + known.Height <= Deepest ? known : throw TooLarge(alias);
    }

    private (DocumentNode, int) List(int depth)
    {
        var line = Line(parser.Consume<SequenceStart>());
        var items = new List<DocumentNode>();
        var height = 0;
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            var item = Value(depth + 1);
            items.Add(item.Node);
            height = Math.Max(height, item.Height + 1);
        }
        return (new ListNode(items, line), height);
    }

    private (DocumentNode, int) Map(int depth)
    {
        var line = Line(parser.Consume<MappingStart>());
        var members = new List<MapMember>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var merged = new List<MapNode>();
        var height = 0;
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var keyLine = (int)parser.Current!.Start.Line;
            var merges = parser.Current is Scalar { Value: "<<", Style: ScalarStyle.Plain };
            if (Value(depth + 1).Node is not ScalarNode { Text: var key }) throw Problem("YamlKey", "a key must be plain text.", keyLine);
            var value = Value(depth + 1);
            height = Math.Max(height, value.Height + 1);
            if (merges) merged.AddRange(Merged(value.Node, keyLine));
            else if (lines.TryGetValue(key ?? "", out var first)) throw Problem("DuplicateKey", $"'{Shown.Name(key)}' stands here a second time; the first is in line {first}.", keyLine);
            else
            {
                lines.Add(key ?? "", keyLine);
                members.Add(new(key ?? "", keyLine, value.Node));
            }
        }
        // <<: *base, as YAML 1.1 has it: what the map says itself wins, then the first base.
        foreach (var member in merged.SelectMany(m => m.Members).Where(m => !lines.ContainsKey(m.Key)))
        {
            if (--left < 0) throw Problem("YamlTooLarge", TooLargeText, line);
            lines.Add(member.Key, member.Line);
            members.Add(member);
        }
        return (new MapNode(members, line), height);
    }

    private IEnumerable<MapNode> Merged(DocumentNode node, int line) => node switch
    {
        MapNode map => [map],
        ListNode list when list.Items.All(i => i is MapNode) => list.Items.Cast<MapNode>(),
        _ => throw Problem("YamlMerge", "'<<' takes the values of other maps (<<: *name); this is none.", line),
    };

    private static ScalarNode Scalar(Scalar scalar)
    {
        var plain = scalar.Style is ScalarStyle.Plain or ScalarStyle.Any && !(scalar.Tag is { IsEmpty: false, IsNonSpecific: false } tag && tag.Value.EndsWith(":str", StringComparison.Ordinal));
        return new(plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL" ? null : scalar.Value, Line(scalar), !plain);
    }

    private const string TooLargeText = "the document is too large or too deep once its aliases are filled in.";

    private DocumentException TooLarge(ParsingEvent where) => Problem("YamlTooLarge", TooLargeText, where.Start.Line);

    private static int Line(ParsingEvent e) => (int)e.Start.Line;

    private DocumentException Problem(string id, string message, long line) => new(new Problem(id, message, path, (int)line));
}
