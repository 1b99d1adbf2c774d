using System.Text.Json;
using AmiTools.Cli.Reporting;
using Microsoft.Extensions.Time.Testing;

namespace AmiTools.Cli.Tests;

public class ReporterTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
    private readonly StringWriter error = new() { NewLine = "\n" };

    [Fact]
    public void JSON_lines_have_stable_names()
    {
        using (var reporter = new JsonLinesReporter(error, time, verbose: true))
        {
            reporter.BlockOpened("dev");
            reporter.Verbose("looking");
            reporter.Warning("careful, \"quoted\" >=2.0");
            reporter.Output("==> amazon-ebs: line");
            reporter.Progress(new("Building dev", "packer", 40));
            reporter.BlockClosed("dev");
            reporter.Failure(new(ExitCode.Failed, "Stopped", "stopped", "Stopped on request."), null);
        }

        error.ToString().ShouldBe(
            """
            {"type":"blockOpened","time":"2026-11-24T10:00:00Z","name":"dev"}
            {"type":"verbose","time":"2026-11-24T10:00:00Z","message":"looking"}
            {"type":"warning","time":"2026-11-24T10:00:00Z","message":"careful, \"quoted\" >=2.0"}
            {"type":"output","time":"2026-11-24T10:00:00Z","line":"==> amazon-ebs: line"}
            {"type":"progress","time":"2026-11-24T10:00:00Z","activity":"Building dev","status":"packer","percent":40,"completed":false}
            {"type":"blockClosed","time":"2026-11-24T10:00:00Z","name":"dev"}
            {"type":"error","time":"2026-11-24T10:00:00Z","errorId":"Stopped","kind":"stopped","message":"Stopped on request."}

            """);
    }

    [Fact]
    public void Every_JSON_line_is_one_line_whatever_the_text()
    {
        using (var reporter = new JsonLinesReporter(error, time, verbose: false)) reporter.Warning("two\nlines\r\u2028 and more");

        var lines = error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(1);
        JsonDocument.Parse(lines[0]).RootElement.GetProperty("message").GetString().ShouldBe("two\nlines\r\u2028 and more");
    }

    [Fact]
    public void What_a_child_has_just_said_is_not_said_again_as_progress()
    {
        using (var reporter = Console())
        {
            reporter.Output("==> amazon-ebs: Creating AMI web 2.0.57");
            reporter.Progress(new("Building web 2.0.57", "dev: Creating AMI web 2.0.57"));
            reporter.Progress(new("Building web 2.0.57", "dev: waiting for the image"));
        }

        error.ToString().ShouldBe("  | ==> amazon-ebs: Creating AMI web 2.0.57\n  Building web 2.0.57: dev: waiting for the image\n");
    }

    [Fact]
    public void The_console_shows_plain_lines_when_nobody_looks_on()
    {
        using (var reporter = Console())
        {
            reporter.BlockOpened("dev");
            reporter.Verbose("not shown");
            reporter.Warning("[red]not markup[/]");
            reporter.Output("a line of Packer's that is much longer than a terminal is wide, and is kept in one piece all the same, to be copied and searched for");
            reporter.Progress(new("Building dev", "waiting", 40));
            reporter.Progress(new("Building dev", "waiting", 41));
            reporter.Progress(new("Building dev", "done", Completed: true));
            reporter.Failure(new(ExitCode.Failed, "X", "notFound", "No such thing.", "Look elsewhere."), null);
        }

        error.ToString().ShouldBe(
            """
            == dev
            warning: [red]not markup[/]
              | a line of Packer's that is much longer than a terminal is wide, and is kept in one piece all the same, to be copied and searched for
              Building dev: waiting (40 %)
              Building dev: done
            error: No such thing.
              next: Look elsewhere.

            """);
    }

    [Fact]
    public void A_long_silence_is_broken_by_saying_what_is_waited_for()
    {
        using (var reporter = Console())
        {
            reporter.Progress(new("Building dev", "image ami-1 is pending"));
            time.Advance(TimeSpan.FromSeconds(31));
        }

        error.ToString().ShouldContain("  Building dev: image ami-1 is pending - still, after 3");
    }

    [Fact]
    public void Nothing_is_waited_for_once_the_activity_is_completed()
    {
        using (var reporter = Console())
        {
            reporter.Progress(new("Building dev", "done", Completed: true));
            time.Advance(TimeSpan.FromMinutes(5));
        }

        error.ToString().ShouldBe("  Building dev: done\n");
    }

    [Fact]
    public void A_reporter_outlives_its_stream()
    {
        using var reporter = new ConsoleReporter(Host(new UnbreakableWriter(new FullDisk())), verbose: true);

        Should.NotThrow(() => reporter.Warning("nobody can read this"));
        Should.NotThrow(() => reporter.Verbose("nor this"));
    }

    private ConsoleReporter Console() => new(Host(error), verbose: false);

    private Host Host(TextWriter writer) => new()
    {
        Out = TextWriter.Null,
        Error = writer,
        In = TextReader.Null,
        Variables = new Dictionary<string, string>(),
        WorkingDirectory = "/",
        Time = time,
        Stop = new StopRequest(),
    };

    private sealed class FullDisk : StringWriter
    {
        public override void Write(string? value) => throw new IOException("No space left on device");
        public override void Write(char value) => throw new IOException("No space left on device");
        public override void Write(char[] buffer, int index, int count) => throw new IOException("No space left on device");
        public override void Flush() => throw new IOException("No space left on device");
    }
}
