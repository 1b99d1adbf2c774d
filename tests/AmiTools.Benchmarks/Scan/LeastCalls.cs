using AmiTools.LocalCloud;

namespace AmiTools.Benchmarks.Scan;

/// <summary>The fewest calls that a scan can make: each source's items through the largest pages that AWS gives, in two accounts of which one is empty.</summary>
internal static class LeastCalls
{
    public static IReadOnlyDictionary<string, int> Of(FleetSize size) => new Dictionary<string, int>
    {
        ["GetCallerIdentity"] = 2,
        // Own images; and in each account those of the other that may be launched there.
        ["DescribeImages"] = Pages(size.Images, 1000) + 1 + 2,
        ["DescribeInstances"] = Pages(size.Instances, 1000) + 1,
        // One version each, which is the default and the latest.
        ["DescribeLaunchTemplateVersions"] = Pages(size.LaunchTemplates, 200) + 1,
        ["DescribeAutoScalingGroups"] = Pages(size.Groups, 100) + 1,
        ["DescribeLaunchConfigurations"] = 2,
        ["DescribeSpotInstanceRequests"] = 2,
        ["DescribeSpotFleetRequests"] = 2,
        ["DescribeFleets"] = 2,
        ["DescribeParameters"] = 2,
        // Both tags of 1,000 images in one call, since all are used.
        ["CreateTags"] = Pages(size.Images, 1000),
    };

    private static int Pages(int items, int page) => Math.Max(1, (items + page - 1) / page);
}
