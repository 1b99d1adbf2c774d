namespace AmiTools.Cli.Tests;

public class BadUsageTests
{
    [Theory]
    [InlineData("error: Required command was not provided.")]
    [InlineData("error: There is no command 'bulid'.", "bulid", "web-server")]
    [InlineData("error: There is no option '--colour'.", "--colour")]
    [InlineData("error: Required argument missing for command: 'build'.", "build")]
    [InlineData("error: Required argument missing for command: 'find'.", "find")]
    [InlineData("error: Unrecognized option '--colour'.", "find", "web-server", "--colour")]
    [InlineData("error: Unrecognized option '--colour'.", "definitions", "list", "--colour")]
    [InlineData("error: Unrecognized command or argument 'c'.", "find", "a", "b", "c")]
    [InlineData("error: Required command was not provided.", "definitions")]
    [InlineData("error: Required argument missing for option: '--target'.", "find", "a", "--target")]
    [InlineData("error: --set expects KEY=VALUE, such as --set instance_type=t3.small; it was given 'novalue'.", "build", "x", "--set", "novalue")]
    [InlineData("error: --set gives 'a' twice; give it once.", "build", "x", "--set", "a=1", "--set", "a=2")]
    [InlineData("error: --undo-timeout expects a time with its unit, such as 90s, 30m or 2h; it was given '5'.", "build", "x", "--undo-timeout", "5")]
    [InlineData("error: --all has no meaning with --pairs: every pair that matches is shown.", "find", "a", "--pairs", "--all")]
    [InlineData("error: Required argument missing for command: 'new'.", "user-data", "new")]
    [InlineData("error: Give one of a file, --instance and --launch-template.", "user-data", "check")]
    [InlineData("error: Give one of a file, --instance and --launch-template.", "user-data", "check", "a.json", "--instance", "i-0123456789abcdef0")]
    public async Task A_wrong_command_line_is_one_clear_line_with_the_usage_and_exit_code_64(string firstLine, params string[] arguments)
    {
        var run = await CliRun.Of(arguments);

        run.ExitCode.ShouldBe(64);
        run.Out.ShouldBeEmpty();
        run.Error.Split('\n')[0].ShouldBe(firstLine);
        run.Error.ShouldContain("Usage:");
        run.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task The_usage_shown_is_that_of_the_command_that_was_meant()
    {
        var run = await CliRun.Of("definitions", "check", "--nonsense");

        run.ExitCode.ShouldBe(64);
        run.Error.ShouldContain("definitions check [<path>] [options]");
    }

    [Fact]
    public async Task With_json_a_wrong_command_line_is_one_JSON_line_on_standard_error()
    {
        var run = await CliRun.Of("find", "--json");

        run.ExitCode.ShouldBe(64);
        run.Out.ShouldBeEmpty();
        run.Error.ShouldBe("""{"type":"error","errorId":"BadUsage","kind":"badUsage","message":"Required argument missing for command: 'find'."}""" + "\n");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("build", "--help")]
    [InlineData("definitions", "parameters", "-h")]
    public async Task Help_goes_to_standard_output_and_is_no_failure(params string[] arguments)
    {
        var run = await CliRun.Of(arguments);

        run.ExitCode.ShouldBe(0);
        run.Out.ShouldContain("Usage:");
        run.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, "", "scan", "--environments", "/no/such/folder", "--log", "/no/such/log")]
    [InlineData(0, "", "build", "/no/such/folder", "--set", "a=1")]
    [InlineData(64, "error: There is no command 'scna'.", "scna", "--environments", "x", "--log", "y")]
    [InlineData(64, "error: Unrecognized command or argument '--nonsense'.", "scan", "--nonsense")]
    [InlineData(64, "error: Required argument missing for command: 'build'.", "build")]
    public async Task A_command_line_can_be_checked_without_being_run(int code, string firstLine, params string[] arguments)
    {
        var run = await CliRun.Of([.. arguments, "--check-command"]);
        (run.ExitCode, run.Out, run.Error.Split('\n')[0]).ShouldBe((code, "", firstLine));
    }

    [Fact]
    public async Task The_version_is_the_manifests()
    {
        var run = await CliRun.Of("--version");

        run.ExitCode.ShouldBe(0);
        run.Out.Trim().ShouldMatch(@"^\d+\.\d+\.\d+$");
    }
}
