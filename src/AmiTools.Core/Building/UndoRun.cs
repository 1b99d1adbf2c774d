using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>Undoes what this very run has made, within a time of its own: the run's stop does not stop it.</summary>
internal sealed class UndoRun(PairRun run, IReadOnlyDictionary<string, TargetRegions> connections)
{
    /// <summary>Undoes all members that were begun.</summary>
    /// <returns>What is left, with the reasons.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(Exception cause)
    {
        using var budget = Pause.Budget(run.Request.UndoTimeout, run.Surroundings.Time, CancellationToken.None, out var timer);
        using var alsoDisposed = timer;
        var begun = run.Journal.Current.Members.Where(m => m.State != MemberState.Planned).ToList();
        await NoteAsync(j => begun.Aggregate(j with { State = PairState.Undoing, Failure = cause.Message },
            (all, one) => all.With(one.Target, m => m with { State = MemberState.Undoing }))).ConfigureAwait(false);
        if (begun.Count > 0) run.Reporter.Warning($"{run.Name} could not be built; undoing what was made in {string.Join(" and ", begun.Select(m => m.Target))}.");

        var left = await Task.WhenAll(begun.Select(m => UndoAsync(m, budget.Token))).ConfigureAwait(false);
        await NoteAsync(j => j with
        {
            State = left.Any(l => l.Count > 0) ? PairState.UndoFailed : PairState.Undone,
            ScratchFolder = null,
        }).ConfigureAwait(false);
        return [.. left.SelectMany(l => l)];
    }

    private async Task<IReadOnlyList<string>> UndoAsync(MemberJournal member, CancellationToken cancel)
    {
        var undo = new UndoMember(connections[member.Target], run.Journal.Current, member, run.Reporter, run.Surroundings.Time, cancel);
        IReadOnlyList<string> left = [.. (await undo.RunAsync().ConfigureAwait(false)).Select(l => $"[{member.Target}] {l}")];
        await NoteAsync(j => j.With(member.Target, m => m with { State = left.Count == 0 ? MemberState.Undone : MemberState.UndoFailed, Leftovers = left })).ConfigureAwait(false);
        run.Reporter.Progress(new ProgressUpdate($"Undoing {run.Name} in {member.Target}", left.Count == 0 ? "nothing is left" : "something is left", 100, Completed: true));
        return left;
    }

    /// <summary>A disk that is full may be why there is an undo; it goes on without the journal.</summary>
    private async Task NoteAsync(Func<PairJournal, PairJournal> change)
    {
        try
        {
            await run.Journal.ChangeAsync(change, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            run.Reporter.Warning($"The journal {run.Folder.JournalPath} can't be written ({e.Message}); the undo goes on.");
        }
    }
}
