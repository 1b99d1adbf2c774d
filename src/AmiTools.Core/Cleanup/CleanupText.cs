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
        throw new AmiToolsException("PlanIncomplete", FailureKind.PartlyDone, $"The plan is not complete: {Count(plan.Unread.Count, "target")} can't be read.{UsageText.Listed(plan.Unread)}");
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

    internal static string Count(int number, string thing) => number == 1 ? $"1 {thing}" : FormattableString.Invariant($"{number} {thing}s");
}
