using AmiTools.Core.Building;
using AmiTools.Core.Schedules;

namespace AmiTools.Core.Tests.Schedules;

public sealed class CrontabTests : IDisposable
{
    private const string Others = "MAILTO=ops@example.com\n# backup\n0 2 * * * /usr/local/bin/backup > /dev/null 2>&1\n\n";
    private readonly ScheduleLab lab = new();

    [Fact]
    public async Task All_other_lines_stay_as_they_are()
    {
        lab.Crontab = Others + "@reboot without-an-end";
        var made = await lab.RegisterAsync(lab.Request(ScheduleKind.Cron));
        lab.Crontab.ShouldStartWith(Others + "@reboot without-an-end\n# AmiTools schedule {\"name\":\"amitools-scan\"");
        lab.Crontab += "5 5 * * * later\n";
        foreach (var schedule in made) await lab.RemoveAsync(schedule);
        lab.Crontab.ShouldBe(Others + "@reboot without-an-end\n5 5 * * * later\n");
    }

    [Fact]
    public async Task A_crontab_that_can_not_be_read_is_not_taken_for_an_empty_one()
    {
        lab.Crontab = Others;
        lab.Tool("crontab", "[ \"$1\" = -l ] || cp \"$1\" \"$HOME/crontab\"; echo 'cannot open spool: Permission denied' >&2; exit 1");
        var failed = await Should.ThrowAsync<AmiToolsException>(lab.RegisterAsync(lab.Request(ScheduleKind.Cron)));
        failed.Message.ShouldBe("'crontab -l' ended with exit code 1: cannot open spool: Permission denied");
        lab.Crontab.ShouldBe(Others);
    }

    [Fact]
    public async Task A_crontab_that_reads_differently_after_it_was_written_is_an_error()
    {
        lab.Tool("crontab", "[ \"$1\" = -l ] && echo '# mine' || true");
        (await Should.ThrowAsync<AmiToolsException>(lab.RegisterAsync(lab.Request(ScheduleKind.Cron, ScheduledJob.Scan)))).ErrorId.ShouldBe("CrontabNotWritten");
    }

    [Fact]
    public async Task A_mark_whose_line_was_deleted_takes_no_line_of_others_with_it()
    {
        await lab.RegisterAsync(lab.Request(ScheduleKind.Cron, ScheduledJob.Scan));
        lab.Crontab = lab.Crontab.Split('\n')[0] + "\n" + Others;
        (await lab.FoundAsync(ScheduleKind.Cron)).ShouldHaveSingleItem().State.ShouldBe(ScheduleState.Changed);

        await lab.RegisterAsync(lab.Request(ScheduleKind.Cron, ScheduledJob.Scan) with { Force = true });

        lab.Crontab.ShouldEndWith(Others);
        CrontabText.Blocks(lab.Crontab).ShouldHaveSingleItem().IsWhole.ShouldBeTrue();
    }

    [Fact]
    public async Task The_files_given_to_crontab_are_gone_afterwards()
    {
        await lab.RegisterAsync(lab.Request(ScheduleKind.Cron));
        Directory.GetFiles(Path.GetTempPath(), "amitools-*.crontab").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("two words")]
    [InlineData("it's 100% $HOME `id` \"quoted\" \\ # * ; & | ~")]
    [InlineData("ünï – 日本")]
    [InlineData("")]
    public async Task Cron_and_its_shell_give_the_program_exactly_the_arguments(string odd)
    {
        var (folder, output) = (Directory.CreateDirectory(Path.Combine(lab.Home, "in " + odd.Replace("/", ""))).FullName, Path.Combine(lab.Home, "output"));
        lab.Tool("show", $"pwd > '{output}'; for a in \"$@\"; do printf '%s\\n' \"$a\" >> '{output}'; done");
        var line = CrontabText.Line(new()
        {
            Name = "x",
            Job = ScheduledJob.Scan,
            EveryMinutes = 20,
            At = default,
            EnvironmentsPath = "",
            LogPath = "",
            Command = new() { Program = Path.Combine(lab.Home, "bin", "show"), Arguments = ["scan", odd, "--end"], WorkingDirectory = folder },
        });

        line.ShouldStartWith("*/20 * * * * ");
        // What cron does: up to the first % that has no backslash; a backslash before % goes.
        var command = System.Text.RegularExpressions.Regex.Split(line["*/20 * * * * ".Length..], @"(?<!\\)%")[0].Replace("\\%", "%");
        var code = await ThisMachine.Instance.RunAsync(new() { Program = "/bin/sh", Arguments = ["-c", command], WorkingDirectory = lab.Home, Variables = new Dictionary<string, string> { ["HOME"] = lab.Home, ["PATH"] = "/usr/bin:/bin", ["LC_ALL"] = "C.UTF-8" } },
            TimeSpan.FromSeconds(5), TimeProvider.System, _ => Task.CompletedTask, _ => Task.CompletedTask, _ => Task.CompletedTask, default);

        code.ShouldBe(0);
        File.ReadAllText(output).ShouldBe($"{folder}\nscan\n{odd}\n--end\n");
    }

    public void Dispose() => lab.Dispose();
}
