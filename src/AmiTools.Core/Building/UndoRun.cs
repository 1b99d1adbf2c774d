using AmiTools.Aws;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>Undoes what a run has made in all its targets, within a time of its own: the run's stop does not stop it.</summary>
internal sealed class UndoRun(RunJournal journal, IReadOnlyDictionary<string, TargetRegions> connections, IReporter reporter, TimeProvider time, TimeSpan timeout)
{
    /// <summary>Undoes all members that were begun. The journal stays open: whoever calls this closes it or leaves it.</summary>
    /// <param name="cause">Why.</param>
    /// <returns>What is left, with the reasons.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(string? cause)
    {
        using var budget = Pause.Budget(timeout, time, CancellationToken.None, out var timer);
        using var alsoDisposed = timer;
        var begun = journal.Current.Members.Where(m => m.State != MemberState.Planned).ToList();
        // Also if nothing was begun: a copy may say otherwise, of a step that could not be announced everywhere.
        await NoteAsync(j => begun.Aggregate(j with { State = PairState.Undoing, Failure = cause ?? j.Failure },
            (all, one) => all.With(one.Target, m => m with { State = MemberState.Undoing }))).ConfigureAwait(false);
        var left = await Task.WhenAll(begun.Select(m => UndoAsync(m, budget.Token))).ConfigureAwait(false);
        return [.. left.SelectMany(l => l)];
    }

    private async Task<IReadOnlyList<string>> UndoAsync(MemberJournal member, CancellationToken cancel)
    {
        var undo = new UndoMember(connections[member.Target], journal.Current, member, reporter, time, cancel);
        IReadOnlyList<string> left = [.. (await undo.RunAsync().ConfigureAwait(false)).Select(l => $"[{member.Target}] {l}")];
        await NoteAsync(j => j.With(member.Target, m => m with { State = left.Count == 0 ? MemberState.Undone : MemberState.UndoFailed, Leftovers = left })).ConfigureAwait(false);
        reporter.Progress(new ProgressUpdate($"Undoing {journal.Current.Definition} {journal.Current.Version} in {member.Target}", left.Count == 0 ? "nothing is left" : "something is left", 100, Completed: true));
        return left;
    }

    /// <summary>
    /// A disk that is full, or a Parameter Store that can't be reached, may be why there is an undo; it goes on without the
    /// journal. Two that undo the same run do no harm; so only a lease that is another's ends it.
    /// </summary>
    private async Task NoteAsync(Func<PairJournal, PairJournal> change)
    {
        try
        {
            await journal.ChangeAsync(change, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or AwsException)
        {
            reporter.Warning($"The journal of {journal.Current.Definition} {journal.Current.Version} can't be written ({e.Message}); the undo goes on.");
        }
    }
}
