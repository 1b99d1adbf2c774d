using AmiTools.Cli.Reporting;

namespace AmiTools.Cli.Views;

/// <summary>Shows a scan: the images in use, and a summary.</summary>
internal static class ScanView
{
    public static void Show(Screen screen, ScanResult result)
    {
        var shown = result.Images.Where(i => i.State != UseState.NotUsed).ToList();
        if (shown.Count > 0)
        {
            screen.Table(new(
                ["target", "name", "version", "image", "state", "used by"],
                shown.Select(i => new[] { i.Target, i.Name, i.Version, i.ImageId, i.State == UseState.Used ? "used" : "unknown", UsedBy(i) })));
        }
        screen.Line(result + ".");
    }

    private static string UsedBy(ScannedImage image) => image.UsedBy.Count switch
    {
        0 => "",
        1 => $"{image.UsedBy[0].Source}: {image.UsedBy[0].Resource}",
        var n => $"{image.UsedBy[0].Source}: {image.UsedBy[0].Resource}, and {n - 1} more",
    };
}
