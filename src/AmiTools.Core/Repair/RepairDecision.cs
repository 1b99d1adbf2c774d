using AmiTools.Core.Journal;

namespace AmiTools.Core.Repair;

/// <summary>What is to be done with a run, and why.</summary>
/// <param name="Action">What.</param>
/// <param name="Reason">Why.</param>
/// <param name="Watch">True if it has to be watched for a while first, since two machines' clocks may differ.</param>
internal sealed record RepairDecision(RepairAction Action, string Reason, bool Watch = false)
{
    /// <summary>The one place where it is decided. A pure function of what was read.</summary>
    public static RepairDecision Of(FoundRun run, DateTimeOffset now)
    {
        var journal = run.Newest;
        if (run.Unreachable.Count > 0) return new(RepairAction.Leave, string.Join("; ", run.Unreachable));
        if (run.Owner == OwnerLife.Alive) return new(RepairAction.Leave, $"process {journal.Owner!.Id} on this machine is still at work on it");
        var silence = run.LastSign is { } sign ? now - sign : TimeSpan.MaxValue;
        // Without a lease it has been let go.
        var held = run.Owner == OwnerLife.Elsewhere && journal.Lease is not null;
        if (held && silence < Lease.StaleAfter)
        {
            return new(RepairAction.Leave, $"process {journal.Owner!.Id} on {journal.Owner.Machine} has renewed its lease {Math.Max(0, (int)silence.TotalSeconds)} seconds ago; "
                + $"if it is dead, the run can be repaired {(int)Lease.StaleAfter.TotalSeconds} seconds after the last renewal");
        }
        var watch = held && silence < Lease.StaleAfter + Lease.ClockSkew;
        if (run.IsMarked) return new(RepairAction.Finish, "an image of it is marked complete, so all its images were built before it was broken off", watch);
        return journal.State switch
        {
            PairState.Tombstone when now < journal.LookAgainAfter =>
                new(RepairAction.Wait, $"it is undone, but something of it may yet be found; the last look is due after {journal.LookAgainAfter?.UtcDateTime:yyyy-MM-dd HH:mm} UTC"),
            PairState.Tombstone => new(RepairAction.Undo, "it is undone; this is the last look for what Packer may have made since", watch),
            PairState.Committing or PairState.Complete => new(RepairAction.Finish, "all its images were built before it was broken off", watch),
            PairState.UndoFailed => new(RepairAction.Undo, "not everything could be undone", watch),
            _ => new(RepairAction.Undo, "it was broken off before all its images were built", watch),
        };
    }

    /// <summary>Whether there is anything to repair in a journal that lies in a run folder and nowhere else.</summary>
    public static bool IsOpen(PairJournal journal) => journal.State is not (PairState.Complete or PairState.Undone);
}
