using System.Text;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Schedules;

/// <summary>systemd: units in the folder for such, and systemctl to switch them on and off.</summary>
internal sealed class SystemdScheduler(Surroundings surroundings, ScheduleScope scope, string user) : IScheduler
{
    private readonly SchedulerTool tool = new(surroundings, "systemctl");
    private readonly string folder = FolderOf(scope, surroundings.Variables);

    public ScheduleKind Kind => ScheduleKind.Systemd;

    public ScheduleScope? Scope => scope;

    public ScheduleText Render(PlannedSchedule schedule)
    {
        // "Executable name contains special characters", says systemd of quotes and backslashes; a $ it could not tell from a variable's.
        if (schedule.Command.Program.IndexOfAny(['$', '"', '\'', '\\']) >= 0)
            throw new AmiToolsException("NotForSchedules", FailureKind.InvalidInput, $"systemd can't start a program with quotes, backslashes or '$' in its path: {schedule.Command.Program}. Install dotnet elsewhere, or use another scheduler (-Kind Cron).", schedule.Command.Program);
        string service = SystemdText.Service(schedule, scope, user), timer = SystemdText.Timer(schedule);
        var mark = ScheduleMark.Of(schedule, service + timer);
        return new(mark, [(Unit(schedule.Name, "service"), $"# {mark}\n{service}"), (Unit(schedule.Name, "timer"), $"# {mark}\n{timer}")]);
    }

    public async Task<IReadOnlyList<FoundSchedule>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancel)
    {
        if (!Directory.Exists(folder)) return [];
        var units = new[] { "service", "timer" }.SelectMany(e => Directory.GetFiles(folder, "*." + e)).Select(f => Path.GetFileNameWithoutExtension(f)!).Distinct().OrderBy(n => n, StringComparer.Ordinal);
        var found = new List<FoundSchedule>();
        foreach (var name in units)
        {
            var texts = new[] { "service", "timer" }.Select(e => Unit(name, e)).Where(File.Exists).Select(f => (Place: f, Text: File.ReadAllText(f))).ToList();
            // Known by the first line of both files that are there; somebody else's text may speak of us.
            var marks = texts.Select(t => (t.Text.Split('\n')[0] is var first && first.StartsWith("# ", StringComparison.Ordinal) ? ScheduleMark.In(first) : null) is { } m && m.Name == name ? m : null).ToList();
            var shown = string.Join("\n", texts.Select(t => $"--- {t.Place}\n{t.Text}")).TrimEnd('\n');
            if (marks.Contains(null))
            {
                if (names.Contains(name) || marks.Exists(m => m is not null)) found.Add(new(name, null, ScheduleState.Changed, shown));
                continue;
            }
            var isAsWritten = texts.Count == 2 && marks[0]! == marks[1]! && marks[0]!.Fits(string.Concat(texts.Select(t => t.Text[(t.Text.IndexOf('\n') + 1)..])));
            var state = !isAsWritten ? ScheduleState.Changed : await IsOnAsync(name, cancel).ConfigureAwait(false) ? ScheduleState.Registered : ScheduleState.Disabled;
            found.Add(new(name, marks[0], state, shown));
        }
        return found;
    }

    public async Task WriteAsync(ScheduleText text, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        foreach (var (place, unit) in text.Parts)
        {
            // In one step each: a unit half written would be read by the next daemon-reload.
            var beside = place + ".new";
            File.WriteAllText(beside, unit, new UTF8Encoding(false));
            PrivateFile.Replace(beside, place);
        }
        await RunAsync(cancel, "daemon-reload").ConfigureAwait(false);
        await RunAsync(cancel, "enable", "--now", text.Name + ".timer").ConfigureAwait(false);
    }

    public async Task RemoveAsync(string name, CancellationToken cancel)
    {
        // A timer whose file somebody has removed can't be switched off by its name, and has nothing to switch off.
        if (File.Exists(Unit(name, "timer"))) await RunAsync(cancel, "disable", "--now", name + ".timer").ConfigureAwait(false);
        foreach (var extension in new[] { "timer", "service" }) File.Delete(Unit(name, extension));
        await RunAsync(cancel, "daemon-reload").ConfigureAwait(false);
    }

    internal static string FolderOf(ScheduleScope scope, IReadOnlyDictionary<string, string> variables)
    {
        if (scope == ScheduleScope.System) return "/etc/systemd/system";
        if (variables.TryGetValue("XDG_CONFIG_HOME", out var config) && Path.IsPathRooted(config)) return Path.Combine(config, "systemd", "user");
        return variables.TryGetValue("HOME", out var home) && Path.IsPathRooted(home) ? Path.Combine(home, ".config", "systemd", "user")
            : throw new AmiToolsException("NoHome", FailureKind.InvalidInput, "A user's units lie in the user's home, and HOME is not set. Set it, or use -Scope System.", "HOME");
    }

    private async Task<bool> IsOnAsync(string name, CancellationToken cancel) =>
        (await tool.AskAsync(cancel, Scoped("is-enabled", name + ".timer")).ConfigureAwait(false)).ExitCode == 0
        && (await tool.AskAsync(cancel, Scoped("is-active", name + ".timer")).ConfigureAwait(false)).ExitCode == 0;

    private Task<string> RunAsync(CancellationToken cancel, params string[] arguments) => tool.RunAsync(cancel, Scoped(arguments));

    private string[] Scoped(params string[] arguments) => scope == ScheduleScope.User ? ["--user", .. arguments] : arguments;

    private string Unit(string name, string extension) => Path.Combine(folder, $"{name}.{extension}");
}
