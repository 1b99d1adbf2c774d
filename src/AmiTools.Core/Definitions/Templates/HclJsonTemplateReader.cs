namespace AmiTools.Core.Definitions;

/// <summary>Reads HCL2's JSON form (<c>*.pkr.json</c>): variable, source and build as objects.</summary>
internal static class HclJsonTemplateReader
{
    /// <summary>The type that Packer infers from a default.</summary>
    private static VariableType TypeOf(DocumentNode? value) => value switch
    {
        ScalarNode { Text: { } text, IsString: false } => new VariableType.Plain(text is "true" or "false" ? "bool" : "number"),
        ScalarNode { Text: not null } => VariableType.Text,
        ListNode list => new VariableType.Positions([.. list.Items.Select(TypeOf)]),
        MapNode map => new VariableType.Members([.. map.Members.Select(m => new VariableType.Member(m.Key, TypeOf(m.Value), IsOptional: false))]),
        _ => VariableType.Any,
    };

    public static PackerTemplate Read(string path)
    {
        if (JsonDocumentReader.Read(path) is not MapNode root) throw new DocumentException(new Problem("TemplateInvalid", "the template is no JSON object.", path, 1));
        // Some keep a legacy template under this name; Packer tells the two apart by "builders" too.
        if (root["builders"] is not null) return JsonTemplateReader.Read(path);
        var variables = (root["variable"] as MapNode)?.Members.Select(m => (m, Body: m.Value as MapNode)).Select(v => new TemplateVariable(
            v.m.Key, v.Body?.Text("default"), v.Body?["default"] is null or ScalarNode { Text: null }, v.Body?.Text("sensitive") == "true", path, v.m.Line)
        {
            Type = v.Body?.Text("type") is { } type ? VariableType.Parse(type) : TypeOf(v.Body?["default"]),
        }).ToArray() ?? [];
        var builders = new List<TemplateBuilder>();
        foreach (var type in (root["source"] as MapNode)?.Members ?? [])
        {
            foreach (var source in (type.Value as MapNode)?.Members ?? [])
            {
                var body = source.Value as MapNode ?? new MapNode([], source.Line);
                builders.Add(new()
                {
                    Type = type.Key,
                    Name = source.Key,
                    File = path,
                    Line = body.Members.FirstOrDefault(m => m.Key == "ami_name")?.Line ?? source.Line,
                    ImageName = body.Text("ami_name"),
                    ImageDescription = body.Text("ami_description"),
                    Region = body.Text("region"),
                    SourceImage = body.Text("source_ami"),
                    Settings = body.Members.Where(m => m.Value is ScalarNode { Text: not null }).ToDictionary(m => m.Key, m => ((ScalarNode)m.Value).Text!, StringComparer.Ordinal),
                });
            }
        }
        if (root["build"] is null || builders.Count == 0) throw new DocumentException(new Problem("TemplateNoBuilder", "the template builds nothing; expected source and build.", path, root.Line));
        var text = TextFile.Read(path);
        return new()
        {
            Format = TemplateFormat.Hcl2,
            Path = path,
            Files = [path],
            Variables = variables,
            Used = [.. variables.Select(v => v.Name).Where(n => text.Contains("var." + n))],
            Builders = builders,
        };
    }
}
