using System.Text.Json.Nodes;

namespace AmiTools.Core.Policies;

/// <summary>Permissions as an IAM policy; pure functions.</summary>
internal static class PolicyText
{
    /// <summary>The document: one statement for all that is allowed on the same, in a stable order.</summary>
    public static JsonObject Of(IEnumerable<Permission> permissions, string partition)
    {
        var statements = permissions.GroupBy(p => (p.IsRead, Resources: string.Join(" ", p.Resources), TagKeys: string.Join(" ", p.TagKeys)))
            .OrderByDescending(g => g.Key.IsRead).ThenBy(g => g.Key.Resources, StringComparer.Ordinal).ThenBy(g => g.Key.TagKeys, StringComparer.Ordinal)
            .Select(g => (Name: Name(g.First()), Like: g.First(), Actions: g.Select(p => p.Action)))
            // Names have to differ; the same kind of thing may be allowed on several parts of it.
            .GroupBy(s => s.Name).SelectMany(g => g.Select((s, i) => (JsonNode)Statement(i == 0 ? s.Name : $"{s.Name}{i + 1}", s.Like, s.Actions, partition)));
        return new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. statements]) };
    }

    private static JsonObject Statement(string name, Permission like, IEnumerable<string> actions, string partition)
    {
        var statement = new JsonObject
        {
            ["Sid"] = name,
            ["Effect"] = "Allow",
            ["Action"] = Texts(actions.Distinct().OrderBy(a => a, StringComparer.Ordinal)),
            ["Resource"] = like.Resources is ["*"] ? "*" : Texts(like.Resources.Select(r => r.Replace("arn:aws:", $"arn:{partition}:"))),
        };
        if (like.TagKeys.Count > 0) statement["Condition"] = new JsonObject { ["ForAllValues:StringEquals"] = new JsonObject { ["aws:TagKeys"] = Texts(like.TagKeys) } };
        return statement;
    }

    /// <summary>Read, WriteImageSnapshot, WriteTagsOfImage: letters and digits only, as IAM wants it.</summary>
    private static string Name(Permission like)
    {
        var kinds = like.Resources is ["*"] ? "" : string.Concat(like.Resources.Select(Kind).Distinct());
        return (like.IsRead ? "Read" : "Write") + (like.TagKeys.Count > 0 ? "TagsOf" : "") + kinds;
    }

    private static string Kind(string resource)
    {
        var kind = resource[(resource.LastIndexOf(':') + 1)..].Split('/')[0];
        return string.Concat(kind.Split('-').Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode?)JsonValue.Create(t))]);
}
