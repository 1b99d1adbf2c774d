using System.Text.Json;
using AmiTools.Cli.Reporting;
using Microsoft.Extensions.Time.Testing;
using static AmiTools.Cli.Tests.CloudGround;

namespace AmiTools.Cli.Tests;

public class LogTests
{
    [Fact]
    public async Task A_job_that_is_done_says_so_in_its_log_and_nowhere_else()
    {
        await using var ground = await CloudGround.StartAsync();
        var image = ground.Seed(Dev, "web", "2.0.1");
        ground.Inside.SeedInstance(Dev, Region, image);

        var run = await ground.RunAsync("scan", "--log", "logs/scan.jsonl");

        (run.ExitCode, run.Out, run.Error).ShouldBe((0, "", ""));
        var lines = Lines(ground);
        lines.ShouldAllBe(l => l.GetProperty("job").GetString() == "scan" && l.GetProperty("level").GetString() == "info" && l.GetProperty("time").GetDateTime().Kind == DateTimeKind.Utc);
        lines.Select(Message).ShouldBe(["Started.", "1 image scanned: 1 used, 1 with a heartbeat, 0 without.", "Done."]);
        var result = lines[1].GetProperty("fields");
        (result.GetProperty("images").GetInt32(), result.GetProperty("used").GetInt32(), result.GetProperty("heartbeats").GetInt32(), result.GetProperty("problems").GetInt32(), result.GetProperty("isWhatIf").GetBoolean()).ShouldBe((1, 1, 1, 0, false));
        var end = lines[2].GetProperty("fields");
        (end.GetProperty("exitCode").GetInt32(), end.GetProperty("outcome").GetString()).ShouldBe((0, "done"));
        end.GetProperty("seconds").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
    }

    [Theory]
    [InlineData("ec2:DescribeInstances", 2, "partlyDone", "ScanIncomplete")]
    [InlineData("ec2:DescribeImages", 1, "failed", "LookupFailed")]
    public async Task A_job_that_is_not_done_says_so_in_its_log_and_on_standard_error(string denied, int code, string outcome, string id)
    {
        await using var ground = await CloudGround.StartAsync();
        ground.Seed(Dev, "web", "2.0.1");
        ground.Seed(Prod, "web", "2.0.1");
        foreach (var account in new[] { Dev, Prod }) ground.Inside.Deny(account, denied);

        var run = await ground.RunAsync("scan", "--log", "logs/scan.jsonl");

        run.ExitCode.ShouldBe(code);
        run.Out.ShouldBeEmpty();
        run.Error.ShouldStartWith("error: ");
        var lines = Lines(ground);
        var error = lines.Single(l => l.TryGetProperty("fields", out var f) && f.TryGetProperty("errorId", out _));
        error.GetProperty("level").GetString().ShouldBe("error");
        error.GetProperty("fields").GetProperty("errorId").GetString().ShouldBe(id, Message(error));
        run.Error.ShouldContain(Message(error).Split('\n')[0]);
        lines[^1].GetProperty("level").GetString().ShouldBe("error");
        var end = lines[^1].GetProperty("fields");
        (end.GetProperty("exitCode").GetInt32(), end.GetProperty("outcome").GetString()).ShouldBe((code, outcome));
    }

    [Fact]
    public async Task Later_runs_write_to_the_end_of_the_log()
    {
        await using var ground = await CloudGround.StartAsync();
        for (var i = 0; i < 2; i++) (await ground.RunAsync("scan", "--log", "logs/scan.jsonl")).ExitCode.ShouldBe(0);
        Lines(ground).Count(l => Message(l) == "Done.").ShouldBe(2);
    }

    [Fact]
    public async Task With_a_dash_the_log_is_standard_output_and_the_failure_is_told_once()
    {
        await using var ground = await CloudGround.StartAsync();
        ground.Inside.Deny(Dev, "ec2:DescribeImages");
        ground.Inside.Deny(Prod, "ec2:DescribeImages");

        var run = await ground.RunAsync("scan", "--log", "-");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldBeEmpty();
        run.Out.TrimEnd().Split('\n').Select(l => Message(Json(l))).ToArray().ShouldSatisfyAllConditions(m => m.Length.ShouldBe(3), m => m[0].ShouldBe("Started."), m => m[2].ShouldBe("Failed."));
    }

