namespace AmiTools;

/// <summary>A job that is run by a schedule.</summary>
public enum ScheduledJob
{
    /// <summary>The scan for images in use (<c>scan</c>), every few minutes.</summary>
    Scan,
    /// <summary>The cleanup of what nobody needs (<c>cleanup</c>), daily.</summary>
    Cleanup,
}

/// <summary>What starts the job.</summary>
public enum ScheduleKind
{
    /// <summary>Lines of the user's crontab.</summary>
    Cron,
    /// <summary>A systemd service and its timer.</summary>
    Systemd,
    /// <summary>A scheduled task of Windows.</summary>
    TaskScheduler,
}

/// <summary>Whose systemd it is.</summary>
public enum ScheduleScope
{
    /// <summary>The user's own (<c>systemctl --user</c>).</summary>
    User,
    /// <summary>The machine's; needs root.</summary>
    System,
}

/// <summary>How a schedule that is there stands.</summary>
public enum ScheduleState
{
    /// <summary>As it was written, and switched on.</summary>
    Registered,
    /// <summary>As it was written, but switched off.</summary>
    Disabled,
    /// <summary>Somebody has changed it by hand, or removed a part of it.</summary>
    Changed,
    /// <summary>Only planned (<c>-WhatIf</c>).</summary>
    Planned,
}

/// <summary>A job and when it runs.</summary>
public sealed record AmiSchedule
{
    /// <summary>Its name: <c>amitools-scan</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What is run.</summary>
    public required ScheduledJob Job { get; init; }

    /// <summary>What runs it.</summary>
    public required ScheduleKind Kind { get; init; }

    /// <summary>Whose systemd it is; null for anything else.</summary>
    public ScheduleScope? Scope { get; init; }

    /// <summary>When, in words: <c>every 20 minutes</c>, <c>daily at 03:30</c> of the machine's local time.</summary>
    public required string Times { get; init; }

    /// <summary>The environments file that the job is for.</summary>
    public required string EnvironmentsPath { get; init; }

    /// <summary>Where the job writes JSON lines.</summary>
    public required string LogPath { get; init; }

    /// <summary>How it stands.</summary>
    public required ScheduleState State { get; init; }

    /// <summary>Everything that is written, or what is there: lines of the crontab, units, the task's XML.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Which schedules of this machine are meant.</summary>
public sealed record ScheduleSelection
{
    /// <summary>What runs them; null: what this machine has.</summary>
    public ScheduleKind? Kind { get; init; }

    /// <summary>Whose systemd; null: the machine's for root, else the user's own.</summary>
    public ScheduleScope? Scope { get; init; }

    /// <summary>Names, with wildcards; none means all that AmiTools has registered.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}

/// <summary>Schedules to register.</summary>
public sealed record ScheduleRequest
{
    /// <summary>The jobs.</summary>
    public required IReadOnlyList<ScheduledJob> Jobs { get; init; }

    /// <summary>What runs them; null: what this machine has.</summary>
    public ScheduleKind? Kind { get; init; }

    /// <summary>Whose systemd; null: the machine's for root, else the user's own.</summary>
    public ScheduleScope? Scope { get; init; }

    /// <summary>What the names begin with: <c>amitools</c> gives <c>amitools-scan</c>.</summary>
    public string Prefix { get; init; } = "amitools";

    /// <summary>Minutes from one scan to the next: a divisor of 60 from 5 to 30.</summary>
    public int EveryMinutes { get; init; } = 20;

    /// <summary>The local time of the daily cleanup.</summary>
    public TimeSpan At { get; init; } = new(3, 30, 0);

    /// <summary>The environments file or its folder; null: looked for from the working directory upwards.</summary>
    public string? EnvironmentsPath { get; init; }

    /// <summary>The folder for the jobs' logs; null: the user's folder for such things.</summary>
    public string? LogFolder { get; init; }

    /// <summary>More arguments of the job's command.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The command line's program file (AmiTools.Cli.dll).</summary>
    public required string Program { get; init; }

    /// <summary>True to overwrite one that was changed by hand, or that is for another environments file.</summary>
    public bool Force { get; init; }
}
