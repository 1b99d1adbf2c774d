using System.Globalization;
using AmiTools.Core.Images;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup;

/// <summary>From a verdict to what the user sees of it.</summary>
internal static class CleanupRows
{
    public static CleanupRow Of(JudgedImage judged, string planId, CleanupLimits limits)
    {
        var (image, facts) = (judged.Image, judged.Facts);
        var (decision, reasons) = Decide(judged, limits, facts.Now);
        return new()
        {
            PlanId = planId,
            PlannedAt = facts.Now,
            ImageId = image.ImageId,
            Name = image.Name,
            Version = image.Version,
            Target = image.Place.Target,
            AccountId = image.Place.AccountId,
            Region = image.Place.Region,
            PairId = image.PairId,
            Decision = decision,
            Reasons = reasons,
            UsedBy = facts.UsedBy,
            SnapshotIds = image.Details.SnapshotIds,
            SizeGiB = image.Details.Size,
            CreationDate = image.Details.CreationDate,
            LastUsed = image.LastUsed,
            LastUsedRuntime = image.LastUsedRuntime,
            Limits = limits,
        };
    }

    /// <summary>What is to be done with an image, and all reasons.</summary>
    public static (CleanupDecision Decision, IReadOnlyList<string> Reasons) Decide(JudgedImage judged, CleanupLimits limits, DateTimeOffset now)
    {
        if (!judged.Verdict.IsDelete) return (CleanupDecision.Keep, judged.Verdict.Keep);
        var (next, wait) = Stages.Next(judged.Image.Details.Stage, limits, now);
        return (next, [wait ?? Since(judged.Facts)]);
    }

    /// <summary>What goes first, then by name, version and target.</summary>
    public static IReadOnlyList<CleanupRow> Sorted(IEnumerable<CleanupRow> rows) =>
    [
        .. rows.OrderByDescending(r => r.Decision).ThenBy(r => r.Name, StringComparer.Ordinal)
            .ThenByDescending(r => r.Version, Comparer<string?>.Create(VersionPattern.Compare)).ThenBy(r => r.Target, StringComparer.Ordinal).ThenBy(r => r.ImageId, StringComparer.Ordinal),
    ];

    private static string Since(Facts facts) => Verdicts.LastUse(facts) is { } use
        ? $"last used at {TagDate.Text(use)}, {Days(facts.Now - use)} ago"
        : $"never used, made {Days(facts.Now - facts.Created!.Value)} ago";

    private static string Days(TimeSpan time) => Math.Floor(time.TotalDays) is 1 ? "1 day" : Math.Floor(time.TotalDays).ToString(CultureInfo.InvariantCulture) + " days";
}
