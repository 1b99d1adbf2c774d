using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup.Execution;

/// <summary>Which images may still go in this run, and what became of the others.</summary>
internal sealed class CleanupLedger
{
    private readonly object gate = new();
    private readonly CleanupLimits limits;
    private readonly Dictionary<string, CleanupRow>? plan;
    private readonly Dictionary<string, CleanupRow> pending = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CleanedImage> done = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FleetImage> begun = new(StringComparer.Ordinal);

    public CleanupLedger(IReadOnlyList<CleanupRow>? plan, string planId, CleanupLimits limits)
    {
        (PlanId, this.limits) = (planId, limits);
        if (plan is not null) this.plan = plan.ToDictionary(r => r.ImageId, StringComparer.Ordinal);
    }

    public string PlanId { get; }

    /// <summary>The ids of the images that may still go.</summary>
    public IReadOnlyCollection<string> Pending => [.. pending.Keys];

    public IReadOnlyList<CleanedImage> Images => [.. done.Values];

    /// <summary>True of an image that is gone, so that it keeps its base no more.</summary>
    public bool IsGone(string imageId) => done.TryGetValue(imageId, out var image) && image.Outcome is CleanupOutcome.Deleted or CleanupOutcome.Gone;

    public bool IsPending(FleetImage image) => IsPending(image.ImageId);

    public bool IsPending(string imageId) => pending.ContainsKey(imageId);

    /// <summary>What may go by the plan, if there is one.</summary>
    public bool IsPlanned(FleetImage image) => plan is null || (plan.TryGetValue(image.ImageId, out var row) && row.Decision != CleanupDecision.Keep);

    /// <summary>True of what the plan has a row for, and of everything where there is none.</summary>
    public bool IsListed(FleetImage image) => plan is null || plan.ContainsKey(image.ImageId);

    /// <summary>Takes down all images of the first reading: those that stay, and those that may go.</summary>
    public void Begin(IReadOnlyList<JudgedImage> judged)
    {
        foreach (var one in judged.Where(j => IsListed(j.Image)))
        {
            var row = RowOf(one);
            if (row.Decision == CleanupDecision.Keep) Keep(row);
            else pending[row.ImageId] = row;
        }
        var known = new HashSet<string>(judged.Select(j => j.Image.ImageId), StringComparer.Ordinal);
        foreach (var row in plan?.Values.Where(r => !known.Contains(r.ImageId)) ?? []) pending[row.ImageId] = row;
    }

    /// <summary>What a new reading says of an image that may go; null if it stays.</summary>
    public CleanupRow? Recheck(JudgedImage judged)
    {
        var row = RowOf(judged);
        if (row.Decision != CleanupDecision.Keep) return pending[row.ImageId] = row;
        Keep(row);
        return null;
    }

    /// <summary>An image that may go stays after all, for this reason.</summary>
    public void Keep(string imageId, string reason) => Keep(pending[imageId] with { Decision = CleanupDecision.Keep, Reasons = [reason] });

    /// <summary>Somebody else was quicker.</summary>
    public void Gone(string imageId) => Record(new() { Image = pending[imageId], Outcome = CleanupOutcome.Gone });

    /// <summary>From now on it may be gone without our hearing of it.</summary>
    public void Begun(FleetImage image)
    {
        lock (gate) begun[image.ImageId] = image;
    }

    /// <summary>An image whose deletion was begun by this run, and whose end is not known.</summary>
    public FleetImage? BegunBefore(string imageId) => begun.TryGetValue(imageId, out var image) ? image : null;

    public CleanupRow Row(string imageId)
    {
        lock (gate) return pending[imageId];
    }

    public void Record(CleanedImage image)
    {
        lock (gate)
        {
            pending.Remove(image.Image.ImageId);
            done[image.Image.ImageId] = image;
        }
    }

    private void Keep(CleanupRow row) => Record(new() { Image = row, Outcome = CleanupOutcome.Kept });

    /// <summary>What is to be done with an image now: nothing that the plan does not say.</summary>
    public CleanupRow RowOf(JudgedImage judged)
    {
        var row = CleanupRows.Of(judged, PlanId, limits);
        if (plan is null || row.Decision == CleanupDecision.Keep || plan[row.ImageId].Decision == row.Decision) return row;
        var planned = plan[row.ImageId];
        // Exactly the plan, or nothing: what it kept, or meant to take less far, has been shown to nobody.
        return row with
        {
            Decision = CleanupDecision.Keep,
            Reasons = planned.Decision == CleanupDecision.Keep ? ["the plan keeps it", .. planned.Reasons] : [$"the plan says {Word(planned.Decision)}, and by now it would be {Word(row.Decision)}: make a new plan"],
        };
    }

    private static string Word(CleanupDecision decision) => decision.ToString().ToLowerInvariant();
}
