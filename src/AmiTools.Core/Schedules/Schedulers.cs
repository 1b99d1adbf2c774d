using System.Runtime.InteropServices;

namespace AmiTools.Core.Schedules;

/// <summary>Which scheduler is meant.</summary>
internal static class Schedulers
{
    public static IScheduler Of(ScheduleKind? kind, ScheduleScope? scope, Surroundings surroundings)
    {
        var user = Environment.UserName;
        var chosen = kind ?? Choose(
            RuntimeInformation.IsOSPlatform(OSPlatform.Windows),
            // sd_booted(3)
            Directory.Exists("/run/systemd/system") && ProgramPath.Find("systemctl", surroundings.Variables) is not null,
            ProgramPath.Find("crontab", surroundings.Variables) is not null);
        return chosen switch
        {
            ScheduleKind.Cron => new CronScheduler(surroundings),
            ScheduleKind.Systemd => new SystemdScheduler(surroundings, scope ?? (user == "root" ? ScheduleScope.System : ScheduleScope.User), user),
            _ => new WindowsScheduler(surroundings, Environment.UserDomainName is { Length: > 0 } domain ? $@"{domain}\{user}" : user),
        };
    }

    /// <summary>What a machine has: its timers before cron, which knows nothing of runs that it missed.</summary>
    /// <exception cref="AmiToolsException">NoScheduler.</exception>
    public static ScheduleKind Choose(bool isWindows, bool hasSystemd, bool hasCrontab) => (isWindows, hasSystemd, hasCrontab) switch
    {
        (true, _, _) => ScheduleKind.TaskScheduler,
        (_, true, _) => ScheduleKind.Systemd,
        (_, _, true) => ScheduleKind.Cron,
        _ => throw new AmiToolsException("NoScheduler", FailureKind.NotInstalled, "Nothing on this machine runs jobs by the clock: systemd does not run here, and there is no 'crontab' on PATH. Install cron, or let another host run the jobs (docs/guides/schedules.md)."),
    };
}