    [Fact]
    public async Task The_document_goes_to_standard_output_beside_a_log_in_a_file()
    {
        await using var ground = await CloudGround.StartAsync();
        ground.Seed(Dev, "web", "2.0.1");
        var run = await ground.RunAsync("scan", "--json", "--log", "logs/scan.jsonl");
        Json(run.Out).GetProperty("heartbeats").GetInt32().ShouldBe(1);
        Lines(ground).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_log_that_can_not_be_written_is_found_before_anything_is_done()
    {
        await using var ground = await CloudGround.StartAsync();
        var image = ground.Seed(Dev, "web", "2.0.1");
        File.WriteAllText(Path.Combine(ground.Folder, "file"), "");

        var run = await ground.RunAsync("scan", "--log", "file/scan.jsonl");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith($"error: The log {Path.Combine(ground.Folder, "file", "scan.jsonl")} can't be written: ");
        run.Error.ShouldContain("Nothing was done.");
        ground.Tag(image, "LastUsedRuntime").ShouldBeNull();
    }

    [Theory]
    [InlineData("error: --json and --log - both want standard output; give --log a file.", "scan", "--json", "--log", "-")]
    [InlineData("error: --log expects a file, or - for standard output; it was given nothing.", "scan", "--log", "")]
    public async Task What_makes_no_sense_is_refused(string message, params string[] arguments)
    {
        var run = await CliRun.Of(arguments);
        run.ExitCode.ShouldBe(64);
        run.Error.ShouldContain(message.Replace("error: ", ""));
    }

    [Fact]
    public void A_log_that_breaks_is_told_once_and_ends_no_work()
    {
        var error = new StringWriter { NewLine = "\n" };
        using var stop = new StopRequest();
        var host = new Host { Out = TextWriter.Null, Error = error, In = TextReader.Null, Variables = new Dictionary<string, string>(), WorkingDirectory = "/", Stop = stop };
        using (var log = new LogReporter(_ => throw new IOException("No space left on device"), new ConsoleReporter(host, verbose: false), "scan", new FakeTimeProvider(), verbose: true))
        {
            log.Started();
            log.Warning("a");
            log.Ended(ExitCode.Done);
        }
        error.ToString().ShouldBe("warning: The log can't be written any more: No space left on device\n");
    }

    [Fact]
    public void Levels_are_debug_info_warning_and_error_and_debug_only_where_asked_for()
    {
        foreach (var verbose in new[] { false, true })
        {
            var lines = new List<JsonElement>();
            using (var log = new LogReporter(l => lines.Add(Json(l)), null, "build", new FakeTimeProvider(), verbose))
            {
                log.Verbose("looking");
                log.Progress(new("Building", "dev", 40));
                log.Progress(new("Building", "dev", 41));
                log.BlockOpened("dev");
                log.Output("two\nlines");
                log.Warning("careful");
                log.Result(new List<int> { 1, 2 });
            }
            lines.Where(l => l.GetProperty("level").GetString() == "debug").Select(Message).ShouldBe(verbose ? ["looking", "Building: dev"] : []);
            lines.Where(l => l.GetProperty("level").GetString() != "debug").Select(l => (l.GetProperty("level").GetString(), Message(l))).ShouldBe(
                [("info", "dev"), ("info", "two\nlines"), ("warning", "careful"), ("info", "2 results.")]);
        }
    }

    [Fact]
    public async Task Many_who_write_at_once_lose_no_line()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("amitools-log-").FullName, "log");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
        {
            var log = new LogFile(path);
            for (var i = 0; i < 50; i++) log.Append($"{writer}-{i}\n");
        })));
        var lines = File.ReadAllLines(path);
        lines.Order().ShouldBe(Enumerable.Range(0, 8).SelectMany(w => Enumerable.Range(0, 50).Select(i => $"{w}-{i}")).Order());
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static IReadOnlyList<JsonElement> Lines(CloudGround ground) => [.. File.ReadAllLines(Path.Combine(ground.Folder, "logs", "scan.jsonl")).Select(Json)];

    private static string Message(JsonElement line) => line.GetProperty("message").GetString()!;
}
