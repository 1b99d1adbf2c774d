namespace AmiTools.Cmdlets.Building;

/// <summary>A plan as -WhatIf and the confirmation show it.</summary>
internal static class PlanText
{
    public static string Describe(PairPlan plan)
    {
        var members = plan.Members.Select(m => $"{m.Target.Name}: '{m.ImageName}' in account {m.AccountId}, {m.Region}{(m.SourceImageId is { } source ? $", from {source}" : "")}");
        var kind = plan.IsPrerelease ? "as a prerelease, in the first target only" : "as a pair";
        return $"Build {plan.Definition.Name} {plan.Version} {kind}: {string.Join(plan.Request.Strategy == BuildStrategy.CopyOrBuild ? "; copied, or else built, to " : "; then ", members)}";
    }

    public static string Describe(RemovePairRequest request, IReadOnlyList<Ami> images) =>
        $"Deregister {request.Name} {request.Version} with all snapshots: {string.Join(", ", images.Select(i => $"{i.ImageId} in {i.Target} ({Counted.Of(i.SnapshotIds.Count, "snapshot")})"))}";

    public static string Describe(RegistrationPlan plan) =>
        $"Register {plan.Request.Name} {plan.Request.Version} as a pair: {string.Join(", ", plan.Members.Select(m => $"{m.ImageId} ('{m.ImageName}', {Counted.Of(m.SnapshotIds.Count, "snapshot")}) in {m.Target}"))}";

    public static string Describe(RepairPlan run)
    {
        var what = run.Action switch
        {
            RepairAction.Undo => "Undo",
            RepairAction.Finish => "Finish",
            RepairAction.Wait => "Leave until later",
            _ => "Leave alone",
        };
        var members = run.Members.Select(m => $"{m.Target}: {(m.Found.Count == 0 ? "nothing" : string.Join(", ", m.Found))}");
        return $"{what} {run.Name} {run.Version} (pair {run.PairId}), because {run.Reason}; {string.Join("; ", members)}";
    }

    public static string Describe(ReferenceRepairPlan change)
    {
        var what = change.Action switch
        {
            RepairAction.Undo => "Put back",
            RepairAction.Finish => "Finish",
            _ => "Leave alone",
        };
        return $"{what} the change of references of {change.EnvironmentsFile}, because {change.Reason}; {(change.Found.Count == 0 ? "nothing" : string.Join(", ", change.Found))}";
    }
}
