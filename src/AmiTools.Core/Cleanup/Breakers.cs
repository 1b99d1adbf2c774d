using System.Globalization;

namespace AmiTools.Core.Cleanup;

/// <summary>What a run is about to do, in numbers.</summary>
/// <param name="Deletions">How many images would be deleted, disabled or deprecated.</param>
/// <param name="Fleet">How many registered images the chosen targets have.</param>
/// <param name="Used">How many images are in use, where.</param>
internal sealed record RunNumbers(int Deletions, int Fleet, IReadOnlyList<UsedNumbers> Used);

/// <summary>How many images are in use, and how many were at the last run; null if there was none.</summary>
internal sealed record UsedNumbers(string Where, int Now, int? Before);

/// <summary>Whether a run may begin to delete. A pure function of its numbers.</summary>
internal static class Breakers
{
    /// <summary>Why it may not: one sentence for each breaker, with what overrides it.</summary>
    public static IReadOnlyList<string> Check(RunNumbers run, CleanupBreakers breakers)
    {
        var found = new List<string>();
        if (run.Deletions > breakers.MaximumDeletion)
            found.Add($"{Images(run.Deletions)} would go, and a run takes at most {breakers.MaximumDeletion} (-MaximumDeletion, --maximum-deletion).");
        if (run.Deletions * 100.0 > run.Fleet * breakers.MaximumDeletionPercent)
            found.Add($"{run.Deletions} of {Images(run.Fleet)} would go, and a run takes at most {Text(breakers.MaximumDeletionPercent)} % of the fleet (-MaximumDeletionPercent, --maximum-deletion-percent).");
        foreach (var used in run.Used.Where(u => u.Now * 100.0 < u.Before * breakers.MinimumUsedPercent))
            found.Add($"Only {Images(used.Now)} in use in {used.Where}, and {used.Before} at the last run: less than {Text(breakers.MinimumUsedPercent)} %. Something may have stopped telling (-MinimumUsedPercent, --minimum-used-percent).");
        return found;
    }

    private static string Images(int number) => number == 1 ? "1 image" : $"{number.ToString(CultureInfo.InvariantCulture)} images";

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
