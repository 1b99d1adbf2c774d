using System.Diagnostics;
using AmiTools.Core.Schedules;

namespace AmiTools.Core.Tests.Schedules;

public sealed class SystemdTests : IDisposable
{
    private readonly ScheduleLab lab = new();

    [Fact]
    public async Task The_units_read_as_systemd_wants_them()
    {
        using var plain = new ScheduleLab("images");
        await plain.RegisterAsync(plain.Request(ScheduleKind.Systemd));
        Body(plain, "amitools-scan.service").ShouldBe($"""
            [Unit]
            Description=AmiTools: scan of {plain.Estate}/environments.yaml

            [Service]
            Type=oneshot
            WorkingDirectory={plain.Estate}
            ExecStart={plain.Home}/bin/dotnet "/opt/ami tools/AmiTools.Cli.dll" scan --environments {plain.Estate}/environments.yaml --log {plain.Home}/.local/state/amitools/logs/amitools-scan.jsonl
            TimeoutStartSec=1h

            """);
        Body(plain, "amitools-scan.timer").ShouldBe("[Unit]\nDescription=AmiTools: scan every 20 minutes\n\n[Timer]\nOnCalendar=*-*-* *:00/20:00\nPersistent=false\n\n[Install]\nWantedBy=timers.target\n");
        Body(plain, "amitools-cleanup.timer").ShouldContain("OnCalendar=*-*-* 03:30:00\nPersistent=true\n");
    }

