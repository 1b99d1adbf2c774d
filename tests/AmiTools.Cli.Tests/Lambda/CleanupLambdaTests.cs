using AmiTools.LocalCloud;
using static AmiTools.Cli.Tests.CloudGround;

namespace AmiTools.Cli.Tests.Lambda;

/// <summary>The cleanup as a function of Lambda.</summary>
public sealed class CleanupLambdaTests
{
    private const string Anything = """{"arguments":["--keep-latest","0","--maximum-deletion-percent","100","--minimum-used-percent","0"]}""";

    private static DateTimeOffset InPlenty => DateTimeOffset.UtcNow + TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_run_by_the_arguments_of_the_template_deletes_nothing()
    {
        await using var ground = await CloudGround.StartAsync();
        var image = await OldAsync(ground, Dev);
        await using var function = await Function.StartAsync(ground, "cleanup");
        function.Api.Invoke(InPlenty, Anything.Replace("[", """["--what-if",""", StringComparison.Ordinal));
        (await function.Api.ToldAsync()).Kind.ShouldBe("response");
        IsThere(ground, Dev, image).ShouldBeTrue();
        (await function.StopAsync()).Out.ShouldContain($"{image} (web 1.0.1, dev): delete: ");
    }

    [Fact]
    public async Task What_stops_a_cleanup_is_an_error_that_Lambda_counts()
    {
        await using var ground = await CloudGround.StartAsync();
        var image = await OldAsync(ground, Dev);
        await using var function = await Function.StartAsync(ground, "cleanup");
        function.Api.Invoke(InPlenty, Anything.Replace("100", "1", StringComparison.Ordinal));
        (await function.Api.ToldAsync()).ErrorType.ShouldBe("AmiTools.Failed");
        IsThere(ground, Dev, image).ShouldBeTrue();
    }

    [Fact]
    public async Task Where_the_time_is_too_short_for_the_fleet_the_rest_is_the_next_runs()
    {
        await using var ground = await CloudGround.StartAsync();
        var (dev, prod) = (await OldAsync(ground, Dev), await OldAsync(ground, Prod));
        // Prod's snapshots are not answered for in time.
        ground.Cloud.Faults.Add(new Fault("CreateTags", 1, FaultKind.Hang) { Account = Prod });
        await using var function = await Function.StartAsync(ground, "cleanup");

        function.Api.Invoke(DateTimeOffset.UtcNow + AmiTools.Cli.Lambda.JobLoop.Margin + TimeSpan.FromSeconds(3), Anything);
        var told = await function.Api.ToldAsync();

        told.ErrorType.ShouldBe("AmiTools.OutOfTime");
        told.Body.GetProperty("errorMessage").GetString()!.ShouldStartWith("'cleanup' was stopped 8 seconds before the function's time-out; the rest is the next run's.");
        // Whole in one account, whole in the other.
        (IsThere(ground, Dev, dev), ground.Inside.Snapshots(Dev, Region).Count).ShouldBe((false, 0));
        (IsThere(ground, Prod, prod), ground.Inside.Snapshots(Prod, Region).Count).ShouldBe((true, 1));

        function.Api.Invoke(InPlenty, Anything);
        (await function.Api.ToldAsync()).Kind.ShouldBe("response");
        (IsThere(ground, Prod, prod), ground.Inside.Snapshots(Prod, Region).Count).ShouldBe((false, 0));
        (await function.StopAsync()).Out.ShouldContain($"Before the cleanup was stopped: {dev} (web 1.0.1, dev): deleted");
    }

    // Seen by a scan, as the verdict wants it.
    private static async Task<string> OldAsync(CloudGround ground, string account)
    {
        var image = ground.SeedOld(account, "web", "1.0.1");
        (await ground.RunAsync("scan")).ExitCode.ShouldBe(0);
        return image;
    }

    private static bool IsThere(CloudGround ground, string account, string image) => ground.Inside.Images(account, Region).Any(i => i.Id == image);
}
