using AmiTools.Aws;
using AmiTools.Core.Environments;
using AmiTools.Core.Pointers;

namespace AmiTools.Core.Repair;

/// <summary>Puts back, or finishes, the change of references of a plan. It is read again first: a plan may be older than what has happened since.</summary>
public sealed class RepairReferences
{
    private readonly Surroundings surroundings;
    private readonly IFileStore store;

    /// <summary>On the files of this machine.</summary>
    public RepairReferences(Surroundings surroundings) : this(surroundings, new DiskFiles()) { }

    internal RepairReferences(Surroundings surroundings, IFileStore store) => (this.surroundings, this.store) = (surroundings, store);

    public async Task<RepairedReferences> RunAsync(RepairRequest request, ReferenceRepairPlan plan, IReporter reporter, CancellationToken cancel)
    {
        try
        {
            var estate = EstateFinder.Load(request.Targets with { Path = plan.EnvironmentsFile }, surroundings.WorkingDirectory, surroundings.WorkingDirectory);
            IReadOnlyList<string> chosen = [.. EstateFinder.Choose(estate, request.Targets).Select(t => t.Name)];
            // Before the lock is taken: whoever holds it is the change's own process, or one that repairs it.
            if (EditLock.IsHeld(estate.File!)) return Ended(plan, RepairOutcome.LeftAlone, BrokenReferences.IsAlive);
            using (EditLock.Take(estate.File!))
            {
                var journal = EditJournal.Read(store, EditJournal.PathOf(estate.File!));
                if (!EditJournal.IsThere(store, EditJournal.PathOf(estate.File!))) return Ended(plan, RepairOutcome.Undone, "it has been ended meanwhile");
                var now = BrokenReferences.Decided(plan, journal, alive: false, chosen);
                if (now.Action == RepairAction.Leave) return Ended(plan, RepairOutcome.Failed, now.Reason);
                if (now.Action != plan.Action) return Ended(plan, RepairOutcome.LeftAlone, $"it has changed since the plan was made ({now.Reason}); repair again");
                await new RecoverReferences(surroundings, store).RecoverAsync(estate, reporter, cancel).ConfigureAwait(false);
                return now.Action == RepairAction.Finish
                    ? Ended(plan, RepairOutcome.Finished, "every file and parameter names what it was to name")
                    : Ended(plan, RepairOutcome.Undone, "every file and parameter names what it named before");
            }
        }
        catch (Exception e) when (e is AmiToolsException or AwsException or IOException or UnauthorizedAccessException)
        {
            var taken = e is AmiToolsException { ErrorId: "ReferencesBusy", InnerException: IOException };
            return Ended(plan, taken ? RepairOutcome.LeftAlone : RepairOutcome.Failed, e.Message.TrimEnd('.'));
        }
    }

    private static RepairedReferences Ended(ReferenceRepairPlan plan, RepairOutcome outcome, string message) =>
        new() { EnvironmentsFile = plan.EnvironmentsFile, Started = plan.Started, Outcome = outcome, Message = message };
}
