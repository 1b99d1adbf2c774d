using AmiTools.Aws;

namespace AmiTools.Core.Journal;

/// <summary>
/// The journal of the run that is going on, and its lease. A step is announced here before its side effect, and only when
/// every store has kept it does the announcement return: so no side effect is ever unknown, and this is the one place where
/// the lease is looked at before each of them.
/// </summary>
public sealed class RunJournal : IDisposable
{
    // What Packer has told is in the run folder at once; a copy gets it with the next announcement, or so much later.
    private static readonly TimeSpan CopyAfter = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<IJournalStore> stores;
    private readonly IReadOnlyList<JournalCopy> copies;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource ended = new();
    private readonly CancellationToken lostToken;
    private Task renewing = Task.CompletedTask;
    private long revision;
    private DateTimeOffset copied;
    private bool copiesAreBehind;
    private bool isEnded;

    private RunJournal(PairJournal first, IReadOnlyList<IJournalStore> stores, IReadOnlyList<JournalCopy> copies, TimeProvider time)
    {
        Current = first;
        revision = first.Revision;
        copied = time.GetUtcNow();
        this.stores = stores;
        this.copies = copies;
        this.time = time;
        lostToken = lost.Token;
    }

    /// <summary>The journal as it was last kept.</summary>
    public PairJournal Current { get; private set; }

    /// <summary>Cancelled when the lease is another's, or could not be renewed for so long that another may take it.</summary>
    public CancellationToken Lost => lostToken;

    /// <summary>Why it was lost.</summary>
    public AmiToolsException? LostBecause { get; private set; }

    /// <summary>Keeps the first state of a run that has no copies.</summary>
    public static Task<RunJournal> BeginAsync(PairJournal first, IReadOnlyList<IJournalStore> stores, TimeProvider time, CancellationToken cancel) =>
        BeginAsync(first, stores, (_, _) => Task.FromResult<IReadOnlyList<JournalCopy>>([]), time, cancel);

