using AmiTools.Cli.Reporting;

namespace AmiTools.Cli.Views;

/// <summary>Shows images of several targets.</summary>
internal static class ImageView
{
    public static void Show(Screen screen, IReadOnlyList<Ami> images) => screen.Table(new(
        ["name", "version", "target", "region", "image", "state", "commit"],
        [.. images.Select(i => new[] { i.Name, i.Version, i.Target, i.Region, i.ImageId, i.IsComplete ? i.State : i.State + ", not complete", Commits.Short(i.Commit) })]));
}
