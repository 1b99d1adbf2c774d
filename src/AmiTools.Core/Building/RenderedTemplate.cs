using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AmiTools.Core.Building;

/// <summary>What a rendered copy adds to a template.</summary>
/// <param name="Folder">The folder of the original, which <c>{{template_dir}}</c> goes on meaning.</param>
/// <param name="Tags">Tags of the image and its snapshots.</param>
/// <param name="RunTags">Tags of the instance and its volumes.</param>
/// <param name="KeyPairName">The name of the temporary key pair.</param>
/// <param name="Description">The description of an image whose template gives none.</param>
public sealed record Rendering(
    string Folder, IReadOnlyDictionary<string, string> Tags, IReadOnlyDictionary<string, string> RunTags, string KeyPairName, string Description);

/// <summary>
/// The copy of a JSON template that Packer really runs: what it makes carries the pair's id from its first moment. All
/// that the template says is kept.
/// </summary>
public static class RenderedTemplate
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly Regex TemplateFolder = new(@"\{\{\s*template_dir\s*\}\}", RegexOptions.CultureInvariant, Soon);
    private static readonly Regex UserVariable = new(@"\{\{\s*user\s+(?:`([^`]*)`|'([^']*)'|\\?""([^""\\]*)\\?"")\s*\}\}", RegexOptions.CultureInvariant, Soon);
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A builder that brings its own way to log in makes no temporary key pair.
    private static readonly string[] OwnLogin = ["ssh_keypair_name", "ssh_private_key_file", "ssh_agent_auth", "ssh_password", "temporary_key_pair_name"];

    /// <summary>Renders.</summary>
    /// <param name="template">The template's text.</param>
    /// <param name="rendering">What is added.</param>
    /// <param name="variables">The variables' values, to compare tags with.</param>
    /// <param name="problems">Tags that the template sets to another value.</param>
    /// <exception cref="JsonException">The text is no JSON object.</exception>
    public static string Render(string template, Rendering rendering, IReadOnlyDictionary<string, string> variables, out IReadOnlyList<Problem> problems)
    {
        var folder = JsonEncodedText.Encode(rendering.Folder, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        var text = TemplateFolder.Replace(template.TrimStart('\uFEFF'), folder.Replace("$", "$$"));
        if (JsonNode.Parse(text) is not JsonObject root) throw new JsonException("The template is no JSON object.");
        var found = new List<Problem>();
        foreach (var builder in Builders(root).Where(MakesImage))
        {
            AddTags(builder, "tags", rendering.Tags, variables, found);
            AddTags(builder, "run_tags", rendering.RunTags, variables, found);
            AddTags(builder, "run_volume_tags", rendering.RunTags, variables, found);
            if (!OwnLogin.Any(o => Has(builder, o))) builder["temporary_key_pair_name"] = rendering.KeyPairName;
            if (!Has(builder, "ami_description")) builder["ami_description"] = rendering.Description;
        }
        problems = found;
        return root.ToJsonString(Form);
    }

    /// <summary>The value with its variables filled in; null if it takes something that only Packer knows.</summary>
    public static string? Resolve(string value, IReadOnlyDictionary<string, string> variables)
    {
        var resolved = UserVariable.Replace(value, m =>
        {
            var name = m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Success ? m.Groups[2].Value : m.Groups[3].Value;
            return variables.TryGetValue(name, out var known) ? known : m.Value;
        });
        return resolved.Contains("{{") ? null : resolved;
    }

    private static IEnumerable<JsonObject> Builders(JsonObject root) =>
        root["builders"] is JsonArray builders ? builders.OfType<JsonObject>() : [];

    private static bool MakesImage(JsonObject builder) =>
        builder["type"] is JsonValue type && type.TryGetValue<string>(out var name) && name is "amazon-ebs" or "amazon-ebssurrogate";

    private static bool Has(JsonObject builder, string key) => builder[key] switch
    {
        null => false,
        JsonValue value when value.TryGetValue<string>(out var text) => text.Length > 0,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => true,
    };

    private static void AddTags(JsonObject builder, string key, IReadOnlyDictionary<string, string> tags, IReadOnlyDictionary<string, string> variables, List<Problem> problems)
    {
        // A template may also write them as a list of key and value (tag, run_tag, run_volume_tag); both are read.
        if (builder[key] is not JsonObject own) builder[key] = own = [];
        foreach (var tag in tags)
        {
            if (own[tag.Key] is not JsonValue present)
            {
                own[tag.Key] = tag.Value;
                continue;
            }
            var value = present.ToString();
            if (Resolve(value, variables) is { } resolved && resolved != tag.Value)
            {
                problems.Add(new Problem("TagConflict",
                    $"The template's {key} set {tag.Key} to '{resolved}', and AmiTools sets it to '{tag.Value}'. Remove the tag from the template, or give it the same value."));
            }
        }
    }
}