    /// <summary>Keeps the first state of a run in its run folder, then takes its lease in the copies.</summary>
    /// <param name="first">The first state.</param>
    /// <param name="stores">The run folder's file.</param>
    /// <param name="create">Makes the copies, and returns those that are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Stops it.</param>
    internal static async Task<RunJournal> BeginAsync(PairJournal first, IReadOnlyList<IJournalStore> stores,
        Func<PairJournal, CancellationToken, Task<IReadOnlyList<JournalCopy>>> create, TimeProvider time, CancellationToken cancel)
    {
        first = Next(first, first.Revision + 1, time);
        foreach (var store in stores) await store.WriteAsync(first, cancel).ConfigureAwait(false);
        try
        {
            return new RunJournal(first, stores, await create(first, cancel).ConfigureAwait(false), time).KeepRenewing();
        }
        catch (Exception e)
        {
            var never = LetGo(Next(first, first.Revision + 1, time)) with { State = PairState.Undone, Failure = e.Message };
            foreach (var store in stores) await store.WriteAsync(never, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes a run over from a holder that is dead: first all its copies, then the run folder's file.</summary>
    internal static async Task<RunJournal> TakeOverAsync(PairJournal next, IReadOnlyList<IJournalStore> stores, IReadOnlyList<(JournalCopy Copy, FoundCopy Found)> copies, TimeProvider time, CancellationToken cancel)
    {
        next = Next(next, next.Revision + 1, time);
        // In turn, so that two who try at once meet at the first.
        foreach (var (copy, found) in copies) await copy.TakeOverAsync(next, found, cancel).ConfigureAwait(false);
        foreach (var store in stores) await store.WriteAsync(next, cancel).ConfigureAwait(false);
        return new RunJournal(next, stores, [.. copies.Select(c => c.Copy)], time).KeepRenewing();
    }

    /// <summary>
    /// Announces a step of the whole run: it is kept everywhere when this returns. Changes come one after the other, whoever
    /// makes them; one that changes nothing is not written.
    /// </summary>
    /// <exception cref="AmiToolsException">LeaseTaken: another has taken over.</exception>
    public Task ChangeAsync(Func<PairJournal, PairJournal> change, CancellationToken cancel) => ChangeAsync(change, copies, cancel);

    /// <summary>
    /// Announces a step of one member: it is kept in the run folder and in its own target's copy when this returns (in every
    /// copy, if that target has none). Whoever repairs reads all copies, and the newest counts.
    /// </summary>
    public Task ChangeAsync(Func<PairJournal, PairJournal> change, string target, CancellationToken cancel)
    {
        IReadOnlyList<JournalCopy> own = [.. copies.Where(c => c.Target == target)];
        return ChangeAsync(change, own.Count > 0 ? own : copies, cancel);
    }

    /// <summary>
    /// Keeps what has come about by a step that was announced: in the run folder at once, in the copies soon. The lease is
    /// looked at all the same if its last confirmation is too old.
    /// </summary>
    public Task NoteAsync(string target, Func<MemberJournal, MemberJournal> change, CancellationToken cancel) =>
        ChangeAsync(j => j.With(target, change), copies.Any(c => c.SinceConfirmed >= Lease.Confirmed) ? copies : [], cancel);

    /// <summary>
    /// Ends the run for good: the copies are removed, then the run folder's journal gets its last state. In this order,
    /// because a copy that outlives the run is found by the next repair only while the run folder's journal is open or by who
    /// looks into Parameter Store.
    /// </summary>
    /// <returns>The copies that could not be removed, each with the reason.</returns>
    public async Task<IReadOnlyList<string>> CloseAsync(Func<PairJournal, PairJournal> change)
    {
        isEnded = true;
        await StopRenewingAsync().ConfigureAwait(false);
        var left = new List<string>();
        await Task.WhenAll(copies.Select(async c =>
        {
            try
            {
                await c.DeleteAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (AwsException e)
            {
                lock (left) left.Add($"[{c.Target}] parameter {c.Name}: {e.Message}");
            }
        })).ConfigureAwait(false);
        await ChangeAsync(j => LetGo(change(j)), [], CancellationToken.None).ConfigureAwait(false);
        return left;
    }

    /// <summary>
    /// Lets the run go as it is, for a repair to take over at once; does nothing if it has been closed, left or lost already.
    /// </summary>
    /// <returns>Where that could not be kept, each with the reason; there the lease is stale in two minutes.</returns>
    public async Task<IReadOnlyList<string>> LeaveAsync(Func<PairJournal, PairJournal> change)
    {
        if (isEnded || LostBecause is { ErrorId: "LeaseTaken" }) return [];
        isEnded = true;
        await StopRenewingAsync().ConfigureAwait(false);
        var failed = new List<string>();
        var last = Next(LetGo(change(Current)), ++revision, time);
        foreach (var copy in copies) await TryAsync($"[{copy.Target}] parameter {copy.Name}", () => copy.WriteAsync(last, CancellationToken.None)).ConfigureAwait(false);
        foreach (var store in stores) await TryAsync("the run folder", () => store.WriteAsync(last, CancellationToken.None)).ConfigureAwait(false);
        Current = last;
        return failed;

        async Task TryAsync(string where, Func<Task> write)
        {
            try
            {
                await write().ConfigureAwait(false);
            }
            catch (Exception e) when (e is AwsException or AmiToolsException or IOException or UnauthorizedAccessException)
            {
                failed.Add($"{where}: {e.Message}");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ended.Cancel();
        // It ends at its next step; what it writes then is as true as before.
        _ = renewing.ContinueWith(_ =>
        {
            gate.Dispose();
            ended.Dispose();
            lost.Dispose();
        }, TaskScheduler.Default);
    }

    private static PairJournal LetGo(PairJournal journal) => journal with { Lease = null, Owner = null };

    private async Task StopRenewingAsync()
    {
        ended.Cancel();
        await renewing.ConfigureAwait(false);
    }

    private async Task ChangeAsync(Func<PairJournal, PairJournal> change, IReadOnlyList<JournalCopy> announcedIn, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var changed = change(Current);
            if (ReferenceEquals(changed, Current)) return;
            await KeepAsync(changed, announcedIn, cancel).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    // The copies first: the point after which a run only goes forward is then known to every machine, or to none.
    private async Task KeepAsync(PairJournal changed, IReadOnlyList<JournalCopy> announcedIn, CancellationToken cancel)
    {
        if (LostBecause is { ErrorId: "LeaseTaken" } taken) throw taken;
        // A number is used once, also by a write that failed: a copy may have kept it.
        changed = Next(changed, ++revision, time);
        try
        {
            await Task.WhenAll(announcedIn.Select(c => c.WriteAsync(changed, cancel))).ConfigureAwait(false);
        }
        catch (AmiToolsException e) when (e.ErrorId == "LeaseTaken")
        {
            Lose(e);
            throw;
        }
        copiesAreBehind = announcedIn.Count < copies.Count;
        if (!copiesAreBehind) copied = time.GetUtcNow();
        foreach (var store in stores) await store.WriteAsync(changed, cancel).ConfigureAwait(false);
        Current = changed;
    }

    private static PairJournal Next(PairJournal journal, long revision, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return journal with { Revision = revision, Changed = now, Lease = journal.Lease is { } lease ? lease with { Renewed = now } : null };
    }

    private RunJournal KeepRenewing()
    {
        if (Current.Lease is not null) renewing = Task.Run(RenewAsync);
        return this;
    }

    private async Task RenewAsync()
    {
        while (!ended.IsCancellationRequested)
        {
            await Pause.ForAsync(CopyAfter, time, ended.Token).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
            if (ended.IsCancellationRequested) return;
            if (!copiesAreBehind && time.GetUtcNow() - copied < Lease.RenewEvery) continue;
            try
            {
                await gate.WaitAsync(ended.Token).ConfigureAwait(false);
                try
                {
                    await KeepAsync(Current, copies, ended.Token).ConfigureAwait(false);
                }
                finally
                {
                    gate.Release();
                }
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return;
            }
            catch (AmiToolsException e) when (e.ErrorId == "LeaseTaken")
            {
                return;
            }
            catch (Exception e) when (e is AwsException or AmiToolsException or IOException or UnauthorizedAccessException)
            {
                if (copies.Any(c => c.SinceConfirmed >= Lease.LapsesAfter))
                {
                    Lose(new AmiToolsException("LeaseLapsed", FailureKind.ServiceFailed,
                        $"The lease of {Current.Definition} {Current.Version} could not be renewed for {Lease.LapsesAfter.TotalSeconds:0} seconds, so that another machine may take the run over: {e.Message}", Current.PairId, e));
                }
            }
        }
    }

    private void Lose(AmiToolsException because)
    {
        LostBecause ??= because;
        lost.Cancel();
    }
}
