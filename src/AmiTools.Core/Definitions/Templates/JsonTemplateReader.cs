using System.Text.RegularExpressions;

namespace AmiTools.Core.Definitions;

/// <summary>Reads a legacy JSON template.</summary>
internal static class JsonTemplateReader
{
    private static readonly Regex user = new(@"\buser\s+[`""]([^`""]+)[`""]", RegexOptions.CultureInvariant);

    public static PackerTemplate Read(string path)
    {
        if (JsonDocumentReader.Read(path) is not MapNode root) throw new DocumentException(new Problem("TemplateInvalid", "the template is no JSON object.", path, 1));
        var sensitive = root["sensitive-variables"] is ListNode list ? list.Items.OfType<ScalarNode>().Select(s => s.Text).ToArray() : [];
        var variables = root["variables"] is MapNode declared
            ? declared.Members.Select(m => new TemplateVariable(m.Key, (m.Value as ScalarNode)?.Text, m.Value is ScalarNode { Text: null }, sensitive.Contains(m.Key), path, m.Line)).ToArray()
            : [];
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in root.Members) if (member.Key != "variables") Collect(member.Value, used);
        if (root["builders"] is not ListNode { Items.Count: > 0 } builders) throw new DocumentException(new Problem("TemplateNoBuilder", "the template has no builders; expected at least one in \"builders\".", path, root.Line));
        return new()
        {
            Format = TemplateFormat.Json,
            Path = path,
            Files = [path],
            Variables = variables,
            Used = used,
            Builders = [.. builders.Items.Select(b => Builder(b, path))],
        };
    }

    private static TemplateBuilder Builder(DocumentNode node, string path)
    {
        if (node is not MapNode map || map.Text("type") is not { Length: > 0 } type) throw new DocumentException(new Problem("TemplateBuilderType", "a builder without a type.", path, node.Line));
        return new()
        {
            Type = type,
            Name = map.Text("name") ?? type,
            File = path,
            Line = map.Members.FirstOrDefault(m => m.Key == "ami_name")?.Line ?? node.Line,
            ImageName = map.Text("ami_name"),
            ImageDescription = map.Text("ami_description"),
            Region = map.Text("region"),
            SecurityGroupIds = Texts(map["security_group_ids"]),
            ImageRegions = Texts(map["ami_regions"]),
            SourceImage = map.Text("source_ami"),
            SourceImageFilter = map["source_ami_filter"] is MapNode f ? new(Pairs(f["filters"]), Texts(f["owners"]), f.Text("most_recent") == "true") : null,
            Tags = Pairs(map["tags"]),
            RunTags = Pairs(map["run_tags"]),
            Settings = Pairs(map),
        };
    }

    private static void Collect(DocumentNode node, HashSet<string> used)
    {
        switch (node)
        {
            case ScalarNode { Text: { } text }:
                foreach (Match match in user.Matches(text)) used.Add(match.Groups[1].Value);
                break;
            case ListNode list:
                foreach (var item in list.Items) Collect(item, used);
                break;
            case MapNode map:
                foreach (var member in map.Members)
                {
                    foreach (Match match in user.Matches(member.Key)) used.Add(match.Groups[1].Value);
                    Collect(member.Value, used);
                }
                break;
        }
    }

    private static Dictionary<string, string> Pairs(DocumentNode? node) =>
        node is MapNode map ? map.Members.Where(m => m.Value is ScalarNode { Text: not null }).ToDictionary(m => m.Key, m => ((ScalarNode)m.Value).Text!, StringComparer.Ordinal) : [];

    private static IReadOnlyList<string> Texts(DocumentNode? node) => node switch
    {
        ListNode list => [.. list.Items.OfType<ScalarNode>().Where(s => s.Text is not null).Select(s => s.Text!)],
        ScalarNode { Text: { } text } => [.. text.Split(',').Select(t => t.Trim()).Where(t => t.Length > 0)],
        _ => [],
    };
}
