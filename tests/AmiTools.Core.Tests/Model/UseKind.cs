using AmiTools.LocalCloud;
using static AmiTools.Core.Tests.Usage.UsageLab;

namespace AmiTools.Core.Tests.Model;

/// <summary>
/// A way to name an image, whether that is a use (docs/usage-sources.md), and the actions that are called only where there
/// is such a thing.
/// </summary>
internal sealed record UseKind(string Name, bool IsUse, Action<CloudInside, string, string, string> Seed, params string[] Calls)
{
    private const string GetParameter = "ssm:GetParameter";
    private const string GetParameters = "ssm:GetParameters";

    public static IReadOnlyDictionary<string, UseKind> All { get; } = new UseKind[]
    {
        new("instance", true, (c, a, i, _) => c.SeedInstance(a, Region, i)),
        new("stopped-instance", true, (c, a, i, _) => c.SeedInstance(a, Region, i, "stopped")),
        new("terminated-instance", false, (c, a, i, _) => c.SeedInstance(a, Region, i, "terminated")),
        new("template-default", true, (c, a, i, n) => c.SeedLaunchTemplate(a, Region, n, [i, .. Many(20)])),
        new("template-latest", true, (c, a, i, n) => c.SeedLaunchTemplate(a, Region, n, [BaseImage, i])),
        new("template-older", true, (c, a, i, n) => c.SeedLaunchTemplate(a, Region, n, [BaseImage, i, .. Many(7)])),
        new("template-too-old", false, (c, a, i, n) => c.SeedLaunchTemplate(a, Region, n, [BaseImage, i, .. Many(20)])),
        new("template-through-parameter", true, (c, a, i, n) => c.SeedLaunchTemplate(a, Region, n, ["resolve:ssm:" + Pinned(c, a, i, n)]), GetParameter, GetParameters),
        new("configuration", true, (c, a, i, n) => c.SeedLaunchConfiguration(a, Region, n, i)),
        new("group-pinned-version", true, (c, a, i, n) => c.SeedGroup(a, Region, n, new() { LaunchTemplateId = Old(c, a, i, n), Version = "2" })),
        new("group-override-image", true, (c, a, i, n) => c.SeedGroup(a, Region, n, new() { LaunchTemplateId = Old(c, a, BaseImage, n), Overrides = [new("t3.large", ImageId: i)] })),
        new("group-override-template", true, (c, a, i, n) => c.SeedGroup(a, Region, n, new() { LaunchTemplateId = Old(c, a, BaseImage, n), Overrides = [new("t3.large", Old(c, a, i, n + "o"), "2")] })),
        new("group-override-parameter", true, (c, a, i, n) => c.SeedGroup(a, Region, n, new() { LaunchTemplateId = Old(c, a, BaseImage, n), Overrides = [new("t3.large", ImageId: "resolve:ssm:" + Pinned(c, a, i, n))] }), GetParameter, GetParameters),
        new("warm-pool", true, (c, a, i, n) => c.SeedGroup(a, Region, n, new() { LaunchTemplateId = Old(c, a, i, n), Version = "2", WarmInstanceIds = ["i-0123456789abcdef0"] }), "autoscaling:DescribeWarmPool"),
        new("spot-open", true, (c, a, i, _) => c.SeedSpotRequest(a, Region, i)),
        new("spot-disabled", true, (c, a, i, _) => c.SeedSpotRequest(a, Region, i, "disabled")),
        new("spot-cancelled", false, (c, a, i, _) => c.SeedSpotRequest(a, Region, i, "cancelled")),
        new("spot-fleet", true, (c, a, i, _) => c.SeedSpotFleet(a, Region, [i])),
        new("spot-fleet-cancelled", false, (c, a, i, _) => c.SeedSpotFleet(a, Region, [i], state: "cancelled")),
        new("fleet", true, (c, a, i, n) => c.SeedFleet(a, Region, Old(c, a, i, n), version: "2")),
        new("fleet-override", true, (c, a, i, n) => c.SeedFleet(a, Region, Old(c, a, BaseImage, n), [new("t3.large", ImageId: i)])),
        new("fleet-deleted", false, (c, a, i, n) => c.SeedFleet(a, Region, Old(c, a, i, n), version: "2", state: "deleted")),
        new("fleet-instant", false, (c, a, i, n) => c.SeedFleet(a, Region, Old(c, a, i, n), version: "2", type: "instant")),
        new("parameter-typed", true, (c, a, i, n) => c.SeedParameter(a, Region, "/" + n, i, "aws:ec2:image"), GetParameters),
        new("parameter-list", true, (c, a, i, n) => c.SeedParameter(a, Region, n, $"x,{i},y", type: "StringList"), GetParameters),
        new("parameter-before", false, (c, a, i, n) => Pinned(c, a, i, n), GetParameters),
        new("parameter-of-our-own", false, (c, a, i, n) => c.SeedParameter(a, Region, "/amitools/" + n, i)),
    }.ToDictionary(k => k.Name);

    private static string[] Many(int count) => [.. Enumerable.Repeat(BaseImage, count)];

    /// <summary>A template that names it in version 2 of many, which no source reads by itself.</summary>
    private static string Old(CloudInside cloud, string account, string image, string name) => cloud.SeedLaunchTemplate(account, Region, "of-" + name, [BaseImage, image, .. Many(20)]);

    /// <summary>A parameter that named it before and names another now; what names its version 1 means the image.</summary>
    private static string Pinned(CloudInside cloud, string account, string image, string name)
    {
        cloud.SeedParameter(account, Region, "/pinned/" + name, image);
        cloud.SeedParameter(account, Region, "/pinned/" + name, BaseImage);
        return $"/pinned/{name}:1";
    }
}
