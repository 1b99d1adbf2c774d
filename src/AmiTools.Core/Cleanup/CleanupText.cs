using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup;

/// <summary>What plans and cleanups say that are not complete, or that may not begin.</summary>
public static class CleanupText
{
    /// <summary>Fails if a chosen target is not in the plan.</summary>
    /// <exception cref="AmiToolsException">PlanIncomplete; all that could be read is in the plan.</exception>
    public static void ThrowIfIncomplete(CleanupPlan plan)
    {
        if (plan.Unread.Count == 0) return;
        throw new AmiToolsException("PlanIncomplete", FailureKind.PartlyDone, $"The plan is not complete: {Counted.Of(plan.Unread.Count, "target")} can't be read.{UsageText.Listed(plan.Unread)}");
    }

    /// <summary>Fails if a breaker stops a run of the plan.</summary>
    /// <exception cref="AmiToolsException">CleanupStopped.</exception>
    public static void ThrowIfStopped(IReadOnlyList<string> stops)
    {
        if (stops.Count == 0) return;
        throw new AmiToolsException("CleanupStopped", FailureKind.Conflict, $"The cleanup was stopped before it deleted anything.{UsageText.Listed(stops)}")
        {
            RecommendedAction = "Look at the plan. If that is what is meant, allow it explicitly in this one run.",
        };
    }

    /// <summary>Fails if anything could not be done.</summary>
    /// <exception cref="AmiToolsException">CleanupIncomplete, after all that could be done was.</exception>
    public static void ThrowIfIncomplete(CleanupResult result)
    {
        var failed = result.Images.Where(i => i.Outcome == CleanupOutcome.Failed).ToList();
        if (failed.Count + result.Problems.Count == 0) return;
        throw new AmiToolsException("CleanupIncomplete", FailureKind.PartlyDone,
            $"The cleanup is not complete: {Counted.Of(failed.Count, "image")} failed.{UsageText.Listed(result.Problems.Concat(failed.Select(f => f.ToString())))}")
        {
            RecommendedAction = "Look at the cause and clean up again: what was left behind is found and removed.",
        };
    }

    /// <summary>What is about to be done, in a sentence.</summary>
    public static string Describe(IReadOnlyList<CleanupRow> rows)
    {
        var going = rows.Where(r => r.Decision != CleanupDecision.Keep).ToList();
        var parts = going.GroupBy(r => r.Decision).Select(g => $"{g.Key} {Counted.Of(g.Count(), "image")}{(g.Key == CleanupDecision.Delete ? $" with {Counted.Of(g.Sum(r => r.SnapshotIds.Count), "snapshot")} ({g.Sum(r => r.SizeGiB)} GiB)" : "")}");
        var named = going.Take(10).Select(r => $"{r.Name}{(r.Version is null ? "" : " " + r.Version)} ({r.ImageId}, {r.Target})");
        return $"{string.Join(", ", parts)}: {string.Join(", ", named)}{(going.Count > 10 ? $" and {going.Count - 10} more" : "")}";
    }
}
