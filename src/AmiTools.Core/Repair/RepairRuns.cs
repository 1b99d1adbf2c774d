using AmiTools.Aws;
using AmiTools.Core.Building;
using AmiTools.Core.Ci;
using AmiTools.Core.Copying;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Repair;

/// <summary>Finishes or undoes the runs of a plan. Each is read again first: a plan may be older than what has happened since.</summary>
public sealed class RepairRuns(Surroundings surroundings)
{
    // Packer, asked to stop, terminates its instance itself; what it does not get done is done here.
    private static readonly TimeSpan PackerStops = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AfterPacker = TimeSpan.FromMinutes(2);

    public async Task<RepairedPair> RunAsync(RepairRequest request, RepairPlan plan, IReporter reporter, CancellationToken cancel)
    {
        var result = await RepairAsync(request, plan, reporter, cancel).ConfigureAwait(false);
        if (result.Outcome == RepairOutcome.Failed && reporter is IProblemReporter ci) ci.Problem(new("RepairFailed", $"{result.Name} {result.Version}: {Reason(result)}", Target: result.PairId));
        return result;
    }

    private async Task<RepairedPair> RepairAsync(RepairRequest request, RepairPlan plan, IReporter reporter, CancellationToken cancel)
    {
        using var find = new FindRuns(surroundings, request, reporter);
        try
        {
            await find.ConnectAsync(cancel).ConfigureAwait(false);
            if ((await find.ReadAsync(plan.PairId, cancel).ConfigureAwait(false)).FirstOrDefault() is not { } run) return Ended(plan, RepairOutcome.Undone, "another repair has ended it meanwhile");
            var decision = RepairDecision.Of(run, surroundings.Time.GetUtcNow());
            if (decision.Watch && decision.Action is RepairAction.Undo or RepairAction.Finish)
            {
                reporter.Verbose($"{plan.Name} {plan.Version}: watching for {Lease.WatchFor.TotalSeconds:0} seconds whether its process still renews its lease, since two machines' clocks may differ.");
                await Pause.ForAsync(Lease.WatchFor, surroundings.Time, cancel).ConfigureAwait(false);
                var again = (await find.ReadAsync(plan.PairId, cancel).ConfigureAwait(false)).FirstOrDefault();
                if (again?.Stamp != run.Stamp) return Ended(plan, RepairOutcome.LeftAlone, "its process has renewed its lease; it is alive");
            }
            if (run.Unreachable.Count > 0) return Ended(plan, RepairOutcome.Failed, decision.Reason);
            if (decision.Action == RepairAction.Leave) return Ended(plan, RepairOutcome.LeftAlone, decision.Reason);
            if (decision.Action == RepairAction.Wait) return Ended(plan, RepairOutcome.Watched, decision.Reason) with { LookAgainAfter = run.Newest.LookAgainAfter };
            if (decision.Action != plan.Action) return Ended(plan, RepairOutcome.LeftAlone, $"it has changed since the plan was made ({decision.Reason}); repair again");
            return await TakeOverAsync(request, plan, run, decision.Action, find, reporter, cancel).ConfigureAwait(false);
        }
        catch (AmiToolsException e)
        {
            return Ended(plan, e.ErrorId == "LeaseTaken" ? RepairOutcome.LeftAlone : RepairOutcome.Failed, e.Message);
        }
        catch (Exception e) when (e is AwsException or WaitTimedOutException or IOException or UnauthorizedAccessException)
        {
            return Ended(plan, RepairOutcome.Failed, e.Message);
        }
    }

    /// <summary>Removes a temporary folder of a process that has ended.</summary>
    public static void RemoveTemporaryFolder(string path) => ScratchFolder.Remove(path);

