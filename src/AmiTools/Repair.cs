namespace AmiTools;

/// <summary>A request to finish or undo paired builds whose process has died.</summary>
public sealed record RepairRequest
{
    /// <summary>The targets whose Parameter Store is looked into; a run is repaired only if all of its targets are among them.</summary>
    public TargetSelection Targets { get; init; } = new();

    /// <summary>A run folder, its journal, or a folder below which run folders are looked for. Null means the working directory.</summary>
    public string? Path { get; init; }

    /// <summary>Ids of pairs; none means every run that is found.</summary>
    public IReadOnlyList<string> PairIds { get; init => field = Listed.Of(value); } = [];

    /// <summary>How long the undo of one run may take; 10 minutes by default.</summary>
    public TimeSpan UndoTimeout { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>What a repair does with a run.</summary>
public enum RepairAction
{
    /// <summary>Removes what the run has made.</summary>
    Undo,
    /// <summary>Marks all members complete: everything was built.</summary>
    Finish,
    /// <summary>Nothing now: it is undone, and looked at a last time when Packer can't be running any more.</summary>
    Wait,
    /// <summary>Nothing: the run may still be alive, or one of its targets can't be reached.</summary>
    Leave,
}

/// <summary>A run that was broken off, and what a repair would do with it.</summary>
public sealed record RepairPlan
{
    /// <summary>The pair's id.</summary>
    public required string PairId { get; init; }

    /// <summary>The image's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>When the run began, UTC.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>What would be done.</summary>
    public RepairAction Action { get; init; }

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The run's folder, if it is on this machine.</summary>
    public string? RunFolder { get; init; }

    /// <summary>The targets whose Parameter Store has a copy of the journal.</summary>
    public IReadOnlyList<string> CopiesIn { get; init => field = Listed.Of(value); } = [];

    /// <summary>What is there of it, target by target.</summary>
    public IReadOnlyList<RepairMember> Members { get; init => field = Listed.Of(value); } = [];
}

/// <summary>What is there of a run in one target.</summary>
public sealed record RepairMember
{
    /// <summary>The target's name.</summary>
    public required string Target { get; init; }

    /// <summary>The account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The Region.</summary>
    public required string Region { get; init; }

    /// <summary>The exact name of its image.</summary>
    public required string ImageName { get; init; }

    /// <summary>How far it had come, as the journal says it.</summary>
    public required string State { get; init; }

    /// <summary>What was found: <c>image ami-… (web 2.0.57)</c>, <c>instance i-…</c>, and so on.</summary>
    public IReadOnlyList<string> Found { get; init => field = Listed.Of(value); } = [];
}

/// <summary>Everything that a repair has found.</summary>
public sealed record RepairSurvey
{
    /// <summary>Runs, oldest first.</summary>
    public IReadOnlyList<RepairPlan> Runs { get; init => field = Listed.Of(value); } = [];

    /// <summary>The change of references that was broken off beside the environments file; null if there is none, or if a run was asked for.</summary>
    public ReferenceRepairPlan? References { get; init; }

    /// <summary>The targets that could not be looked into, each with the cause; runs that were broken off there may have been missed.</summary>
    public IReadOnlyList<string> Unread { get; init => field = Listed.Of(value); } = [];

    /// <summary>Temporary folders whose process has ended on this machine without removing them.</summary>
    public IReadOnlyList<string> TemporaryFolders { get; init => field = Listed.Of(value); } = [];
}

/// <summary>How the repair of a run has ended.</summary>
public enum RepairOutcome
{
    /// <summary>Nothing is left of it.</summary>
    Undone,
    /// <summary>The pair is complete.</summary>
    Finished,
    /// <summary>Nothing was found any more; a last look is due after <see cref="RepairedPair.LookAgainAfter"/>.</summary>
    Watched,
    /// <summary>Nothing was done: the run may still be alive.</summary>
    LeftAlone,
    /// <summary>It could not be finished, or not everything could be undone.</summary>
    Failed,
}

/// <summary>What has become of a run.</summary>
public sealed record RepairedPair
{
    /// <summary>The pair's id.</summary>
    public required string PairId { get; init; }

    /// <summary>The image's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>How it has ended.</summary>
    public required RepairOutcome Outcome { get; init; }

    /// <summary>What there is to say about it.</summary>
    public string Message { get; init; } = "";

    /// <summary>When to repair again, for an outcome of <see cref="RepairOutcome.Watched"/>.</summary>
    public DateTimeOffset? LookAgainAfter { get; init; }

    /// <summary>What is left, each with the reason.</summary>
    public IReadOnlyList<string> Leftovers { get; init => field = Listed.Of(value); } = [];
}

/// <summary>A change of references that was broken off, and what a repair would do with it.</summary>
public sealed record ReferenceRepairPlan
{
    /// <summary>The environments file that the change lies beside.</summary>
    public required string EnvironmentsFile { get; init; }

    /// <summary>When the change began, UTC; null if that is not known.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>What would be done: <see cref="RepairAction.Undo"/> puts back, <see cref="RepairAction.Finish"/> removes what was kept for it.</summary>
    public RepairAction Action { get; init; }

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The files and parameters that it is about.</summary>
    public IReadOnlyList<string> Found { get; init => field = Listed.Of(value); } = [];
}

/// <summary>What has become of a change of references that was broken off.</summary>
public sealed record RepairedReferences
{
    /// <summary>The environments file that the change lay beside.</summary>
    public required string EnvironmentsFile { get; init; }

    /// <summary>When the change began, UTC; null if that is not known.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>How it has ended.</summary>
    public required RepairOutcome Outcome { get; init; }

    /// <summary>What there is to say about it.</summary>
    public string Message { get; init; } = "";
}
