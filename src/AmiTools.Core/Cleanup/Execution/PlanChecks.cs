namespace AmiTools.Core.Cleanup.Execution;

/// <summary>Whether a plan can be executed, and by what.</summary>
internal static class PlanChecks
{
    /// <summary>What a run is judged by: a plan's own limits, if there is one.</summary>
    /// <exception cref="AmiToolsException">PlanInvalid: the rows are not those of one plan.</exception>
    public static CleanupRequest RequestOf(CleanupRun run)
    {
        if (run.Plan is not [var first, ..] plan) return run.Request;
        if (plan.FirstOrDefault(r => r.PlanId != first.PlanId) is { } other)
            throw Invalid($"The rows are of two plans, {first.PlanId} ({first.ImageId}) and {other.PlanId} ({other.ImageId}); expected those of one.", other.PlanId);
        if (plan.FirstOrDefault(r => r.Limits != first.Limits) is { } odd)
            throw Invalid($"The rows of the plan {first.PlanId} have different limits ({first.ImageId} and {odd.ImageId}); expected the same, as the plan was made.", odd.ImageId);
        if (plan.GroupBy(r => r.ImageId).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Invalid($"The plan {first.PlanId} has the image {twice.Key} twice.", twice.Key);
        return run.Request with { Names = [], Limits = first.Limits };
    }

    public static AmiToolsException Invalid(string message, object? subject) => new("PlanInvalid", FailureKind.InvalidInput, message + " Nothing was deleted.", subject);
}
