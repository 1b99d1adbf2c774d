namespace AmiTools.Core.Definitions;

/// <summary>Finds and reads the hierarchy's files.</summary>
internal static class ParameterFiles
{
    private static readonly string[] endings = [".conf", ".yaml", ".yml", ".json"];

    /// <summary>All levels that exist, lowest first: common/default, common/target…, default, target….</summary>
    public static IReadOnlyList<ParameterLevel> Read(string root, string definition, IReadOnlyList<string> targets, List<Problem> problems)
    {
        var levels = new List<ParameterLevel>();
        foreach (var (folder, prefix, common) in new[] { (Path.Combine(root, "common", "conf"), "common/", true), (Path.Combine(definition, "conf"), "", false) })
        {
            if (!Directory.Exists(folder)) continue;
            foreach (var (name, target) in new[] { ("default", (string?)null) }.Concat(targets.Select(t => (t, (string?)t))))
            {
                var files = endings.Select(e => Path.Combine(folder, name + e)).Where(File.Exists).ToArray();
                if (files.Length > 1)
                {
                    problems.Add(new("TwoFormats", $"{string.Join(" and ", files.Select(Path.GetFileName))} are both there for one level; keep one.", files[1], null, target));
                    continue;
                }
                if (files.Length == 0) continue;
                try
                {
                    levels.Add(new(prefix + name, target, common, files[0], ReadFile(files[0])));
                }
                catch (DocumentException e)
                {
                    problems.Add(e.Problem with { Target = target });
                }
            }
            problems.AddRange(Unused(folder, targets));
        }
        return levels;
    }

    private static IReadOnlyList<ParameterEntry> ReadFile(string path)
    {
        if (path.EndsWith(".conf", StringComparison.OrdinalIgnoreCase)) return ConfReader.Read(path);
        var node = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? JsonDocumentReader.Read(path) : YamlDocumentReader.Read(path);
        if (node is ScalarNode { Text: null }) return [];
        if (node is not MapNode map) throw new DocumentException(new Problem("ParametersInvalid", "expected names with values.", path, node.Line));
        return [.. map.Members.Select(m => new ParameterEntry(m.Key, Text(m, path), m.Line))];
    }

    /// <summary>Packer's variables are text; a list or object is handed over as JSON, which HCL2 reads.</summary>
    private static string Text(MapMember member, string path) => member.Value switch
    {
        ScalarNode scalar => scalar.Text ?? "",
        ListNode { Items: var items } when items.All(i => i is ScalarNode) => "[" + string.Join(",", items.Cast<ScalarNode>().Select(s => System.Text.Json.JsonSerializer.Serialize(s.Text ?? ""))) + "]",
        _ => throw new DocumentException(new Problem("ParameterNotText", $"'{member.Key}' is no text, number, true, false or list of these.", path, member.Line)),
    };

    /// <summary>A file for a target that does not exist is most likely a spelling mistake.</summary>
    private static IEnumerable<Problem> Unused(string folder, IReadOnlyList<string> targets)
    {
        foreach (var file in Directory.GetFiles(folder).OrderBy(f => f, StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (!endings.Contains(Path.GetExtension(file)) || name == "default" || targets.Contains(name)) continue;
            if (Nearest.Of(name, targets) is { } near) yield return new("UnknownTargetFile", $"there is no target '{name}'. Did you mean '{near}'?", file);
        }
    }
}
