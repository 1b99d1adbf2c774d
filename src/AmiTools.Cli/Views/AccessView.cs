using AmiTools.Cli.Reporting;
using AmiTools.Core.Access;

namespace AmiTools.Cli.Views;

/// <summary>Shows who may use images, and what would change.</summary>
internal static class AccessView
{
    public static void Show(Screen screen, IReadOnlyList<AmiAccess> images) =>
        screen.Table(new(["target", "name", "version", "image", "shared with", "snapshots"], [.. images.SelectMany(Rows)]));

    public static void Show(Screen screen, IReadOnlyList<AccessPlan> plans)
    {
        foreach (var plan in plans) screen.Line(AccessText.Describe(plan) + ".");
    }

    private static IEnumerable<string?[]> Rows(AmiAccess image)
    {
        var who = AccessText.Entities(image).Select(AccessText.Name).DefaultIfEmpty("nobody").ToList();
        var differences = image.Differences.DefaultIfEmpty("the same").ToList();
        for (var i = 0; i < Math.Max(who.Count, differences.Count); i++)
        {
            yield return i == 0
                ? [image.Target, image.Name, image.Version, image.ImageId, who[0], differences[0]]
                : ["", "", "", "", who.ElementAtOrDefault(i) ?? "", differences.ElementAtOrDefault(i) ?? ""];
        }
    }
}
