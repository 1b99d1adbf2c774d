using AmiTools.Cli.Reporting;

namespace AmiTools.Cli.Views;

/// <summary>Shows a plan: what would go first, then what stays, each with all reasons.</summary>
internal static class CleanupView
{
    public static void Show(Screen screen, IReadOnlyList<CleanupRow> rows)
    {
        foreach (var group in rows.GroupBy(r => r.Decision))
        {
            screen.Line($"{group.Key}: {Counted.Of(group.Count(), "image")}, {group.Sum(r => r.SizeGiB)} GiB");
            screen.Table(new(["target", "name", "version", "image", "GiB", "reasons"], group.SelectMany(Rows)));
            screen.Line("");
        }
        screen.Line($"{Counted.Of(rows.Count, "image")}: {rows.Count(r => r.Decision == CleanupDecision.Keep)} kept, {rows.Count(r => r.Decision != CleanupDecision.Keep)} to go.");
    }

    private static IEnumerable<string?[]> Rows(CleanupRow row)
    {
        yield return [row.Target, row.Name, row.Version, row.ImageId, $"{row.SizeGiB}", row.Reasons[0]];
        foreach (var reason in row.Reasons.Skip(1)) yield return ["", "", "", "", "", reason];
    }
}
