using static AmiTools.Cli.Tests.CloudGround;

namespace AmiTools.Cli.Tests;

public class CleanupCommandTests
{
    [Fact]
    public async Task A_plan_shows_what_would_go_and_why_the_rest_stays_and_changes_nothing()
    {
        await using var ground = await CloudGround.StartAsync();
        var (one, two, three) = (ground.SeedOld(Dev, "web", "1.0.1"), ground.SeedOld(Dev, "web", "1.0.2"), ground.SeedOld(Dev, "web", "1.0.3"));
        (await ground.RunAsync("scan")).ExitCode.ShouldBe(0);
        ground.Cloud.ClearCalls();

        var run = await ground.RunAsync("plan");

        run.ExitCode.ShouldBe(0, run.Error);
        var lines = run.Out.TrimEnd().Split('\n');
        lines[0].ShouldBe("Delete: 1 image, 8 GiB");
        lines.ShouldContain(l => l.Contains(one) && l.EndsWith("never used, made 60 days ago"));
        lines.ShouldContain(l => l.Contains(three) && l.EndsWith("number 1 of the newest 2 complete releases"));
        lines[^1].ShouldBe("3 images: 2 kept, 1 to go.");
        ground.Cloud.Calls.ShouldNotContain(c => c.Action.StartsWith("Create") || c.Action.StartsWith("Deregister") || c.Action.StartsWith("Delete"));

        var json = Json((await ground.RunAsync("plan", "--json", "--keep-latest", "0")).Out);
        json.EnumerateArray().Count(r => r.GetProperty("decision").GetString() == "delete").ShouldBe(3);
        json.EnumerateArray().Select(r => r.GetProperty("imageId").GetString()).ShouldBe([one, two, three], ignoreOrder: true);
    }

    [Fact]
    public async Task A_plan_that_lacks_a_target_says_so_and_exits_with_2()
    {
        await using var ground = await CloudGround.StartAsync();
        ground.SeedOld(Dev, "web", "1.0.1");
        ground.Inside.Deny(Prod, "ec2:DescribeImages");
        var run = await ground.RunAsync("plan");
        run.ExitCode.ShouldBe(2);
        run.Out.ShouldContain("1 image: 1 kept, 0 to go.");
        run.Error.ShouldStartWith("error: The plan is not complete: 1 target can't be read.");
    }
}
