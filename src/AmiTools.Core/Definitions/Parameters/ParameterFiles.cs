using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AmiTools.Core.Definitions;

/// <summary>Finds and reads the hierarchy's files.</summary>
internal static class ParameterFiles
{
    /// <summary>More than this is no file that somebody wrote by hand.</summary>
    private const int MostValues = 5_000;

    private static readonly JsonSerializerOptions readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] endings = [".conf", ".yaml", ".yml", ".json"];

    /// <summary>All levels that exist, lowest first: common/default, common/target…, default, target….</summary>
    /// <param name="tree">What the files may be made of.</param>
    /// <param name="root">The folder beside the definition, with <c>common</c>.</param>
    /// <param name="definition">The definition's folder.</param>
    /// <param name="targets">The targets whose files are read.</param>
    /// <param name="known">All targets there are; their files are no spelling mistakes.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static IReadOnlyList<ParameterLevel> Read(DefinitionTree tree, string root, string definition, IReadOnlyList<string> targets, IReadOnlyList<string> known, List<Problem> problems)
    {
        var levels = new List<ParameterLevel>();
        foreach (var (above, folder, prefix, common) in new[] { (Path.Combine(root, "common"), Path.Combine(root, "common", "conf"), "common/", true), (definition, Path.Combine(definition, "conf"), "", false) })
        {
            if (!IsFolder(tree, above, problems) || !IsFolder(tree, folder, problems)) continue;
            foreach (var (name, target) in new[] { ("default", (string?)null) }.Concat(targets.Select(t => (t, (string?)t))))
            {
                var files = endings.Select(e => Path.Combine(folder, name + e)).Where(LinkedPath.IsThere).ToArray();
                if (files.Length > 1)
                {
                    problems.Add(new("TwoFormats", $"{string.Join(" and ", files.Select(Path.GetFileName))} are both there for one level; keep one.", files[1], null, target));
                    continue;
                }
                if (files.Length == 0) continue;
                try
                {
                    tree.Check(files[0]);
                    levels.Add(new(prefix + name, target, common, files[0], ReadFile(files[0])));
                }
                catch (DocumentException e)
                {
                    problems.Add(e.Problem with { Target = target });
                }
            }
            problems.AddRange(Unused(folder, known));
        }
        return levels;
    }

    /// <summary>True for a folder; what has its name and is none is a problem, since its values would be missing in silence.</summary>
    private static bool IsFolder(DefinitionTree tree, string path, List<Problem> problems)
    {
        if (!LinkedPath.IsThere(path)) return false;
        if (tree.Wrong(path) is { } wrong) problems.Add(wrong);
        else if (Directory.Exists(path)) return true;
        else problems.Add(new("FolderIsFile", "this is a file; expected a folder.", path));
        return false;
    }

    private static IReadOnlyList<ParameterEntry> ReadFile(string path)
    {
        var entries = Entries(path);
        return entries.Count <= MostValues ? entries : throw new DocumentException(new Problem("ParametersTooMany", $"the file has {entries.Count} values; at most {MostValues} are read.", path, entries[MostValues].Line));
    }

    private static IReadOnlyList<ParameterEntry> Entries(string path)
    {
        if (path.EndsWith(".conf", StringComparison.OrdinalIgnoreCase)) return ConfReader.Read(path);
        var node = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? JsonDocumentReader.Read(path) : YamlDocumentReader.Read(path);
        if (node is ScalarNode { Text: null }) return [];
        if (node is not MapNode map) throw new DocumentException(new Problem("ParametersInvalid", "expected names with values.", path, node.Line));
        return [.. map.Members.Select(m => new ParameterEntry(m.Key, m.Value is ScalarNode simple ? simple.Text ?? "" : Json(m.Value)!.ToJsonString(readable), m.Line, FormOf(m.Value)))];
    }

    private static ParameterForm FormOf(DocumentNode value) => value switch
    {
        ScalarNode => ParameterForm.Simple,
        ListNode list when list.Items.All(i => i is ScalarNode) => ParameterForm.List,
        _ => ParameterForm.Structure,
    };

    /// <summary>Numbers and flags stay as they are written: what they are is said by the template's type, and 1.50 may be a version.</summary>
    private static JsonNode? Json(DocumentNode value) => value switch
    {
        ListNode list => new JsonArray([.. list.Items.Select(Json)]),
        MapNode map => new JsonObject(map.Members.Select(m => new KeyValuePair<string, JsonNode?>(m.Key, Json(m.Value)))),
        _ => JsonValue.Create(((ScalarNode)value).Text ?? ""),
    };

    /// <summary>A file for a target that does not exist is most likely a spelling mistake.</summary>
    private static IEnumerable<Problem> Unused(string folder, IReadOnlyList<string> known)
    {
        string[] names = [.. known, "default"];
        foreach (var file in Directory.GetFiles(folder).OrderBy(f => f, StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var ending = Path.GetExtension(file);
            if (endings.Contains(ending))
            {
                if (!names.Contains(name) && Nearest.Of(name, names) is { } near) yield return new("UnknownTargetFile", $"there is no target '{name}'. Did you mean '{near}'?", file);
            }
            else if (endings.Contains(ending, StringComparer.OrdinalIgnoreCase) && names.Contains(name))
            {
                yield return new("UnknownTargetFile", $"the ending {ending} is not read. Did you mean '{ending.ToLowerInvariant()}'?", file);
            }
        }
    }
}
