using Amazon;

namespace AmiTools.Aws;

/// <summary>The Regions that AWSSDK.Core knows, by their names; without the partitions that nobody reaches over the internet.</summary>
public static class KnownRegions
{
    /// <summary>From a Region (<c>eu-west-1</c>) to its name in words (<c>Europe (Ireland)</c>).</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = RegionEndpoint.EnumerableAllRegions
        .Where(r => !r.PartitionName.StartsWith("aws-iso", StringComparison.Ordinal))
        .GroupBy(r => r.SystemName, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().DisplayName, StringComparer.Ordinal);
}
