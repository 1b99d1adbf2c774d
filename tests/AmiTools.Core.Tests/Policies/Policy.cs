using System.Text.Json;
using System.Text.RegularExpressions;
using AmiTools.LocalCloud;

namespace AmiTools.Core.Tests.Policies;

/// <summary>An IAM policy as IAM reads it, as far as ours go: actions, resources with wildcards, the tag keys of a call.</summary>
internal sealed class Policy(string json)
{
    private sealed record Statement(string Sid, string[] Actions, string[] Resources, string[]? TagKeys);

    private readonly List<Statement> statements = [.. JsonDocument.Parse(json).RootElement.GetProperty("Statement").EnumerateArray().Select(s => new Statement(
        s.GetProperty("Sid").GetString()!, Texts(s.GetProperty("Action")), Texts(s.GetProperty("Resource")),
        s.TryGetProperty("Condition", out var c) ? Texts(c.GetProperty("ForAllValues:StringEquals").GetProperty("aws:TagKeys")) : null))];

    public IReadOnlyList<string> Names => [.. statements.Select(s => s.Sid)];

    /// <summary>True if each resource of the call is allowed by some statement.</summary>
    public bool Allows(LoggedCall call)
    {
        var fitting = statements.Where(s => s.Actions.Contains($"{call.Service}:{call.Action}") && (s.TagKeys is null || KeysOf(call).All(s.TagKeys.Contains))).ToList();
        return fitting.Count > 0 && ResourcesOf(call).All(r => fitting.Exists(s => s.Resources.Any(p => Matches(p, r))));
    }

    private static IEnumerable<string> KeysOf(LoggedCall call) => call.Parameters.Where(p => Regex.IsMatch(p.Key, @"^Tag\.\d+\.Key$")).Select(p => p.Value);

    // What a call acts on, where policies narrow it; of what is allowed on everything it does not matter.
    private static IReadOnlyList<string> ResourcesOf(LoggedCall call)
    {
        string[] ids = call.Action switch
        {
            "CreateTags" or "DeleteTags" => All("ResourceId"),
            "DeregisterImage" or "ModifyImageAttribute" or "DisableImage" or "EnableImage" or "EnableImageDeprecation" or "DisableImageDeprecation" or "RestoreImageFromRecycleBin" => All("ImageId"),
            "DeleteSnapshot" or "ModifySnapshotAttribute" or "RestoreSnapshotFromRecycleBin" => All("SnapshotId"),
            "TerminateInstances" or "StopInstances" => All("InstanceId"),
            "DeleteVolume" => All("VolumeId"),
            "DeleteSecurityGroup" => All("GroupId"),
            "DeleteKeyPair" => ["key-0123"],
            "PutParameter" or "GetParameter" or "DeleteParameter" => All("Name"),
            "GetParametersByPath" => All("Path"),
            _ => [],
        };
        return [.. ids.Select(id => Arn(id, call))];

        string[] All(string name) => [.. call.Parameters.Where(p => p.Key == name || p.Key.StartsWith(name + ".", StringComparison.Ordinal)).Select(p => p.Value.Trim('"'))];
    }

    private static string Arn(string id, LoggedCall call) => id.Split('-')[0] switch
    {
        "ami" => $"arn:aws:ec2:{call.Region}::image/{id}",
        "snap" => $"arn:aws:ec2:{call.Region}::snapshot/{id}",
        "i" => $"arn:aws:ec2:{call.Region}:{call.Account}:instance/{id}",
        "vol" => $"arn:aws:ec2:{call.Region}:{call.Account}:volume/{id}",
        "sg" => $"arn:aws:ec2:{call.Region}:{call.Account}:security-group/{id}",
        "key" => $"arn:aws:ec2:{call.Region}:{call.Account}:key-pair/{id}",
        _ => $"arn:aws:ssm:{call.Region}:{call.Account}:parameter{id.Split(':')[0]}",
    };

    private static bool Matches(string pattern, string arn) => Regex.IsMatch(arn, "^" + Regex.Escape(pattern).Replace("\\*", ".*") + "$");

    private static string[] Texts(JsonElement value) => value.ValueKind == JsonValueKind.String ? [value.GetString()!] : [.. value.EnumerateArray().Select(v => v.GetString()!)];
}
