namespace AmiTools.Core.Journal;

/// <summary>
/// The journal of the run that is going on. A step is announced here before its side effect, and only when every store
/// has kept it does the announcement return: so no side effect is ever unknown, and this is the one place where a lease
/// is looked at before each of them.
/// </summary>
public sealed class RunJournal : IDisposable
{
    private readonly IReadOnlyList<IJournalStore> stores;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim gate = new(1, 1);

    private RunJournal(PairJournal first, IReadOnlyList<IJournalStore> stores, TimeProvider time)
    {
        Current = first;
        this.stores = stores;
        this.time = time;
    }

    /// <summary>The journal as it was last kept.</summary>
    public PairJournal Current { get; private set; }

    /// <summary>Keeps the first state of a run.</summary>
    public static async Task<RunJournal> BeginAsync(PairJournal first, IReadOnlyList<IJournalStore> stores, TimeProvider time, CancellationToken cancel)
    {
        var run = new RunJournal(first, stores, time);
        await run.ChangeAsync(j => j, cancel).ConfigureAwait(false);
        return run;
    }

    /// <summary>Keeps a change. Changes come one after the other, whoever makes them; one that changes nothing is not written.</summary>
    public async Task ChangeAsync(Func<PairJournal, PairJournal> change, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var changed = change(Current);
            if (ReferenceEquals(changed, Current) && Current.Revision > 0) return;
            changed = changed with { Revision = Current.Revision + 1, Changed = time.GetUtcNow() };
            foreach (var store in stores) await store.WriteAsync(changed, cancel).ConfigureAwait(false);
            Current = changed;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Keeps a change of one member.</summary>
    public Task ChangeAsync(string target, Func<MemberJournal, MemberJournal> change, CancellationToken cancel) =>
        ChangeAsync(j => j.With(target, change), cancel);

    public void Dispose() => gate.Dispose();
}
