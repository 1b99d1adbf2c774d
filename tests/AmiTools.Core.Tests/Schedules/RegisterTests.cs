namespace AmiTools.Core.Tests.Schedules;

/// <summary>What holds for every scheduler, with stand-ins for their programs.</summary>
public sealed class RegisterTests : IDisposable
{
    private readonly ScheduleLab lab = new();

    public static TheoryData<ScheduleKind> Kinds => [ScheduleKind.Cron, ScheduleKind.Systemd];

    public static TheoryData<ScheduleKind> AllKinds => [ScheduleKind.Cron, ScheduleKind.Systemd, ScheduleKind.TaskScheduler];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_was_registered_is_found_and_goes_again(ScheduleKind kind) => await RoundTripAsync(lab, kind);

    [Fact]
    public async Task So_it_is_with_scheduled_tasks()
    {
        using var windows = new ScheduleLab("two words");
        await RoundTripAsync(windows, ScheduleKind.TaskScheduler);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Registering_the_same_again_writes_nothing(ScheduleKind kind)
    {
        await lab.RegisterAsync(lab.Request(kind));
        var plans = await lab.PlanAsync(lab.Request(kind));
        plans.ShouldAllBe(p => p.IsThere);
        var before = Directory.GetFiles(lab.Home, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".log")).ToDictionary(f => f, File.GetLastWriteTimeUtc);
        await lab.RegisterAsync(lab.Request(kind));
        Directory.GetFiles(lab.Home, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".log")).ToDictionary(f => f, File.GetLastWriteTimeUtc).ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Other_times_replace_what_was_registered(ScheduleKind kind)
    {
        await lab.RegisterAsync(lab.Request(kind));
        var changed = await lab.RegisterAsync(lab.Request(kind) with { EveryMinutes = 10, At = new(4, 5, 0) });
        changed.Select(s => s.Times).ShouldBe(["every 10 minutes", "daily at 04:05"]);
        (await lab.FoundAsync(kind)).OrderBy(s => s.Job).Select(s => (s.Times, s.State)).ShouldBe([("every 10 minutes", ScheduleState.Registered), ("daily at 04:05", ScheduleState.Registered)]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_was_changed_by_hand_is_kept_unless_forced(ScheduleKind kind)
    {
        await lab.RegisterAsync(lab.Request(kind, ScheduledJob.Scan));
        ChangeByHand(kind);

        var found = (await lab.FoundAsync(kind)).ShouldHaveSingleItem();
        found.State.ShouldBe(ScheduleState.Changed);
        found.Text.ShouldContain("-lax");
        var refused = await Should.ThrowAsync<AmiToolsException>(lab.PlanAsync(lab.Request(kind, ScheduledJob.Scan)));
        (refused.ErrorId, refused.Message).ShouldBe(("ScheduleChanged", "'amitools-scan' was changed by hand since it was registered, and would be overwritten. Give -Force, if that is meant; Get-AmiSchedule shows what is there."));
        (await Should.ThrowAsync<AmiToolsException>(lab.RemoveAsync(found))).ErrorId.ShouldBe("ScheduleChanged");

        await lab.RegisterAsync(lab.Request(kind, ScheduledJob.Scan) with { Force = true });
        (await lab.FoundAsync(kind)).ShouldHaveSingleItem().State.ShouldBe(ScheduleState.Registered);
        ChangeByHand(kind);
        await lab.RemoveAsync((await lab.FoundAsync(kind)).Single(), force: true);
        (await lab.FoundAsync(kind)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Another_environments_file_takes_nothing_over_in_silence(ScheduleKind kind)
    {
        await lab.RegisterAsync(lab.Request(kind, ScheduledJob.Scan));
        var other = Directory.CreateDirectory(Path.Combine(lab.Home, "other")).FullName;
        File.Copy(Path.Combine(lab.Estate, "environments.yaml"), Path.Combine(other, "environments.yaml"));
        var request = lab.Request(kind, ScheduledJob.Scan) with { EnvironmentsPath = other };

        var refused = await Should.ThrowAsync<AmiToolsException>(lab.PlanAsync(request));

        refused.ErrorId.ShouldBe("ScheduleOfOther");
        refused.Message.ShouldBe($"'amitools-scan' is registered for {lab.Estate}/environments.yaml, and would be taken over for {other}/environments.yaml. Give another -Prefix for a second one, or -Force.");
        await lab.RegisterAsync(request with { Prefix = "other" });
        (await lab.FoundAsync(kind)).Select(s => s.Name).Order().ShouldBe(["amitools-scan", "other-scan"]);
        (await lab.FoundAsync(kind, "OTHER-*")).Select(s => s.EnvironmentsPath).ShouldBe([$"{other}/environments.yaml"]);
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public async Task A_scheduler_that_fails_is_named_with_what_it_said(ScheduleKind kind)
    {
        using var fresh = new ScheduleLab("plain");
        var tool = kind switch { ScheduleKind.Cron => "crontab", ScheduleKind.Systemd => "systemctl", _ => "schtasks" };
        fresh.Tool(tool, "echo 'You are not allowed to use this program.' >&2; exit 1");

        var failed = await Should.ThrowAsync<AmiToolsException>(fresh.RegisterAsync(fresh.Request(kind, ScheduledJob.Scan)));

        failed.ErrorId.ShouldBe("SchedulerFailed");
        failed.Message.ShouldMatch($"^'{tool} .*' ended with exit code 1: You are not allowed to use this program\\.$");
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public async Task A_scheduler_that_is_not_there_is_named(ScheduleKind kind)
    {
        using var fresh = new ScheduleLab("plain");
        foreach (var tool in Directory.GetFiles(Path.Combine(fresh.Home, "bin")).Where(t => !t.EndsWith("dotnet"))) File.Delete(tool);
        var request = fresh.Request(kind, ScheduledJob.Scan);
        var surroundings = fresh.Surroundings with { Variables = new Dictionary<string, string> { ["HOME"] = fresh.Home, ["PATH"] = Path.Combine(fresh.Home, "bin") } };
        async Task Register()
        {
            foreach (var plan in await new Core.Schedules.PlanSchedules(surroundings).RunAsync(request, fresh.Reporter, default)) await new Core.Schedules.RegisterSchedule(surroundings).RunAsync(plan, fresh.Reporter, default);
        }
        var failed = await Should.ThrowAsync<AmiToolsException>(Register());
        (failed.ErrorId, failed.Kind).ShouldBe(("SchedulerNotInstalled", FailureKind.NotInstalled));
        failed.Message.ShouldEndWith("is in no folder of PATH. Install it, or choose another scheduler with -Kind.");
    }

    [Fact]
    public async Task A_command_that_can_not_run_is_not_registered()
    {
        lab.Tool("dotnet", "echo \"error: There is no command '$2'.\" >&2; exit 64");
        var failed = await Should.ThrowAsync<AmiToolsException>(lab.PlanAsync(lab.Request(ScheduleKind.Cron, ScheduledJob.Cleanup)));
        failed.ErrorId.ShouldBe("ScheduledCommandFails");
        failed.Message.ShouldBe("The command of 'amitools-cleanup' does not run (exit code 64): error: There is no command 'cleanup'. Nothing was registered.");
        failed.RecommendedAction.ShouldBe($"Try it: {lab.Home}/bin/dotnet '/opt/ami tools/AmiTools.Cli.dll' cleanup --environments '{lab.Estate.Replace("'", "'\\''")}/environments.yaml' --log {lab.Home}/.local/state/amitools/logs/amitools-cleanup.jsonl --check-command");
        lab.Crontab.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(7, "03:30", "amitools", "MinutesOutOfRange", "A scan can't run every 7 minutes; expected one of 5, 6, 10, 12, 15, 20, 30: a cleanup trusts a scan for an hour.")]
    [InlineData(60, "03:30", "amitools", "MinutesOutOfRange", "A scan can't run every 60 minutes; expected one of 5, 6, 10, 12, 15, 20, 30: a cleanup trusts a scan for an hour.")]
    [InlineData(20, "1.00:00", "amitools", "TimeOutOfRange", "A cleanup can't run at 1.00:00:00; expected a time of the day in hours and minutes, such as 03:30.")]
    [InlineData(20, "03:30:15", "amitools", "TimeOutOfRange", "A cleanup can't run at 03:30:15; expected a time of the day in hours and minutes, such as 03:30.")]
    [InlineData(20, "03:30", "../x", "ScheduleNameInvalid", "'../x' can't begin a schedule's name; expected letters, digits, '_', '.' and '-', at most 61.")]
    public async Task What_no_scheduler_can_say_is_refused(int minutes, string at, string prefix, string id, string message)
    {
        var refused = await Should.ThrowAsync<AmiToolsException>(lab.PlanAsync(lab.Request(ScheduleKind.Cron) with { EveryMinutes = minutes, At = TimeSpan.Parse(at, System.Globalization.CultureInfo.InvariantCulture), Prefix = prefix }));
        (refused.ErrorId, refused.Message).ShouldBe((id, message));
    }

    [Fact]
    public async Task A_line_break_in_an_argument_is_refused()
    {
        var refused = await Should.ThrowAsync<AmiToolsException>(lab.PlanAsync(lab.Request(ScheduleKind.Cron, ScheduledJob.Scan) with { Arguments = ["--file", "a\n* * * * * rm"] }));
        (refused.ErrorId, refused.Message).ShouldBe(("NotForSchedules", "A schedule can't hold a line break or another control character: 'a\\n* * * * * rm'. Give a path or an argument without."));
    }

    [Fact]
    public async Task A_name_that_is_not_there_is_an_error_that_names_those_that_are()
    {
        (await Should.ThrowAsync<AmiToolsException>(lab.FoundAsync(ScheduleKind.Cron, "amitools-scan"))).Message.ShouldBe("There is no schedule 'amitools-scan' (Cron). AmiTools has registered none here.");
        await lab.RegisterAsync(lab.Request(ScheduleKind.Cron));
        var failed = await Should.ThrowAsync<AmiToolsException>(lab.FoundAsync(ScheduleKind.Cron, "amitools-scna"));
        (failed.ErrorId, failed.Kind, failed.Message).ShouldBe(("ScheduleNotFound", FailureKind.NotFound, "There is no schedule 'amitools-scna' (Cron). There are: amitools-scan, amitools-cleanup."));
    }

    [Fact]
    public void A_machine_without_anything_is_told_so()
    {
        Core.Schedules.Schedulers.Choose(true, false, false).ShouldBe(ScheduleKind.TaskScheduler);
        Core.Schedules.Schedulers.Choose(false, true, true).ShouldBe(ScheduleKind.Systemd);
        Core.Schedules.Schedulers.Choose(false, false, true).ShouldBe(ScheduleKind.Cron);
        Should.Throw<AmiToolsException>(() => Core.Schedules.Schedulers.Choose(false, false, false)).ErrorId.ShouldBe("NoScheduler");
    }

    public void Dispose() => lab.Dispose();

    private static async Task RoundTripAsync(ScheduleLab lab, ScheduleKind kind)
    {
        var plans = await lab.PlanAsync(lab.Request(kind));
        plans.ShouldAllBe(p => !p.IsThere && p.Replaces == null && p.Schedule.State == ScheduleState.Planned);
        (await lab.FoundAsync(kind)).ShouldBeEmpty();

        var made = await lab.RegisterAsync(lab.Request(kind));

        made.Select(s => (s.Name, s.Job, s.Kind, s.Times, s.State)).ShouldBe([
            ("amitools-scan", ScheduledJob.Scan, kind, "every 20 minutes", ScheduleState.Registered),
            ("amitools-cleanup", ScheduledJob.Cleanup, kind, "daily at 03:30", ScheduleState.Registered)]);
        made.ShouldAllBe(s => s.EnvironmentsPath == lab.Estate + "/environments.yaml" && s.LogPath == lab.Home + "/.local/state/amitools/logs/" + s.Name + ".jsonl");
        (await lab.FoundAsync(kind)).OrderBy(s => s.Job).ShouldBe(made);
        (await lab.PlanAsync(lab.Request(kind))).ShouldAllBe(p => p.IsThere);
        foreach (var schedule in await lab.FoundAsync(kind, "amitools-*")) await lab.RemoveAsync(schedule);
        (await lab.FoundAsync(kind)).ShouldBeEmpty();
    }

    private void ChangeByHand(ScheduleKind kind)
    {
        if (kind == ScheduleKind.Cron) lab.Crontab = lab.Crontab.Replace(" scan ", " scan -lax ");
        else File.WriteAllText(Path.Combine(lab.Units, "amitools-scan.service"), File.ReadAllText(Path.Combine(lab.Units, "amitools-scan.service")).Replace(" scan ", " scan -lax "));
    }
}
