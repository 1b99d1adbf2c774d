namespace AmiTools.Core.Journal;

/// <summary>A place that keeps a journal: the run folder, or a copy that another machine can read.</summary>
public interface IJournalStore
{
    /// <summary>
    /// Keeps the journal. When this returns, the journal survives the end of this process; it is never half written.
    /// </summary>
    Task WriteAsync(PairJournal journal, CancellationToken cancel);
}
