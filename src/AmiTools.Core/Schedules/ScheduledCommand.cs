namespace AmiTools.Core.Schedules;

/// <summary>The command that a schedule runs: complete, so that it needs nothing of the environment it will find.</summary>
internal sealed record ScheduledCommand
{
    /// <summary>The full path of dotnet.</summary>
    public required string Program { get; init; }
    public required IReadOnlyList<string> Arguments { get; init; }
    public required string WorkingDirectory { get; init; }
}

/// <summary>A schedule before it has the form of one scheduler.</summary>
internal sealed record PlannedSchedule
{
    public required string Name { get; init; }
    public required ScheduledJob Job { get; init; }
    /// <summary>Minutes from one run to the next, or null for a daily one.</summary>
    public required int? EveryMinutes { get; init; }
    /// <summary>The local time of a daily one.</summary>
    public required TimeSpan At { get; init; }
    public required ScheduledCommand Command { get; init; }
    public required string EnvironmentsPath { get; init; }
    public required string LogPath { get; init; }

    public string Times => ScheduleTimes.InWords(EveryMinutes, At);
}

/// <summary>When schedules may run.</summary>
internal static class ScheduleTimes
{
    // A scan's heartbeat counts for an hour, so one that fails must leave room for another; and an hour has to be made up of whole ones.
    public static IReadOnlyList<int> Minutes { get; } = [5, 6, 10, 12, 15, 20, 30];

    public static string InWords(int? everyMinutes, TimeSpan at) => everyMinutes is { } minutes ? $"every {minutes} minutes" : $"daily at {at:hh\\:mm}";

    /// <summary>Refuses what no scheduler here can say.</summary>
    public static void Check(ScheduleRequest request)
    {
        if (!Minutes.Contains(request.EveryMinutes))
            throw new AmiToolsException("MinutesOutOfRange", FailureKind.InvalidInput, $"A scan can't run every {request.EveryMinutes} minutes; expected one of {string.Join(", ", Minutes)}: a cleanup trusts a scan for an hour.", request.EveryMinutes);
        if (request.At < TimeSpan.Zero || request.At >= TimeSpan.FromDays(1) || request.At.Seconds != 0 || request.At.Milliseconds != 0)
            throw new AmiToolsException("TimeOutOfRange", FailureKind.InvalidInput, $"A cleanup can't run at {request.At}; expected a time of the day in hours and minutes, such as 03:30.", request.At);
    }
}
