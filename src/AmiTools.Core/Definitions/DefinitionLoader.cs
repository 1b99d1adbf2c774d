using System.Text.RegularExpressions;

namespace AmiTools.Core.Definitions;

/// <summary>What came of loading: the definition, or all the problems there are.</summary>
public sealed record DefinitionLoad(LoadedDefinition? Loaded, IReadOnlyList<Problem> Problems);

/// <summary>Reads a definition's folder: template, version.json and parameter files.</summary>
public static class DefinitionLoader
{
    private static readonly Regex baseVersion = new(@"^\d{1,9}(\.\d{1,9}){0,2}\z", RegexOptions.CultureInvariant);
    private static readonly Regex legalName = new(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", RegexOptions.CultureInvariant);

    /// <param name="folder">The definition's full path.</param>
    /// <param name="targets">The targets whose parameter files are read.</param>
    public static DefinitionLoad Load(string folder, IReadOnlyList<string> targets)
    {
        folder = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar);
        if (!Directory.Exists(folder)) return new(null, [new("DefinitionNotFound", "there is no such folder.", folder)]);
        var problems = new List<Problem>();
        var root = Path.GetDirectoryName(folder) ?? folder;
        var (name, version) = ReadVersion(folder, problems);
        var template = ReadTemplate(folder, problems);
        var levels = ParameterFiles.Read(root, folder, targets, problems);
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
    public static bool IsDefinition(string folder) => File.Exists(Path.Combine(folder, "version.json")) || Templates(folder).Count > 0;

    private static IReadOnlyList<string> Templates(string folder) =>
        [.. Directory.GetFiles(folder).Where(f => Path.GetFileName(f) is var n && (n == "template.json" || n.EndsWith(".pkr.json", StringComparison.OrdinalIgnoreCase) || n.EndsWith(".pkr.hcl", StringComparison.OrdinalIgnoreCase))).OrderBy(f => f, StringComparer.Ordinal)];

    private static (string Name, string? Version) ReadVersion(string folder, List<Problem> problems)
    {
        var name = Path.GetFileName(folder);
        var path = Path.Combine(folder, "version.json");
        if (!File.Exists(path))
        {
            problems.Add(new("VersionFileMissing", "there is no version.json; expected one such as {\"version\":\"1.0\"}.", path));
            return (name, null);
        }
        try
        {
            if (JsonDocumentReader.Read(path) is not MapNode map) throw new DocumentException(new("VersionFileInvalid", "expected an object such as {\"version\":\"1.0\"}.", path, 1));
            foreach (var member in map.Members.Where(m => m.Key is not ("version" or "name"))) problems.Add(new("UnknownKey", $"'{member.Key}' is not known here.{Nearest.Hint(member.Key, ["version", "name"])}", path, member.Line));
            if (map["version"] is not ScalarNode version) throw new DocumentException(new("VersionMissing", "there is no \"version\"; expected one such as \"1.0\".", path, map.Line));
            if (!version.IsString || version.Text is not { } text || !baseVersion.IsMatch(text)) throw new DocumentException(new("BaseVersionInvalid", $"the version {(version.IsString ? $"\"{version.Text}\"" : version.Text)} is no base version; expected two numbers in quotes, such as \"1.0\".", path, version.Line));
            if (map.Text("name") is { } given)
            {
                name = given;
                if (!legalName.IsMatch(name)) problems.Add(new("NameInvalid", $"the name '{name}' has characters that image names and tags do not take; expected letters, digits, dots, dashes and underscores.", path, map.Members.First(m => m.Key == "name").Line));
            }
            return (name, text);
        }
        catch (DocumentException e)
        {
            problems.Add(e.Problem);
            return (name, null);
        }
    }

    private static PackerTemplate? ReadTemplate(string folder, List<Problem> problems)
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
            foreach (var file in files) CheckInside(folder, file);
            // *.pkr.json is HCL2's JSON form; its builders are not those of a legacy template.
            if (json.Length == 1) return json[0].EndsWith(".pkr.json", StringComparison.OrdinalIgnoreCase) ? HclJsonTemplateReader.Read(json[0]) : JsonTemplateReader.Read(json[0]);
            return HclTemplateReader.Read(hcl.Length == 1 ? hcl[0] : folder, hcl);
        }
        catch (DocumentException e)
        {
            problems.Add(e.Problem);
            return null;
        }
    }

    private static void CheckInside(string folder, string file)
    {
        if ((File.GetAttributes(file) & FileAttributes.ReparsePoint) == 0) return;
#if NET
        var real = new FileInfo(file).ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        if (real is null || real.StartsWith(Path.GetDirectoryName(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return;
#endif
        throw new DocumentException(new("LinkOutside", "the file is a symbolic link out of the definitions' tree.", file));
    }
}
