using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace AmiTools.Core.Tests.Pointers;

/// <summary>Every value of a file, by its path: read by parsers that the product does not use for it.</summary>
internal static class OtherParsers
{
    public static IReadOnlyDictionary<string, string> Values(string name, string text)
    {
        var values = new Dictionary<string, string>();
        if (name.EndsWith(".json", StringComparison.Ordinal)) Json(JsonDocument.Parse(text, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }).RootElement, "$", values);
        else if (Regex.IsMatch(name, @"\.ya?ml\z")) Yaml(text, values);
        else if (name.EndsWith(".tfvars", StringComparison.Ordinal)) Tfvars(text, values);
        else foreach (var (line, i) in text.Split(["\r\n", "\n", "\r"], StringSplitOptions.None).Select((l, i) => (l, i))) values[$"line {i}"] = Regex.IsMatch(name, @"\.(conf|env)\z") ? Regex.Replace(line, "[ \t]#.*", "") : line;
        return values;
    }

    private static void Json(JsonElement node, string path, Dictionary<string, string> values)
    {
        if (node.ValueKind == JsonValueKind.Object) foreach (var member in node.EnumerateObject()) Json(member.Value, $"{path}.{member.Name}", values);
        else if (node.ValueKind == JsonValueKind.Array) foreach (var (item, i) in node.EnumerateArray().Select((n, i) => (n, i))) Json(item, $"{path}[{i}]", values);
        else values[path] = node.ToString();
    }

    private static void Yaml(string text, Dictionary<string, string> values)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        foreach (var (document, i) in stream.Documents.Select((d, i) => (d, i))) Yaml(document.RootNode, $"{i}", values);
    }

    private static void Yaml(YamlNode node, string path, Dictionary<string, string> values)
    {
        if (node is YamlMappingNode map) foreach (var (key, value) in map.Children) Yaml(value, $"{path}.{key}", values);
        else if (node is YamlSequenceNode list) foreach (var (item, i) in list.Children.Select((n, i) => (n, i))) Yaml(item, $"{path}[{i}]", values);
        else values[path] = ((YamlScalarNode)node).Value ?? "";
    }

    // Comments away, then every string and every heredoc in order.
    private static void Tfvars(string text, Dictionary<string, string> values)
    {
        var token = new Regex("""(?<comment>#[^\n]*|//[^\n]*|/\*.*?\*/)|<<-?(?<word>\w+)\s*\n(?<here>.*?)\n?[ \t]*\k<word>(?=\s|\z)|"(?<text>(?:[^"\\]|\\.)*)["]""", RegexOptions.Singleline);
        foreach (var (match, i) in token.Matches(text).Where(m => !m.Groups["comment"].Success).Select((m, i) => (m, i)))
            values[$"string {i}"] = match.Groups["text"].Success ? match.Groups["text"].Value : match.Groups["here"].Value;
    }
}
