namespace AmiTools.Core.Schedules;

/// <summary>A service and its timer (systemd.service(5), systemd.timer(5)). Pure functions.</summary>
internal static class SystemdText
{
    public static string Service(PlannedSchedule schedule, ScheduleScope scope, string user)
    {
        var command = schedule.Command;
        var words = string.Join(" ", command.Arguments.Select(Quoting.SystemdWord).Prepend(Quoting.SystemdProgram(command.Program)));
        // A user's manager has no target for the network, and runs as its user anyway.
        var (network, runAs) = scope == ScheduleScope.System ? ("Wants=network-online.target\nAfter=network-online.target\n", $"User={user}\n") : ("", "");
        return $"""
            [Unit]
            Description=AmiTools: {schedule.Job.ToString().ToLowerInvariant()} of {Quoting.Specifiers(schedule.EnvironmentsPath)}
            {network}
            [Service]
            Type=oneshot
            {runAs}WorkingDirectory={Quoting.Specifiers(command.WorkingDirectory)}
            ExecStart={words}
            TimeoutStartSec={(schedule.EveryMinutes is null ? "12h" : "1h")}

            """.Replace("\r", "");
    }

    public static string Timer(PlannedSchedule schedule)
    {
        var (calendar, persistent) = schedule.EveryMinutes is { } minutes ? ($"*-*-* *:00/{minutes}:00", false) : ($"*-*-* {schedule.At:hh\\:mm}:00", true);
        return $"""
            [Unit]
            Description=AmiTools: {schedule.Job.ToString().ToLowerInvariant()} {schedule.Times}

            [Timer]
            OnCalendar={calendar}
            Persistent={(persistent ? "true" : "false")}

            [Install]
            WantedBy=timers.target

            """.Replace("\r", "");
    }
}
