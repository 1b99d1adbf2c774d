using System.Text.Encodings.Web;
using System.Text.Json;
using AmiTools.Core.Definitions;

namespace AmiTools.Core.Policies;

/// <summary>The least-privilege policy of chosen cmdlets. Asks nothing of AWS.</summary>
public sealed class GetPolicy
{
    private static readonly JsonSerializerOptions indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] partitions = ["aws", "aws-cn", "aws-us-gov"];

    /// <summary>The policy as JSON.</summary>
    /// <exception cref="AmiToolsException">UnknownCmdlet, NoPermissionNeeded, UnknownPartition.</exception>
    public string Run(PolicyRequest request) =>
        PolicyText.Of(Choose(request).SelectMany(c => PermissionTable.Of[c]), request.Partition).ToJsonString(indented).Replace("\r", "");

    /// <summary>The same, an action at a time, with what each is for.</summary>
    public IReadOnlyList<AmiPermission> Explain(PolicyRequest request) =>
    [
        .. from cmdlet in Choose(request)
           from permission in PermissionTable.Of[cmdlet]
           group permission by (Cmdlet: cmdlet, permission.Action, Resources: string.Join(" ", permission.Resources), permission.IsDependent) into same
           orderby same.Key.Cmdlet, same.Key.Action
           select new AmiPermission
           {
               Cmdlet = same.Key.Cmdlet,
               Action = same.Key.Action,
               Resources = [.. same.First().Resources.Select(r => r.Replace("arn:aws:", $"arn:{request.Partition}:"))],
               TagKeys = same.First().TagKeys,
               Why = string.Join("; ", same.Select(p => p.Why).Distinct()),
               IsDependent = same.Key.IsDependent,
           },
    ];

    private static List<string> Choose(PolicyRequest request)
    {
        if (!partitions.Contains(request.Partition)) throw new AmiToolsException("UnknownPartition", FailureKind.InvalidInput, $"There is no partition '{request.Partition}'; expected one of {string.Join(", ", partitions)}.", request.Partition);
        var known = PermissionTable.Of.Keys.ToList();
        foreach (var name in request.Cmdlets)
        {
            if (!known.Any(k => NamePattern.Matches(name, k)))
                throw new AmiToolsException("UnknownCmdlet", FailureKind.NotFound, $"There is no cmdlet '{name}' in AmiTools.{Nearest.Hint(name, known)}", name);
        }
        var chosen = known.Where(k => request.Cmdlets.Any(n => NamePattern.Matches(n, k))).ToList();
        if (chosen.All(c => PermissionTable.Of[c].Count == 0))
            throw new AmiToolsException("NoPermissionNeeded", FailureKind.NotFound, $"{string.Join(", ", chosen)} {(chosen.Count == 1 ? "asks" : "ask")} nothing of AWS; no policy is needed.", string.Join(", ", chosen)) { RecommendedAction = "Leave it out of the list." };
        return chosen;
    }
}
