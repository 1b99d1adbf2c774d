using System.Text.Json.Nodes;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ssm;

/// <summary>The filters of DescribeParameters and GetParametersByPath; all must match, each by any of its values.</summary>
internal static class ParameterFilters
{
    public static Func<CloudParameter, bool> Of(JsonObject input, bool byPath)
    {
        var tests = new List<Func<CloudParameter, bool>>();
        foreach (var filter in (input["ParameterFilters"] as JsonArray ?? []).Concat(input["Filters"] as JsonArray ?? []).Select(f => f!.AsObject()))
        {
            var key = filter["Key"]?.GetValue<string>() ?? "";
            var option = filter["Option"]?.GetValue<string>() ?? (key == "Path" ? "OneLevel" : "Equals");
            var values = (filter["Values"] as JsonArray ?? []).Select(v => v!.GetValue<string>()).ToArray();
            if (byPath && key is not ("Type" or "Label")) throw new CloudError("InvalidFilterKey", $"The following filter key is not valid: {key}. Valid filter keys include: [Type, KeyId, Label].");
            tests.Add((key, option) switch
            {
                ("Name", "Equals") => p => values.Contains(p.Name),
                ("Name", "BeginsWith") => p => values.Any(v => p.Name.StartsWith(v, StringComparison.Ordinal)),
                ("Name", "Contains") => p => values.Any(v => p.Name.Contains(v, StringComparison.Ordinal)),
                ("Type", "Equals") => p => values.Contains(p.Current.Type),
                ("DataType", "Equals") => p => values.Contains(p.Current.DataType),
                ("Label", "Equals") => p => p.Versions.Any(v => v.Labels.Overlaps(values)),
                ("Tier", "Equals") => _ => values.Contains("Standard"),
                ("Path", "Recursive") => p => values.Any(v => p.Name.StartsWith(v.TrimEnd('/') + "/", StringComparison.Ordinal)),
                ("Path", "OneLevel") => p => values.Any(v => p.Name.StartsWith(v.TrimEnd('/') + "/", StringComparison.Ordinal) && p.Name.LastIndexOf('/') == v.TrimEnd('/').Length),
                ("Name" or "Type" or "DataType" or "Label" or "Tier" or "Path", _) => throw new CloudError("InvalidFilterOption", $"The following filter option is not valid: {option}."),
                _ => throw new CloudError("InvalidFilterKey", $"The following filter key is not valid: {key}. The local cloud knows Name, Type, DataType, Label, Tier and Path."),
            });
        }
        return parameter => tests.TrueForAll(t => t(parameter));
    }
}
