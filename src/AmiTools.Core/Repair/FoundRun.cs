using AmiTools.Core.Journal;

namespace AmiTools.Core.Repair;

/// <summary>Whether the process that owns a run lives.</summary>
internal enum OwnerLife
{
    /// <summary>It is dead, or has let the run go.</summary>
    Gone,
    /// <summary>It lives on this machine.</summary>
    Alive,
    /// <summary>It is one of another machine: only the lease tells.</summary>
    Elsewhere,
}

/// <summary>A run as its journals tell it: the one in the run folder, and the copies in Parameter Store.</summary>
internal sealed record FoundRun
{
    public FoundFile? File { get; init; }

    /// <summary>Target and copy, in the order of the targets.</summary>
    public IReadOnlyList<(string Target, FoundCopy Copy)> Copies { get; init; } = [];
    public OwnerLife Owner { get; init; }

    /// <summary>Targets of the run that can't be looked into, each with the reason.</summary>
    public IReadOnlyList<string> Unreachable { get; init; } = [];

    /// <summary>
    /// True if an image of it is marked complete: then the commit point was passed, even if the journals that are at hand do
    /// not know it (another machine, which had a newer copy, has finished the run).
    /// </summary>
    public bool IsMarked { get; init; }

    /// <summary>The newest of the journals. All of them come from one count of writes, so the newest knows everything that is known.</summary>
    public PairJournal Newest => Copies.Select(c => c.Copy.Journal).Concat(File is { } file ? [file.Journal] : []).OrderByDescending(j => j.Revision).First();

    /// <summary>When the owner has last been heard of.</summary>
    public DateTimeOffset? LastSign => Copies.Select(c => c.Copy.Written).Concat(Copies.Select(c => c.Copy.Journal)
        .Concat(File is { } file ? [file.Journal] : []).Select(j => j.Lease?.Renewed ?? j.Changed)).Max();

    /// <summary>What tells whether somebody has written meanwhile.</summary>
    public string Stamp => string.Join(" ", Copies.Select(c => $"{c.Target}:{c.Copy.Version}")) + $" {File?.Journal.Revision}";
}
