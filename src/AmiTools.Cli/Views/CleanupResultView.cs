using AmiTools.Cli.Reporting;

namespace AmiTools.Cli.Views;

/// <summary>Shows what a cleanup did: what went, what failed, and how much stayed, by the reasons.</summary>
internal static class CleanupResultView
{
    private const int MostReasons = 10;
    private const string InUse = "in use by ";

    public static void Show(Screen screen, CleanupResult result)
    {
        var changed = result.Images.Where(i => i.Outcome != CleanupOutcome.Kept).ToList();
        if (changed.Count > 0)
        {
            screen.Table(new(["target", "name", "version", "image", "GiB", "outcome", "reason"], changed.Select(Row)));
            screen.Line("");
        }
        foreach (var snapshot in result.SweptSnapshotIds) screen.Line($"{snapshot}: left by an earlier cleanup, deleted");
        var kept = result.Images.Where(i => i.Outcome == CleanupOutcome.Kept).GroupBy(i => Reason(i.Image.Reasons.FirstOrDefault(r => r.StartsWith(InUse, StringComparison.Ordinal)) ?? i.Image.Reasons[0])).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        foreach (var reason in kept.Take(MostReasons)) screen.Line($"kept {reason.Count()}: {reason.Key}");
        if (kept.Count > MostReasons) screen.Line($"kept {kept.Skip(MostReasons).Sum(g => g.Count())}: for other reasons");
        screen.Line($"{result}.");
    }

    private static string?[] Row(CleanedImage image) =>
        [image.Image.Target, image.Image.Name, image.Image.Version, image.Image.ImageId, $"{image.Image.SizeGiB}", image.Outcome.ToString().ToLowerInvariant(), image.Problem ?? image.Image.Reasons.FirstOrDefault() ?? ""];

    // What differs from image to image is told by the plan.
    private static string Reason(string reason)
    {
        var end = reason.IndexOf(": ", StringComparison.Ordinal);
        return reason.StartsWith("last used at", StringComparison.Ordinal) ? "last used not long ago"
            : reason.StartsWith(InUse, StringComparison.Ordinal) ? "in use"
            : reason.StartsWith("number ", StringComparison.Ordinal) ? "among the newest complete releases"
            : reason.StartsWith("the last complete scan", StringComparison.Ordinal) ? "the last complete scan is too long ago"
            : end > 0 ? reason[..end] : reason;
    }
}
