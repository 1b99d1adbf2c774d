namespace AmiTools.LocalCloud.State;

/// <summary>A parameter with its history; the last version is the current one.</summary>
internal sealed class CloudParameter
{
    public required string Name { get; init; }
    public List<ParameterVersion> Versions { get; } = [];
    public ParameterVersion Current => Versions[^1];
}

internal sealed record ParameterVersion(long Version, string Value, string Type, string DataType, string? Description, DateTimeOffset Modified, string ModifiedBy)
{
    public HashSet<string> Labels { get; } = new(StringComparer.Ordinal);
}

/// <summary>Finds a parameter as its callers write it: <c>name</c>, <c>name:version</c>, <c>name:label</c>, or its ARN.</summary>
internal static class ParameterNames
{
    /// <summary>Null if there is no parameter of that name.</summary>
    public static (CloudParameter Parameter, ParameterVersion Version)? Find(RegionState region, string account, string name)
    {
        if (name.StartsWith("arn:", StringComparison.Ordinal) && name.Split(':', 6) is [_, _, "ssm", _, var owner, var resource]) (account, name) = (owner, resource.Substring(resource.IndexOf('/')));
        if (name == Landscape.LatestParameter) return Landscape.Latest;
        if (Of(region, account, name) is { } bare) return (bare, bare.Current);
        if (name.LastIndexOf(':') is not (> 0 and var colon) || Of(region, account, name.Substring(0, colon)) is not { } parameter) return null;
        var selector = name.Substring(colon + 1);
        return parameter.Versions.FirstOrDefault(v => v.Labels.Contains(selector) || (long.TryParse(selector, out var number) && v.Version == number)) is { } version
            ? (parameter, version)
            : throw new CloudError("ParameterVersionNotFound", $"Systems Manager could not find version {selector} of {parameter.Name}.");
    }

    // In an ARN the slash at the beginning of a name is not doubled, so that one can't see whether there was one.
    private static CloudParameter? Of(RegionState region, string account, string name) =>
        region.Parameters.GetValueOrDefault((account, name)) ?? (name.StartsWith('/') ? region.Parameters.GetValueOrDefault((account, name.Substring(1))) : null);
}
