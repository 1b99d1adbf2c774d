using System.Text.RegularExpressions;

namespace AmiTools.Core.Definitions;

/// <summary>Reads HCL2 templates: one file, or all <c>*.pkr.hcl</c> of a folder.</summary>
internal static class HclTemplateReader
{
    private static readonly Regex reference = new(@"\bvar\.([A-Za-z_][A-Za-z0-9_-]*)", RegexOptions.CultureInvariant);

    public static PackerTemplate Read(string path, IReadOnlyList<string> files)
    {
        var roots = files.Select(f => (File: f, Root: HclReader.Read(f))).ToArray();
        var variables = new List<TemplateVariable>();
        var locals = new Dictionary<string, string>(StringComparer.Ordinal);
        var sources = new List<TemplateBuilder>();
        foreach (var (file, root) in roots)
        {
            foreach (var block in root.Blocks)
            {
                switch (block.Type)
                {
                    case "variable" when block.Labels is [var name]:
                        if (variables.Find(v => v.Name == name) is { } twice) throw new DocumentException(new Problem("DuplicateKey", $"the variable '{name}' is declared a second time; the first is in {twice.File}:{twice.Line}.", file, block.Line));
                        variables.Add(Variable(name, block, file));
                        break;
                    case "variables":
                        variables.AddRange(block.Attributes.Select(a => new TemplateVariable(a.Key, HclLiteral.TextOf(a.Value), a.Value.IsNull, false, file, a.Value.Line) { Type = HclLiteral.TypeOf(a.Value) }));
                        break;
                    case "locals":
                        foreach (var local in block.Attributes) if (local.Value.Text is { } text) locals[local.Key] = text;
                        break;
                    case "local" when block.Labels is [var name]:
                        if (block.Attributes.TryGetValue("expression", out var expression) && expression.Text is { } written) locals[name] = written;
                        break;
                    case "source" when block.Labels is [var type, var name]:
                        sources.Add(Builder(type, name, block, file));
                        break;
                }
            }
        }
        var built = new HashSet<string>(roots.SelectMany(r => r.Root.Blocks).Where(b => b.Type == "build").SelectMany(BuiltSources), StringComparer.Ordinal);
        if (roots.All(r => r.Root.Blocks.Count == 0 && r.Root.Attributes.Count == 0)) throw new DocumentException(new Problem("TemplateNoBuilder", "the template is empty; expected variables, sources and a build block.", path));
        if (built.Count == 0) throw new DocumentException(new Problem("TemplateNoBuilder", "the template builds nothing; expected a build block with sources.", path));
        var declared = sources.Select(s => $"{s.Type}.{s.Name}").ToArray();
        foreach (var (file, root) in roots)
            foreach (var block in root.Blocks.Where(b => b.Type == "build"))
                if (BuiltSources(block).FirstOrDefault(b => !declared.Contains(b)) is { } unknown)
                    throw new DocumentException(new Problem("TemplateSourceUnknown", $"the build names the source '{Shown.Name(unknown)}', which is not declared.{Nearest.Hint(unknown, declared)}", file, LineOf(block)));
        return new()
        {
            Format = TemplateFormat.Hcl2,
            Path = path,
            Files = files,
            Variables = variables,
            Used = [.. roots.SelectMany(r => References(r.Root)).Distinct()],
            Builders = [.. sources.Where(s => built.Contains($"{s.Type}.{s.Name}"))],
            Locals = locals,
        };
    }

    private static TemplateVariable Variable(string name, HclBlock block, string file)
    {
        var value = block.Attributes.TryGetValue("default", out var given) ? given : null;
        var required = value is null || value.IsNull;
        return new(name, required ? null : HclLiteral.TextOf(value!), required, block.Attributes.TryGetValue("sensitive", out var s) && s.Text == "true", file, block.Line)
        {
            Type = block.Attributes.TryGetValue("type", out var type) ? HclLiteral.Declared(type) : value is null ? VariableType.Any : HclLiteral.TypeOf(value),
        };
    }

    private static IEnumerable<string> BuiltSources(HclBlock build)
    {
        var listed = build.Attributes.TryGetValue("sources", out var sources) && sources.Items is { } items ? items.Select(i => i.Text ?? "") : [];
        return listed.Concat(build.Blocks.Where(b => b.Type == "source").SelectMany(b => b.Labels)).Select(Bare);
    }

    private static int LineOf(HclBlock build) => build.Attributes.TryGetValue("sources", out var sources) ? sources.Line : build.Line;

    /// <summary><c>source.amazon-ebs.x</c>, quoted or not, as <c>amazon-ebs.x</c>.</summary>
    private static string Bare(string name)
    {
        var text = name.StartsWith("${", StringComparison.Ordinal) ? name.Substring(2, name.Length - 3) : name;
        return text.StartsWith("source.", StringComparison.Ordinal) ? text.Substring("source.".Length) : text;
    }

    private static TemplateBuilder Builder(string type, string name, HclBlock block, string file)
    {
        string? Text(string key) => block.Attributes.TryGetValue(key, out var v) ? v.Text : null;
        var filter = block.Blocks.Find(b => b.Type == "source_ami_filter");
        return new()
        {
            Type = type,
            Name = name,
            File = file,
            Line = block.Attributes.TryGetValue("ami_name", out var n) ? n.Line : block.Line,
            ImageName = Text("ami_name"),
            ImageDescription = Text("ami_description"),
            Region = Text("region"),
            SecurityGroupIds = Texts(block, "security_group_ids"),
            ImageRegions = Texts(block, "ami_regions"),
            SourceImage = Text("source_ami"),
            SourceImageFilter = filter is null ? null : new(Pairs(filter, "filters"), Texts(filter, "owners"), filter.Attributes.TryGetValue("most_recent", out var m) && m.Text == "true"),
            Tags = Pairs(block, "tags"),
            RunTags = Pairs(block, "run_tags"),
            Settings = block.Attributes.Where(a => a.Value.Text is not null).ToDictionary(a => a.Key, a => a.Value.Text!, StringComparer.Ordinal),
        };
    }

    private static IReadOnlyList<string> Texts(HclBlock block, string key) =>
        block.Attributes.TryGetValue(key, out var value) ? value.Items is { } items ? [.. items.Select(i => i.Text ?? "")] : value.Text is { } one ? [one] : [] : [];

    private static Dictionary<string, string> Pairs(HclBlock block, string key)
    {
        if (block.Attributes.TryGetValue(key, out var value) && value.Members is { } members) return members.Where(m => m.Value.Text is not null).ToDictionary(m => m.Key, m => m.Value.Text!, StringComparer.Ordinal);
        // The form of blocks: tags { … }, or one tag block each.
        if (block.Blocks.Find(b => b.Type == key) is { } inner) return inner.Attributes.Where(a => a.Value.Text is not null).ToDictionary(a => a.Key, a => a.Value.Text!, StringComparer.Ordinal);
        return [];
    }

    private static IEnumerable<string> References(HclBlock block)
    {
        foreach (var value in block.Attributes.Values)
            foreach (Match match in reference.Matches(string.Concat(value.Tokens.Select(t => t.Kind == HclKind.Word ? t.Text : t.Kind == HclKind.NewLine ? " " : t.Text))))
                yield return match.Groups[1].Value;
        foreach (var inner in block.Blocks)
            foreach (var name in References(inner))
                yield return name;
    }
}
