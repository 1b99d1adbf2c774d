namespace AmiTools.Core.Journal;

/// <summary>How far a run has come. Before <see cref="Committing"/> it can only be undone, from there on only finished.</summary>
public enum PairState
{
    /// <summary>Nothing has been made.</summary>
    Planned,
    /// <summary>Members are being made.</summary>
    Building,
    /// <summary>All members are there and are being marked complete.</summary>
    Committing,
    /// <summary>Done.</summary>
    Complete,
    /// <summary>What was made is being removed.</summary>
    Undoing,
    /// <summary>Nothing is left.</summary>
    Undone,
    /// <summary>Something is left; <see cref="MemberJournal.Leftovers"/> says what and why.</summary>
    UndoFailed,
    /// <summary>
    /// What was found has been removed from another machine than the one that Packer ran on, where it may run still: until
    /// <see cref="PairJournal.LookAgainAfter"/> something may yet appear.
    /// </summary>
    Tombstone,
}

/// <summary>How far one member of a run has come.</summary>
public enum MemberState
{
    /// <summary>Nothing has been made for it: there is nothing to undo and no need to look.</summary>
    Planned,
    /// <summary>Packer has been, or is about to be, started.</summary>
    Packing,
    /// <summary>Packer has ended well and told its artifacts.</summary>
    Packed,
    /// <summary>The image and its snapshots are available.</summary>
    Available,
    /// <summary>Its tags have been written and read back.</summary>
    Tagged,
    /// <summary>It is marked complete.</summary>
    Complete,
    /// <summary>What was made is being removed.</summary>
    Undoing,
    /// <summary>Nothing is left of it.</summary>
    Undone,
    /// <summary>Something is left of it.</summary>
    UndoFailed,
}

/// <summary>
/// What a run is doing and has made, written before each side effect. It is a hint to whoever has to finish or undo the
/// run, never an authority: what it names is deleted only if the thing itself agrees. It holds no secret.
/// </summary>
public sealed record PairJournal
{
    /// <summary>The version of this document's form.</summary>
    public int Format { get; init; } = 1;

    /// <summary>Counts the writes, so that of two copies the newer one can be told.</summary>
    public long Revision { get; init; }

    public required string PairId { get; init; }
    public required string Definition { get; init; }
    public required string DefinitionPath { get; init; }
    public required string Version { get; init; }
    public string? Commit { get; init; }
    public string? Branch { get; init; }
    public string? Repository { get; init; }
    public string? BuildNumber { get; init; }
    public bool IsPrerelease { get; init; }
    public required DateTimeOffset Started { get; init; }
    public DateTimeOffset? Changed { get; init; }
    public PairState State { get; init; }

    /// <summary>Why the run is being undone, or could not be finished.</summary>
    public string? Failure { get; init; }

    /// <summary>The process that owns the run: the one that builds, or the one that repairs. Null once it has let go.</summary>
    public ProcessMark? Owner { get; init; }

    /// <summary>Who may go on, and until when others have to believe that it does. Null once it has been let go.</summary>
    public Lease? Lease { get; init; }

    /// <summary>For a tombstone: when nothing can appear any more, so that one last look ends it.</summary>
    public DateTimeOffset? LookAgainAfter { get; init; }

    /// <summary>For a run that copies: the source and the shares. Null for a build.</summary>
    public CopyJournal? Copy { get; init; }

    /// <summary>A private folder outside the run folder that has to be gone at the end.</summary>
    public string? ScratchFolder { get; init; }

    /// <summary>In the order in which they are built.</summary>
    public IReadOnlyList<MemberJournal> Members { get; init; } = [];

    /// <summary>This journal with one member changed.</summary>
    public PairJournal With(string target, Func<MemberJournal, MemberJournal> change) =>
        this with { Members = [.. Members.Select(m => m.Target == target ? change(m) : m)] };

    public MemberJournal Member(string target) => Members.First(m => m.Target == target);
}

/// <summary>What a run is doing and has made in one target.</summary>
public sealed record MemberJournal
{
    public required string Target { get; init; }
    public required string AccountId { get; init; }
    public required string Region { get; init; }
    public Uri? EndpointUrl { get; init; }

    /// <summary>The exact name that the image will have.</summary>
    public required string ImageName { get; init; }
    public string? SourceImageId { get; init; }
    public MemberState State { get; init; }

    /// <summary>When its build began: nothing that is older was made by this run.</summary>
    public DateTimeOffset? BuildStarted { get; init; }

    /// <summary>The name of the temporary key pair that Packer was told to make, if it could be told.</summary>
    public string? KeyPairName { get; init; }

    /// <summary>Packer, while it may be running.</summary>
    public ProcessMark? Packer { get; init; }

    /// <summary>The longest time that Packer may still need, while it may be running; whoever can't see its process goes by this.</summary>
    public DateTimeOffset? PackerUntil { get; init; }

    /// <summary>True if Packer has ended by itself, so that whatever it began it also heard of.</summary>
    public bool PackerEnded { get; init; }

    /// <summary>What Packer's output has told, as it appeared.</summary>
    public SeenResources Seen { get; init; } = new();

    /// <summary>The image that an instance was, or was about to be, started from to test it; the instance carries the pair's id.</summary>
    public string? Tested { get; init; }

    /// <summary>What could not be undone, each with the reason.</summary>
    public IReadOnlyList<string> Leftovers { get; init; } = [];
}

/// <summary>
/// A process that can be told from a later one with the same id: on one machine, process id and start time together are
/// unique.
/// </summary>
/// <param name="Machine">The machine, as exactly as it can be told: a host name alone may be that of many containers.</param>
/// <param name="Id">The process id.</param>
/// <param name="Started">When it started, for people: a clock that is set differs from one reading to the next.</param>
public sealed record ProcessMark(string Machine, int Id, DateTimeOffset Started)
{
    /// <summary>The kernel's own count at its start, which no clock changes; null where there is none.</summary>
    public long? Ticks { get; init; }
}

/// <summary>The ids and names of what a run has made.</summary>
public sealed record SeenResources
{
    public IReadOnlyList<SeenImage> Images { get; init; } = [];

    /// <summary>Regions that an image was, or was about to be, copied to.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Names under which an image was, or was about to be, made.</summary>
    public IReadOnlyList<string> ImageNames { get; init; } = [];
    public IReadOnlyList<string> InstanceIds { get; init; } = [];
    public IReadOnlyList<string> KeyPairNames { get; init; } = [];
    public IReadOnlyList<string> SecurityGroupNames { get; init; } = [];
    public IReadOnlyList<string> SecurityGroupIds { get; init; } = [];
    public IReadOnlyList<string> VolumeIds { get; init; } = [];
    public IReadOnlyList<string> SnapshotIds { get; init; } = [];
}

/// <summary>An image that was seen; its Region is null where it was not told, and then it is the target's.</summary>
public sealed record SeenImage(string? Region, string ImageId);