    [Fact]
    public async Task Systemctl_is_told_in_the_right_order()
    {
        await lab.RegisterAsync(lab.Request(ScheduleKind.Systemd, ScheduledJob.Scan));
        await lab.RemoveAsync((await lab.FoundAsync(ScheduleKind.Systemd)).Single());
        File.ReadAllLines(Path.Combine(lab.Home, "systemctl.log")).Where(l => !l.Contains(" is-")).ShouldBe(
            ["--user daemon-reload", "--user enable --now amitools-scan.timer", "--user disable --now amitools-scan.timer", "--user daemon-reload"]);
        Directory.GetFiles(lab.Units).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_timer_that_was_switched_off_is_seen_and_switched_on_again()
    {
        await lab.RegisterAsync(lab.Request(ScheduleKind.Systemd, ScheduledJob.Scan));
        File.Delete(Path.Combine(lab.Home, "on-amitools-scan.timer"));
        (await lab.FoundAsync(ScheduleKind.Systemd)).Single().State.ShouldBe(ScheduleState.Disabled);
        (await lab.RegisterAsync(lab.Request(ScheduleKind.Systemd, ScheduledJob.Scan))).Single().State.ShouldBe(ScheduleState.Registered);
    }

    [Fact]
    public async Task A_unit_of_somebody_else_is_left_alone()
    {
        Directory.CreateDirectory(lab.Units);
        var unit = Path.Combine(lab.Units, "amitools-scan.service");
        File.WriteAllText(unit, "[Service]\nExecStart=/bin/true\n");
        (await lab.FoundAsync(ScheduleKind.Systemd)).ShouldBeEmpty();
        foreach (var force in new[] { false, true })
        {
            var refused = await Should.ThrowAsync<AmiToolsException>(lab.PlanAsync(lab.Request(ScheduleKind.Systemd, ScheduledJob.Scan) with { Force = force }));
            (refused.ErrorId, refused.Message).ShouldBe(("ScheduleNotOurs", "'amitools-scan' is there already and was not made by AmiTools; it is left as it is. Give another -Prefix, or remove it yourself."));
        }
        (await Should.ThrowAsync<AmiToolsException>(lab.FoundAsync(ScheduleKind.Systemd, "amitools-scan"))).ErrorId.ShouldBe("ScheduleNotOurs");
        File.ReadAllText(unit).ShouldBe("[Service]\nExecStart=/bin/true\n");
    }

    [Fact]
    public async Task A_timer_without_its_service_is_a_changed_schedule_and_can_be_removed()
    {
        await lab.RegisterAsync(lab.Request(ScheduleKind.Systemd, ScheduledJob.Scan));
        File.Delete(Path.Combine(lab.Units, "amitools-scan.service"));
        var found = (await lab.FoundAsync(ScheduleKind.Systemd)).Single();
        found.State.ShouldBe(ScheduleState.Changed);
        await lab.RemoveAsync(found, force: true);
        (await lab.FoundAsync(ScheduleKind.Systemd)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Users_are_told_that_their_timers_need_lingering()
    {
        await lab.RegisterAsync(lab.Request(ScheduleKind.Systemd, ScheduledJob.Scan));
        lab.Reporter.Of("warning").ShouldHaveSingleItem().ShouldBe($"'amitools-scan' runs only while {Environment.UserName} is logged on, unless lingering is switched on: loginctl enable-linger {Environment.UserName}");
    }

    [Theory]
    [InlineData(ScheduleScope.User, "plain")]
    [InlineData(ScheduleScope.System, "plain")]
    [InlineData(ScheduleScope.User, "it's 100% $HOME \"quoted\" \\ and; more")]
    [InlineData(ScheduleScope.System, "it's 100% $HOME \"quoted\" \\ and; more")]
    public async Task Systemd_itself_finds_nothing_wrong(ScheduleScope scope, string odd)
    {
        if (!File.Exists("/usr/bin/systemd-analyze")) return;
        var program = Path.Combine(Directory.CreateDirectory(Path.Combine(lab.Home, "100% of the files")).FullName, "dotnet");
        File.Copy("/bin/true", program);
        var folder = Directory.CreateDirectory(Path.Combine(lab.Home, odd)).FullName;
        foreach (int? minutes in new int?[] { 5, 20, 30, null })
        {
            var schedule = Schedule(program, folder, ["/opt/cli.dll", "scan", odd, ""], minutes);
            var units = Directory.CreateDirectory(Path.Combine(lab.Home, $"units-{minutes}")).FullName;
            File.WriteAllText(Path.Combine(units, "amitools-scan.service"), SystemdText.Service(schedule, scope, "root"));
            File.WriteAllText(Path.Combine(units, "amitools-scan.timer"), SystemdText.Timer(schedule));

            var (code, said) = await VerifyAsync(scope, units);

            (code, said).ShouldBe((0, ""), said);
            // The check can fail.
            File.AppendAllText(Path.Combine(units, "amitools-scan.timer"), "[Timer]\nOnCalendar=*-*-* *:00/x:00\n");
            (code, said) = await VerifyAsync(scope, units);
            (code, said).ShouldNotBe((0, ""));
        }
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("100%", "\"100%%\"")]
    [InlineData("$HOME", "\"$$HOME\"")]
    [InlineData("a\\b\"c", "\"a\\\\b\\\"c\"")]
    [InlineData("", "\"\"")]
    public void Words_are_quoted_for_systemd(string word, string quoted) => Quoting.SystemdWord(word).ShouldBe(quoted);

    [Fact]
    public void Systemd_reads_back_the_very_words()
    {
        foreach (var word in new[] { "plain", "two words", "100%n", "$HOME ${X} $$", "a\\b\"c'd", "", "ünï", ";", "# not a comment" })
            Read(Quoting.SystemdWord("first") + " " + Quoting.SystemdWord(word)).ShouldBe(["first", word]);
    }

    [Theory]
    [InlineData("/opt/$x/dotnet")]
    [InlineData("/opt/it's/dotnet")]
    public void A_program_that_systemd_can_not_start_is_refused(string program) =>
        Should.Throw<AmiToolsException>(() => new SystemdScheduler(lab.Surroundings, ScheduleScope.User, "x").Render(Schedule(program, "/", [], 20))).ErrorId.ShouldBe("NotForSchedules");

    public void Dispose() => lab.Dispose();

    private static PlannedSchedule Schedule(string program, string folder, IReadOnlyList<string> arguments, int? minutes) => new()
    {
        Name = "amitools-scan",
        Job = ScheduledJob.Scan,
        EveryMinutes = minutes,
        At = new(3, 30, 0),
        EnvironmentsPath = Path.Combine(folder, "environments.yaml"),
        LogPath = "/log",
        Command = new() { Program = program, Arguments = arguments, WorkingDirectory = folder },
    };

    // systemd.service(5), "Command lines", as far as double quotes go: written from the page, not from the code under test.
    private static List<string> Read(string line)
    {
        var words = new List<string>();
        for (var i = 0; i < line.Length;)
        {
            if (line[i] == ' ') { i++; continue; }
            var (word, quoted) = (new System.Text.StringBuilder(), line[i] == '"');
            if (quoted) i++;
            while (i < line.Length && line[i] != (quoted ? '"' : ' '))
            {
                if (line[i] is '\\' or '%' or '$')
                {
                    if (line[i] == '\\') line[i + 1].ShouldBeOneOf('\\', '"');
                    else line[i + 1].ShouldBe(line[i], line);
                    i++;
                }
                word.Append(line[i++]);
            }
            if (quoted) i++;
            words.Add(word.ToString());
        }
        return words;
    }

    private static async Task<(int Code, string Said)> VerifyAsync(ScheduleScope scope, string units)
    {
        var start = new ProcessStartInfo("/usr/bin/systemd-analyze", [scope == ScheduleScope.User ? "--user" : "--system", "--recursive-errors=no", "--man=no", "verify", Path.Combine(units, "amitools-scan.service"), Path.Combine(units, "amitools-scan.timer")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["XDG_RUNTIME_DIR"] = units;
        using var process = Process.Start(start)!;
        var said = (await process.StandardOutput.ReadToEndAsync()) + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said.Trim());
    }

    private static string Body(ScheduleLab lab, string unit)
    {
        var text = File.ReadAllText(Path.Combine(lab.Units, unit));
        text.ShouldStartWith("# AmiTools schedule {\"name\":\"amitools-");
        return text[(text.IndexOf('\n') + 1)..];
    }
}
