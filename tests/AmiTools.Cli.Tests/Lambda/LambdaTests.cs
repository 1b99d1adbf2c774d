using System.Text.Json;
using AmiTools.LocalCloud;
using static AmiTools.Cli.Tests.CloudGround;

namespace AmiTools.Cli.Tests.Lambda;

/// <summary>The command as a custom runtime, against a local Runtime API and a local cloud.</summary>
public sealed class LambdaTests
{
    private static DateTimeOffset InPlenty => DateTimeOffset.UtcNow + TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Each_invocation_is_a_scan_and_its_response()
    {
        await using var ground = await CloudGround.StartAsync();
        var image = ground.Seed(Dev, "web", "2.0.1");
        await using var function = await Function.StartAsync(ground);
        for (var i = 0; i < 2; i++)
        {
            ground.Inside.Advance(TimeSpan.FromMinutes(20));
            var id = function.Api.Invoke(InPlenty);
            var told = await function.Api.ToldAsync();
            (told.Kind, told.RequestId).ShouldBe(("response", id));
            (told.Body.GetProperty("exitCode").GetInt32(), told.Body.GetProperty("outcome").GetString()).ShouldBe((0, "done"));
            ground.Tag(image, "LastUsedRuntime").ShouldNotBeNull();
        }
        var run = await function.StopAsync();
        var log = run.Out.TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        log.Count(l => l.GetProperty("message").GetString() == "Done.").ShouldBe(2);
        log.ShouldAllBe(l => l.GetProperty("job").GetString() == "scan");
    }

    [Fact]
    public async Task A_scan_that_is_not_complete_is_an_error_that_Lambda_counts()
    {
        await using var ground = await CloudGround.StartAsync();
        ground.Seed(Dev, "web", "2.0.1");
        ground.Inside.Deny(Dev, "ec2:DescribeInstances");
        await using var function = await Function.StartAsync(ground);
        function.Api.Invoke(InPlenty);
        var told = await function.Api.ToldAsync();
        (told.Kind, told.ErrorType, told.Body.GetProperty("errorType").GetString()).ShouldBe(("error", "AmiTools.PartlyDone", "PartlyDone"));
        told.Body.GetProperty("errorMessage").GetString().ShouldBe("'scan' ended with exit code 2; the log says why.");
        (await function.StopAsync()).Out.ShouldContain("The scan is not complete");
    }

    [Fact]
    public async Task Where_the_time_is_too_short_for_the_fleet_the_rest_is_the_next_runs()
    {
        await using var ground = await CloudGround.StartAsync();
        var (dev, prod) = (ground.Seed(Dev, "web", "2.0.1"), ground.Seed(Prod, "worker", "2.0.1"));
        ground.Inside.SeedInstance(Dev, Region, dev);
        ground.Inside.SeedInstance(Prod, Region, prod);
        // Prod is as good as endless.
        ground.Cloud.Faults.Add(new Fault("CreateTags", 1, FaultKind.Hang) { Account = Prod });
        await using var function = await Function.StartAsync(ground);

        function.Api.Invoke(DateTimeOffset.UtcNow + AmiTools.Cli.Lambda.JobLoop.Margin + TimeSpan.FromSeconds(3));
        var told = await function.Api.ToldAsync();

        (told.Kind, told.ErrorType).ShouldBe(("error", "AmiTools.OutOfTime"));
        told.Body.GetProperty("errorMessage").GetString().ShouldBe("'scan' was stopped 8 seconds before the function's time-out; the rest is the next run's. Give the function more time or memory if that comes again.");
        // What was reached is whole, what was not is untouched.
        ground.Tag(dev, "LastUsed").ShouldBe(ground.Tag(dev, "LastUsedRuntime"));
        (ground.Tag(prod, "LastUsed"), ground.Tag(prod, "LastUsedRuntime")).ShouldBe((null, null));

        function.Api.Invoke(InPlenty);
        (await function.Api.ToldAsync()).Kind.ShouldBe("response");
        foreach (var image in new[] { dev, prod }) ground.Tag(image, "LastUsed").ShouldNotBeNull();
    }

    [Fact]
    public async Task With_no_time_at_all_nothing_is_begun()
    {
        await using var ground = await CloudGround.StartAsync();
        await using var function = await Function.StartAsync(ground);
        function.Api.Invoke(DateTimeOffset.UtcNow + TimeSpan.FromSeconds(2));
        (await function.Api.ToldAsync()).ErrorType.ShouldBe("AmiTools.OutOfTime");
        ground.Cloud.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_can_have_arguments_and_one_that_makes_no_sense_does_nothing()
    {
        await using var ground = await CloudGround.StartAsync();
        var (dev, prod) = (ground.Seed(Dev, "web", "2.0.1"), ground.Seed(Prod, "worker", "2.0.1"));
        await using var function = await Function.StartAsync(ground);

        function.Api.Invoke(InPlenty, """{"arguments":["--target","prod"]}""");
        (await function.Api.ToldAsync()).Kind.ShouldBe("response");
        (ground.Tag(dev, "LastUsedRuntime") is null, ground.Tag(prod, "LastUsedRuntime") is null).ShouldBe((true, false));

        ground.Cloud.ClearCalls();
        foreach (var wrong in new[] { """{"arguments":"--target prod"}""", """{"arguments":[1]}""", "{" })
        {
            function.Api.Invoke(InPlenty, wrong);
            (await function.Api.ToldAsync()).ErrorType.ShouldBe("AmiTools.EventInvalid");
        }
        function.Api.Invoke(InPlenty, """{"arguments":["--nonsense"]}""");
        (await function.Api.ToldAsync()).ErrorType.ShouldBe("AmiTools.BadUsage");
        ground.Cloud.Calls.ShouldBeEmpty();
        // And it works on.
        function.Api.Invoke(InPlenty, "[]");
        (await function.Api.ToldAsync()).Kind.ShouldBe("response");
    }

    [Fact]
    public async Task A_handler_that_is_no_command_fails_at_the_start()
    {
        await using var ground = await CloudGround.StartAsync();
        await using var function = await Function.StartAsync(ground, "scna");
        var told = await function.Api.ToldAsync();
        (told.Kind, told.ErrorType, told.Body.GetProperty("errorMessage").GetString()).ShouldBe(("init", "AmiTools.BadUsage", "The handler 'scna' can't be run: There is no command 'scna'."));
        (await function.EndAsync()).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Outside_of_Lambda_it_says_what_is_missing()
    {
        var run = await CliRun.Of("lambda");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith("error: This command is started by AWS Lambda, which sets AWS_LAMBDA_RUNTIME_API and _HANDLER; they are not set here.");
        run = await CliRun.With(h => h with { Variables = new Dictionary<string, string> { ["AWS_LAMBDA_RUNTIME_API"] = "127.0.0.1:1", ["_HANDLER"] = "scan" } }, "lambda");
        run.Error.ShouldStartWith("error: Lambda's Runtime API does not answer: ");
    }
}
