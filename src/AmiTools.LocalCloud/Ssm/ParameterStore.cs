using System.Text.Json.Nodes;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ssm;

/// <summary>The parameters of one account in one Region, and AWS's public ones.</summary>
internal sealed class ParameterStore(Cloud cloud, RegionState region, Identity caller)
{
    public JsonObject Get(JsonObject input) => new() { ["Parameter"] = Shown(Find(Name(input)) ?? throw Unknown(Name(input))) };

    public JsonObject GetMany(JsonObject input)
    {
        var names = Names(input);
        if (names.Count > 10) throw new CloudError("ValidationException", "1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length less than or equal to 10");
        var found = names.Select(n => (Name: n, Version: Find(n))).ToArray();
        return new()
        {
            ["Parameters"] = new JsonArray([.. found.Where(f => f.Version is not null).Select(f => Shown(f.Version!.Value))]),
            ["InvalidParameters"] = new JsonArray([.. found.Where(f => f.Version is null).Select(f => JsonValue.Create(f.Name))]),
        };
    }

    public JsonObject GetByPath(JsonObject input)
    {
        var path = input["Path"]?.GetValue<string>().TrimEnd('/') ?? throw new CloudError("ValidationException", "Path is required");
        var recursive = input["Recursive"]?.GetValue<bool>() ?? false;
        var matches = ParameterFilters.Of(input, byPath: true);
        var below = Own().Where(p => matches(p) && p.Name.StartsWith(path + "/", StringComparison.Ordinal) && (recursive || !p.Name.Substring(path.Length + 1).Contains('/')));
        return Paged(input, below.Select(p => (p.Name, (JsonNode)Shown((p, p.Current)))), "Parameters", 10);
    }

    public JsonObject Describe(JsonObject input) => Paged(input, Own().Where(ParameterFilters.Of(input, byPath: false)).Select(p => (p.Name, (JsonNode)new JsonObject
    {
        ["Name"] = p.Name,
        ["Type"] = p.Current.Type,
        ["DataType"] = p.Current.DataType,
        ["Version"] = p.Current.Version,
        ["Description"] = p.Current.Description,
        ["LastModifiedDate"] = Seconds(p.Current.Modified),
        ["LastModifiedUser"] = p.Current.ModifiedBy,
        ["Tier"] = "Standard",
    })), "Parameters", 50);

    public JsonObject History(JsonObject input)
    {
        var parameter = region.Parameters.GetValueOrDefault((caller.Account.Id, Name(input))) ?? throw Unknown(Name(input));
        return Paged(input, parameter.Versions.Select(v => (v.Version.ToString("D10", System.Globalization.CultureInfo.InvariantCulture), (JsonNode)new JsonObject
        {
            ["Name"] = parameter.Name,
            ["Type"] = v.Type,
            ["DataType"] = v.DataType,
            ["Value"] = v.Value,
            ["Version"] = v.Version,
            ["Labels"] = new JsonArray([.. v.Labels.Order(StringComparer.Ordinal).Select(l => JsonValue.Create(l))]),
            ["LastModifiedDate"] = Seconds(v.Modified),
            ["LastModifiedUser"] = v.ModifiedBy,
        })), "Parameters", 50);
    }

