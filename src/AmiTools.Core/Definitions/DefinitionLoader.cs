using System.Text.RegularExpressions;

namespace AmiTools.Core.Definitions;

/// <summary>What came of loading: the definition, or all the problems there are.</summary>
public sealed record DefinitionLoad(LoadedDefinition? Loaded, IReadOnlyList<Problem> Problems);

/// <summary>Reads a definition's folder: template, version.json and parameter files.</summary>
public static class DefinitionLoader
{
    private static readonly Regex baseVersion = new(@"^(0|[1-9][0-9]{0,8})(\.(0|[1-9][0-9]{0,8})){0,2}\z", RegexOptions.CultureInvariant);
    private static readonly Regex legalName = new(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", RegexOptions.CultureInvariant);

    /// <param name="folder">The definition's full path.</param>
    /// <param name="targets">The targets whose parameter files are read.</param>
    /// <param name="known">All targets there are; null means <paramref name="targets"/>.</param>
    public static DefinitionLoad Load(string folder, IReadOnlyList<string> targets, IReadOnlyList<string>? known = null)
    {
        folder = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar);
        if (!Directory.Exists(folder)) return new(null, [new("DefinitionNotFound", "there is no such folder.", folder)]);
        var tree = DefinitionTree.Of(folder);
        if (tree.Wrong(folder) is { } link) return new(null, [link]);
        var problems = new List<Problem>();
        var root = Path.GetDirectoryName(folder) ?? folder;
        var (name, version) = ReadVersion(tree, folder, problems);
        var template = ReadTemplate(tree, folder, problems);
        var levels = ParameterFiles.Read(tree, root, folder, targets, known ?? targets, problems);
        if (template is null || version is null || problems.Count > 0) return new(template is null || version is null ? null : Make(), problems);
        return new(Make(), problems);

        LoadedDefinition Make() => new()
        {
            Definition = new()
            {
                Name = name,
                BaseVersion = version!,
                Path = folder,
                Root = root,
                TemplatePath = template!.Path,
                Format = template.Format,
                Variables = [.. template.Variables.Select(v => v.Name)],
            },
            Template = template,
            Levels = levels,
        };
    }

    /// <summary>True if the folder looks like a definition.</summary>
    public static bool IsDefinition(string folder) => LinkedPath.IsThere(Path.Combine(folder, "version.json")) || Templates(folder).Count > 0;

    private static IReadOnlyList<string> Templates(string folder) =>
        [.. Directory.GetFileSystemEntries(folder).Where(f => Path.GetFileName(f) is var n && (n == "template.json" || n.EndsWith(".pkr.json", StringComparison.OrdinalIgnoreCase) || n.EndsWith(".pkr.hcl", StringComparison.OrdinalIgnoreCase))).OrderBy(f => f, StringComparer.Ordinal)];

    private static (string Name, string? Version) ReadVersion(DefinitionTree tree, string folder, List<Problem> problems)
    {
        var name = Path.GetFileName(folder);
        var path = Path.Combine(folder, "version.json");
        if (!LinkedPath.IsThere(path))
        {
            problems.Add(new("VersionFileMissing", "there is no version.json; expected one such as {\"version\":\"1.0\"}.", path));
            return (name, null);
        }
        try
        {
            tree.Check(path);
            if (JsonDocumentReader.Read(path) is not MapNode map) throw new DocumentException(new("VersionFileInvalid", "expected an object such as {\"version\":\"1.0\"}.", path, 1));
            foreach (var member in map.Members.Where(m => m.Key is not ("version" or "name"))) problems.Add(new("UnknownKey", $"'{Shown.Name(member.Key)}' is not known here.{Nearest.Hint(member.Key, ["version", "name"])}", path, member.Line));
            if (map["version"] is not ScalarNode version) throw new DocumentException(new("VersionMissing", "there is no \"version\"; expected one such as \"1.0\".", path, map.Line));
            if (!version.IsString || version.Text is not { } text || !baseVersion.IsMatch(text)) throw new DocumentException(new("BaseVersionInvalid", $"the version {(version.IsString ? $"\"{Shown.Name(version.Text)}\"" : version.Text ?? "null")} is no base version; expected two numbers in quotes, such as \"1.0\".", path, version.Line));
            if (map["name"] is { } named)
            {
                name = (named as ScalarNode)?.Text ?? throw new DocumentException(new("NameInvalid", "the name must be text; leave it out to use the folder's.", path, named.Line));
                if (!legalName.IsMatch(name)) problems.Add(new("NameInvalid", $"'{Shown.Name(name)}' is no name of an image; expected at most 100 letters, digits, dots, dashes and underscores, the first a letter or digit.", path, named.Line));
            }
            return (name, text);
        }
        catch (DocumentException e)
        {
            problems.Add(e.Problem);
            return (name, null);
        }
    }

    private static PackerTemplate? ReadTemplate(DefinitionTree tree, string folder, List<Problem> problems)
    {
        var files = Templates(folder);
        var hcl = files.Where(f => f.EndsWith(".pkr.hcl", StringComparison.OrdinalIgnoreCase)).ToArray();
        var json = files.Except(hcl).ToArray();
        if (files.Count == 0)
        {
            problems.Add(new("TemplateMissing", "there is no template; expected template.json, *.pkr.json or *.pkr.hcl.", folder));
            return null;
        }
        if (json.Length > 1 || (json.Length == 1 && hcl.Length > 0))
        {
            problems.Add(new("TwoTemplates", $"there are several templates ({string.Join(", ", files.Select(Path.GetFileName))}); keep one, or only *.pkr.hcl files.", folder));
            return null;
        }
        try
        {
            foreach (var file in files) tree.Check(file);
            // *.pkr.json is HCL2's JSON form; its builders are not those of a legacy template.
            var template = json.Length == 0 ? HclTemplateReader.Read(hcl.Length == 1 ? hcl[0] : folder, hcl)
                : json[0].EndsWith(".pkr.json", StringComparison.OrdinalIgnoreCase) ? HclJsonTemplateReader.Read(json[0]) : JsonTemplateReader.Read(json[0]);
            // First what is a credential by its look, wherever it stands; then what is one by its name.
            var secrets = files.Select(f => LiteralSecret.InText(f, TextFile.Read(f))).OfType<Problem>().ToArray();
            problems.AddRange(secrets.Length > 0 ? secrets : LiteralSecret.InSettings(template));
            return template;
        }
        catch (DocumentException e)
        {
            problems.Add(e.Problem);
            return null;
        }
    }
}
