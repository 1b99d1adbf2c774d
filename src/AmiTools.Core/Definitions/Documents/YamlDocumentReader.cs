using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace AmiTools.Core.Definitions;

/// <summary>YAML with lines. Duplicate keys, several documents, foreign tags and documents that grow by aliases are refused.</summary>
internal static class YamlDocumentReader
{
    private const int MostNodes = 20_000;

    private static readonly string[] plainTags = [.. new[] { "str", "int", "float", "bool", "null", "seq", "map" }.Select(t => "tag:yaml.org,2002:" + t)];

    public static DocumentNode Read(string path)
    {
        var text = TextFile.Read(path);
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 0) return new MapNode([], 1);
            if (stream.Documents.Count > 1) throw Problem(path, "YamlSeveralDocuments", "the file has several YAML documents; expected one.", stream.Documents[1].RootNode.Start.Line);
            var left = MostNodes;
            return Convert(stream.Documents[0].RootNode, path, ref left, 0);
        }
        catch (YamlException e)
        {
            var why = e.InnerException is ArgumentException || e.Message.Contains("Duplicate key") ? ("DuplicateKey", "a key stands here a second time.") : ("YamlInvalid", $"no valid YAML: {e.Message}");
            throw Problem(path, why.Item1, why.Item2, e.Start.Line);
        }
    }

    private static DocumentNode Convert(YamlNode node, string path, ref int left, int depth)
    {
        var line = (int)node.Start.Line;
        if (--left < 0 || depth > 32) throw Problem(path, "YamlTooLarge", "the document is too large or too deep once its aliases are filled in.", line);
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific && !plainTags.Contains(node.Tag.Value))
            throw Problem(path, "YamlTag", $"the tag {node.Tag.Value} is not understood; only plain values are.", line);
        switch (node)
        {
            case YamlMappingNode map:
                var members = new List<MapMember>();
                foreach (var pair in map.Children)
                {
                    if (pair.Key is not YamlScalarNode key) throw Problem(path, "YamlKey", "a key must be plain text.", pair.Key.Start.Line);
                    members.Add(new(key.Value ?? "", (int)key.Start.Line, Convert(pair.Value, path, ref left, depth + 1)));
                }
                return new MapNode(members, line);
            case YamlSequenceNode list:
                var items = new List<DocumentNode>();
                foreach (var item in list.Children) items.Add(Convert(item, path, ref left, depth + 1));
                return new ListNode(items, line);
            case YamlScalarNode scalar:
                var plain = scalar.Style is ScalarStyle.Plain or ScalarStyle.Any;
                var isNull = plain && scalar.Value is null or "" or "~" or "null";
                return new ScalarNode(isNull && plain ? null : scalar.Value, line, !plain);
            default:
                throw Problem(path, "YamlInvalid", "an alias that has no anchor.", line);
        }
    }

    private static DocumentException Problem(string path, string id, string message, long line) => new(new Problem(id, message, path, (int)line));
}