    public JsonObject Put(JsonObject input)
    {
        var name = Name(input);
        if (name.StartsWith("/aws/", StringComparison.OrdinalIgnoreCase) || name.StartsWith("aws", StringComparison.OrdinalIgnoreCase))
            throw new CloudError("ValidationException", "No access to reserved parameter name: " + name);
        var value = input["Value"]?.GetValue<string>() ?? throw new CloudError("ValidationException", "Value is required");
        if (value.Length == 0) throw new CloudError("ValidationException", "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1");
        if (value.Length > 4096 && input["Tier"]?.GetValue<string>() is not ("Advanced" or "Intelligent-Tiering")) throw new CloudError("ValidationException", "Standard tier parameters support a maximum parameter value of 4096 characters.");
        var key = (caller.Account.Id, name);
        if (region.Parameters.TryGetValue(key, out var existing))
        {
            if (!(input["Overwrite"]?.GetValue<bool>() ?? false)) throw new CloudError("ParameterAlreadyExists", "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
        }
        else
        {
            if (input["Type"] is null) throw new CloudError("ValidationException", "A parameter type is required when you create a parameter.");
            region.Parameters.Add(key, existing = new CloudParameter { Name = name });
        }
        var last = existing.Versions.Count > 0 ? existing.Current : null;
        var dataType = input["DataType"]?.GetValue<string>() ?? last?.DataType ?? "text";
        // AWS answers at once and validates an image id afterwards: an invalid one never becomes the current version.
        var refused = dataType == "aws:ec2:image" && region.Find<CloudImage>(value) is null;
        var next = new ParameterVersion((last?.Version ?? 0) + 1, value, input["Type"]?.GetValue<string>() ?? last!.Type, dataType, input["Description"]?.GetValue<string>(), cloud.Now, caller.Arn);
        if (!refused) existing.Versions.Add(next);
        else if (last is null) region.Parameters.Remove(key);
        if (existing.Versions.Count > 100) existing.Versions.RemoveAt(0);
        return new() { ["Version"] = next.Version, ["Tier"] = "Standard" };
    }

    /// <summary>A label names one version at a time.</summary>
    public JsonObject Label(JsonObject input)
    {
        var parameter = region.Parameters.GetValueOrDefault((caller.Account.Id, Name(input))) ?? throw Unknown(Name(input));
        var number = input["ParameterVersion"]?.GetValue<long>() ?? parameter.Current.Version;
        var version = parameter.Versions.Find(v => v.Version == number) ?? throw new CloudError("ParameterVersionNotFound", $"Systems Manager could not find version {number} of {parameter.Name}.");
        foreach (var label in input["Labels"]!.AsArray().Select(l => l!.GetValue<string>()))
        {
            foreach (var other in parameter.Versions) other.Labels.Remove(label);
            version.Labels.Add(label);
        }
        return new() { ["InvalidLabels"] = new JsonArray(), ["ParameterVersion"] = number };
    }

    public JsonObject Delete(JsonObject input)
    {
        if (!region.Parameters.Remove((caller.Account.Id, Name(input)))) throw Unknown(Name(input));
        return [];
    }

    public JsonObject DeleteMany(JsonObject input)
    {
        var results = Names(input).ToLookup(n => region.Parameters.Remove((caller.Account.Id, n)));
        return new()
        {
            ["DeletedParameters"] = new JsonArray([.. results[true].Select(n => JsonValue.Create(n))]),
            ["InvalidParameters"] = new JsonArray([.. results[false].Select(n => JsonValue.Create(n))]),
        };
    }

    private IEnumerable<CloudParameter> Own() => region.Parameters.Where(p => p.Key.Account == caller.Account.Id).Select(p => p.Value);

    private (CloudParameter, ParameterVersion)? Find(string name) => ParameterNames.Find(region, caller.Account.Id, name);

    private JsonObject Shown((CloudParameter Parameter, ParameterVersion Version) found) => new()
    {
        ["Name"] = found.Parameter.Name,
        ["Type"] = found.Version.Type,
        ["Value"] = found.Version.Value,
        ["Version"] = found.Version.Version,
        ["LastModifiedDate"] = Seconds(found.Version.Modified),
        ["ARN"] = $"arn:aws:ssm:{region.Name}:{caller.Account.Id}:parameter/{found.Parameter.Name.TrimStart('/')}",
        ["DataType"] = found.Version.DataType,
    };

    private JsonObject Paged(JsonObject input, IEnumerable<(string Key, JsonNode Node)> items, string member, int longest)
    {
        var size = input["MaxResults"]?.GetValue<int>() ?? longest;
        if (size < 1 || size > longest) throw new CloudError("ValidationException", $"1 validation error detected: Value '{size}' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and {longest}");
        var after = input["NextToken"]?.GetValue<string>();
        // Before everything that a name may begin with.
        if (after is null && cloud.Options.EmptyPages) return new() { [member] = new JsonArray(), ["NextToken"] = " " };
        var rest = items.OrderBy(i => i.Key, StringComparer.Ordinal).Where(i => after is null || string.CompareOrdinal(i.Key, after) > 0).Take(size + 1).ToArray();
        var output = new JsonObject { [member] = new JsonArray([.. rest.Take(size).Select(i => i.Node)]) };
        if (rest.Length > size) output["NextToken"] = rest[size - 1].Key;
        return output;
    }

    private static string Name(JsonObject input) => input["Name"]?.GetValue<string>() ?? throw new CloudError("ValidationException", "Name is required");

    private static IReadOnlyList<string> Names(JsonObject input) => input["Names"] is JsonArray names ? [.. names.Select(n => n!.GetValue<string>())] : throw new CloudError("ValidationException", "Names is required");

    private static CloudError Unknown(string name) => new("ParameterNotFound", $"Parameter {name} not found.");

    private static double Seconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000.0;
}