    /// <summary>The error that a repair ends in; null if all is well.</summary>
    public static AmiToolsException? Failure(RepairRequest request, IReadOnlyList<RepairedPair> results, string workingDirectory, RepairedReferences? references, IReadOnlyList<string> unread)
    {
        // Whoever names a run wants it repaired; whoever looks for all wants those repaired that need it.
        var named = request.PairIds.Count > 0 || (request.Path is { } path && RunFolders.IsOneRun(Path.GetFullPath(Path.Combine(workingDirectory, path))));
        var failed = results.Where(r => r.Outcome == RepairOutcome.Failed || (named && r.Outcome == RepairOutcome.LeftAlone)).ToList();
        var broken = references?.Outcome == RepairOutcome.Failed ? references : null;
        // A run that was named is repaired or not; what else there may be in other targets was not asked.
        if (named) unread = [];
        if (failed.Count == 0 && broken is null && unread.Count == 0) return null;
        var lines = failed.Select(f => $"{f.Name} {f.Version} (pair {f.PairId}): {Reason(f)}")
            .Concat(broken is null ? [] : [$"The change of references of {broken.EnvironmentsFile}: {broken.Message}"])
            .Concat(unread);
        var partly = unread.Count > 0 || failed.Count < results.Count || failed.Any(f => f.Leftovers.Count > 0) || (references is not null && broken is null);
        var alive = broken is null && unread.Count == 0 && failed.All(f => f.Outcome == RepairOutcome.LeftAlone);
        return new AmiToolsException(alive ? "RunMayBeAlive" : "RepairIncomplete",
            partly ? FailureKind.PartlyDone : alive ? FailureKind.Conflict : FailureKind.ServiceFailed,
            string.Join(Environment.NewLine, lines), broken?.EnvironmentsFile ?? failed.FirstOrDefault()?.PairId ?? string.Join(", ", request.Targets.Names));
    }

    private static string Reason(RepairedPair pair) => pair.Message + string.Concat(pair.Leftovers.Select(l => Environment.NewLine + "  " + l));

    private async Task<RepairedPair> TakeOverAsync(RepairRequest request, RepairPlan plan, FoundRun run, RepairAction action, FindRuns find, IReporter reporter, CancellationToken cancel)
    {
        var next = run.Newest with { Owner = surroundings.Machine.Self, Lease = Lease.New(surroundings.Time.GetUtcNow()) };
        var copies = run.Copies.Select(c => (new JournalCopy(find.Connections[c.Target].Home.Aws, c.Target, plan.PairId, surroundings.Time), c.Copy)).ToList();
        RunJournal journal;
        using (run.File is { } file ? JournalFile.Lock(file.Path, file.Journal.Revision) : null)
            journal = await RunJournal.TakeOverAsync(next, run.File is null ? [] : [new JournalFile(run.File.Path)], copies, surroundings.Time, cancel).ConfigureAwait(false);
        using (journal)
        {
            try
            {
                return action == RepairAction.Finish
                    ? await FinishAsync(request, plan, journal, find, reporter).ConfigureAwait(false)
                    : await UndoAsync(request, plan, run, journal, find, reporter).ConfigureAwait(false);
            }
            finally
            {
                await journal.LeaveAsync(j => j).ConfigureAwait(false);
            }
        }
    }

    private async Task<RepairedPair> FinishAsync(RepairRequest request, RepairPlan plan, RunJournal journal, FindRuns find, IReporter reporter)
    {
        using var budget = Pause.Budget(request.UndoTimeout, surroundings.Time, journal.Lost, out var timer);
        using var alsoDisposed = timer;
        var complete = await new FinishRun(journal, find.Connections, reporter, surroundings.Time).RunAsync(budget.Token).ConfigureAwait(false);
        if (await UnshareAsync(journal, find, budget.Token).ConfigureAwait(false) is { Count: > 0 } shared) return Ended(plan, RepairOutcome.Failed, "the share could not be taken back") with { Leftovers = shared };
        ScratchFolder.Remove(ScratchFolder.PathOf(plan.PairId));
        var left = await journal.CloseAsync(j => j with { State = complete ? PairState.Complete : PairState.Undone, ScratchFolder = null }).ConfigureAwait(false);
        if (left.Count > 0) return Ended(plan, RepairOutcome.Failed, "the copies of its journal could not be removed") with { Leftovers = left };
        return complete ? Ended(plan, RepairOutcome.Finished, "the pair is complete") : Ended(plan, RepairOutcome.Undone, "no image of it is left in any target");
    }

