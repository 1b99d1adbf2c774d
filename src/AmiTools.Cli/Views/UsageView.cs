using AmiTools.Cli.Reporting;

namespace AmiTools.Cli.Views;

/// <summary>Shows who uses images: a row for every use, and for every required source that could not answer.</summary>
internal static class UsageView
{
    public static void Show(Screen screen, IReadOnlyList<AmiUsage> images)
    {
        if (images.Count > 0)
            screen.Table(new(["target", "name", "version", "image", "state", "used by"], images.SelectMany(Rows)));
        screen.Line($"{Counted.Of(images.Count, "image")}: {Count(UseState.Used)} used, {Count(UseState.NotUsed)} not used, {Count(UseState.Unknown)} unknown.");

        int Count(UseState state) => images.Count(i => i.State == state);
    }

    private static IEnumerable<string?[]> Rows(AmiUsage image)
    {
        var lines = image.UsedBy.Select(u => u.ToString())
            .Concat(image.Unknown.Where(u => u.IsRequired).Select(u => "? " + u)).DefaultIfEmpty("").ToList();
        yield return [image.Target, image.Name, image.Version, image.ImageId, StateText(image.State), lines[0]];
        foreach (var line in lines.Skip(1)) yield return ["", "", "", "", "", line];
    }

    private static string StateText(UseState state) => state switch
    {
        UseState.Used => "used",
        UseState.NotUsed => "not used",
        _ => "unknown",
    };
}
