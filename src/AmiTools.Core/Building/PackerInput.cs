using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AmiTools.Core.Definitions;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>
/// The files that Packer is given: the template (for JSON a rendered copy) and variable files. Values go by file and not
/// by argument, since arguments can be read by every user of the machine; those that look like secrets lie in a file of
/// their own, outside the run folder, that is gone when Packer has ended.
/// </summary>
internal sealed record PackerInput
{
    /// <summary>The variable of an HCL2 template that gets the pair's tags as a map, if it declares one.</summary>
    public const string TagsVariable = "amitools_tags";

    /// <summary>The file or folder that Packer is told to build.</summary>
    public required string Template { get; init; }
    public required IReadOnlyList<string> VariableFiles { get; init; }

    public IReadOnlyList<string> Secrets { get; init; } = [];
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>True if the template logs in by the SSH agent.</summary>
    public bool UsesSshAgent { get; init; }

    public IReadOnlyList<string> Arguments(string command, params string[] options) =>
        [command, .. options, .. VariableFiles.Select(f => "-var-file=" + f), Template];

    /// <summary>The name that Packer is told for the temporary key pair, where it can be told one.</summary>
    public static string KeyPairNameOf(PairPlan plan, PlannedMember member) => $"amitools_{plan.PairId}_{member.Target.Name}";

    /// <summary>Writes the files of one member.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="member">The member.</param>
    /// <param name="folder">A private folder for what may stay.</param>
    /// <param name="scratch">A private folder for what must not.</param>
    public static PackerInput Write(PairPlan plan, PlannedMember member, string folder, string scratch)
    {
        var given = member.Parameters.Where(p => p.IsPassed).GroupBy(p => p.Name).Select(g => g.Last()).OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        var passed = given.ToDictionary(p => p.Name, p => p.Value);
        var isHcl = plan.Definition.Format == TemplateFormat.Hcl2;
        var files = new List<string>();
        var open = new JsonObject();
        var hidden = new JsonObject();
        // An HCL2 template's own default may be an expression, and Packer has it.
        foreach (var parameter in given.Where(p => !(isHcl && p.Level == "template")))
            (IsSecret(parameter) ? hidden : open)[parameter.Name] = isHcl ? Typed(parameter) : JsonValue.Create(parameter.Value);

        var tags = MemberTags.Of(plan, member);
        if (isHcl && plan.Definition.Variables.Contains(TagsVariable))
        {
            var map = new JsonObject();
            foreach (var tag in tags) map[tag.Key] = tag.Value;
            open[TagsVariable] = map;
        }
        WriteFile(Path.Combine(folder, "variables.pkrvars.json"), open);
        if (hidden.Count > 0) WriteFile(Path.Combine(scratch, member.Target.Name + ".pkrvars.json"), hidden);

        var (template, problems) = isHcl ? (plan.Definition.TemplatePath, []) : WriteTemplate(plan, member, folder, tags, passed);
        return new PackerInput
        {
            Template = template,
            VariableFiles = files,
            Secrets = [.. given.SelectMany(SecretNames.In)],
            Problems = problems,
            UsesSshAgent = UsesAgent(plan.Definition),
        };

        void WriteFile(string path, JsonObject values)
        {
            PrivateFile.Write(path, values.ToJsonString(Form));
            files.Add(path);
        }
    }

    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static bool IsSecret(AmiParameter parameter) => parameter.Value.Length > 0 && SecretNames.In(parameter).Count > 0;

    /// <summary>A value that does not fit was a problem of the plan; here it goes on as it is, and Packer says so too.</summary>
    private static JsonNode? Typed(AmiParameter parameter) =>
        TypedValue.Of(parameter.Value, parameter.Type is { } type ? VariableType.Parse(type) : VariableType.Text, isStructured: false).Json
        ?? TypedValue.Of(parameter.Value, VariableType.Any, isStructured: false).Json;

    private static (string, IReadOnlyList<Problem>) WriteTemplate(
        PairPlan plan, PlannedMember member, string folder, IReadOnlyDictionary<string, string> tags, IReadOnlyDictionary<string, string> variables)
    {
        var original = plan.Definition.TemplatePath;
        var keyPair = KeyPairNameOf(plan, member);
        var text = RenderedTemplate.Render(File.ReadAllText(original),
            new Rendering(Path.GetDirectoryName(original)!, tags, MemberTags.OfRun(plan, member.Target), keyPair, MemberTags.Description(plan)), variables, out var problems);
        var path = Path.Combine(folder, "template.json");
        PrivateFile.Write(path, text);
        return (path, [.. problems.Select(p => p with { File = original, Target = member.Target.Name })]);
    }

    private static bool UsesAgent(AmiDefinition definition)
    {
        var files = Directory.Exists(definition.TemplatePath) ? Directory.GetFiles(definition.TemplatePath, "*.pkr.*") : [definition.TemplatePath];
        return files.Any(f => File.ReadAllText(f).Contains("ssh_agent_auth"));
    }
}