    private async Task<RepairedPair> UndoAsync(RepairRequest request, RepairPlan plan, FoundRun run, RunJournal journal, FindRuns find, IReporter reporter)
    {
        var begun = run.Newest.Members.Where(m => m.PackerUntil is not null).ToList();
        foreach (var packer in begun.Select(m => PackerOf(m, run)).OfType<ProcessMark>().Where(surroundings.Machine.IsHere))
        {
            reporter.Verbose($"{plan.Name} {plan.Version}: ending Packer (process {packer.Id}), if it is still running.");
            await surroundings.Machine.EndAsync(packer, PackerStops, surroundings.Time).ConfigureAwait(false);
        }
        var left = await new UndoRun(journal, find.Connections, reporter, surroundings.Time, request.UndoTimeout).RunAsync(null).ConfigureAwait(false);
        using (var budget = Pause.Budget(request.UndoTimeout, surroundings.Time, journal.Lost, out var timer))
        using (timer)
            left = [.. left, .. await UnshareAsync(journal, find, budget.Token).ConfigureAwait(false)];
        ScratchFolder.Remove(ScratchFolder.PathOf(plan.PairId));
        if (left.Count > 0)
        {
            await journal.LeaveAsync(j => j with { State = PairState.UndoFailed }).ConfigureAwait(false);
            return Ended(plan, RepairOutcome.Failed, "not everything could be undone") with { Leftovers = left };
        }
        var until = begun.Where(m => MayStillRun(m, run)).Select(m => m.PackerUntil!.Value + AfterPacker).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        if (until > surroundings.Time.GetUtcNow()) return await WatchAsync(plan, journal, until, "Packer may still be running on another machine").ConfigureAwait(false);
        until = await GroupsForsakenAsync(begun, journal, find).ConfigureAwait(false);
        if (until > surroundings.Time.GetUtcNow()) return await WatchAsync(plan, journal, until, "a security group may be of it, and nobody's only then").ConfigureAwait(false);
        left = await journal.CloseAsync(j => j with { State = PairState.Undone, ScratchFolder = null }).ConfigureAwait(false);
        return left.Count > 0
            ? Ended(plan, RepairOutcome.Failed, "the copies of its journal could not be removed") with { Leftovers = left }
            : Ended(plan, RepairOutcome.Undone, "nothing is left of it");
    }

    /// <summary>A run that copied has shared something for it, and is not over while it is shared.</summary>
    private async Task<IReadOnlyList<string>> UnshareAsync(RunJournal journal, FindRuns find, CancellationToken cancel) =>
        journal.Current.Copy is { } copy ? await new TakeBackShares(find.Connections[copy.Target].Home.Aws, surroundings.Time).RunAsync(copy, cancel).ConfigureAwait(false) : [];

    /// <summary>
    /// Whether a Packer that can't be seen from here may be running. Where the run folder of this machine has no process,
    /// none had been started: its id is kept before it does anything.
    /// </summary>
    private bool MayStillRun(MemberJournal member, FoundRun run) =>
        PackerOf(member, run) is { } packer ? !surroundings.Machine.IsHere(packer)
        : !(run.File?.Journal.Owner is { } owner && surroundings.Machine.IsHere(owner));

    // The run folder's journal has it at once, a copy somewhat later.
    private static ProcessMark? PackerOf(MemberJournal member, FoundRun run) =>
        member.Packer ?? run.File?.Journal.Members.FirstOrDefault(m => m.Target == member.Target)?.Packer;

    private static async Task<DateTimeOffset> GroupsForsakenAsync(IReadOnlyList<MemberJournal> begun, RunJournal journal, FindRuns find)
    {
        var groups = await Task.WhenAll(begun.Select(m => new MadeThings(find.Connections[m.Target], journal.Current, m, CancellationToken.None).UntoldGroupsAsync())).ConfigureAwait(false);
        return groups.SelectMany(g => g).Select(UntoldGroups.ForsakenAfter).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
    }

    private static async Task<RepairedPair> WatchAsync(RepairPlan plan, RunJournal journal, DateTimeOffset until, string why)
    {
        var failed = await journal.LeaveAsync(j => j with { State = PairState.Tombstone, LookAgainAfter = until, ScratchFolder = null }).ConfigureAwait(false);
        return failed.Count > 0
            ? Ended(plan, RepairOutcome.Failed, $"what was found is undone, but {why}, and that could not be noted") with { Leftovers = failed }
            : Ended(plan, RepairOutcome.Watched, $"what was found is undone; {why}, so repair again after {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC") with { LookAgainAfter = until };
    }

    private static RepairedPair Ended(RepairPlan plan, RepairOutcome outcome, string message) =>
        new() { PairId = plan.PairId, Name = plan.Name, Version = plan.Version, Outcome = outcome, Message = message };
}
