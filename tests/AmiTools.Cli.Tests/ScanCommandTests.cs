using static AmiTools.Cli.Tests.CloudGround;

namespace AmiTools.Cli.Tests;

public class ScanCommandTests
{
    [Fact]
    public async Task A_complete_scan_tags_shows_what_is_used_and_exits_with_0()
    {
        await using var ground = await CloudGround.StartAsync();
        var (dev, prod, idle) = (ground.Seed(Dev, "web", "2.0.1"), ground.Seed(Prod, "web", "2.0.1"), ground.Seed(Dev, "web", "2.0.0"));
        var instance = ground.Inside.SeedInstance(Dev, Region, dev);

        var run = await ground.RunAsync("scan");

        run.ExitCode.ShouldBe(0, run.Error);
        var lines = run.Out.TrimEnd().Split('\n');
        lines.Length.ShouldBe(4);
        lines[1].ShouldEndWith($"{dev}  used   instances: {instance} (running)");
        lines[2].ShouldContain(prod);
        lines[3].ShouldBe("3 images scanned: 2 used, 3 with a heartbeat, 0 without.");
        foreach (var image in new[] { dev, prod }) ground.Tag(image, "LastUsed").ShouldNotBeNull();
        ground.Tag(idle, "LastUsed").ShouldBeNull();
        ground.Tag(idle, "LastUsedRuntime").ShouldNotBeNull();
    }

    [Fact]
    public async Task What_if_writes_nothing()
    {
        await using var ground = await CloudGround.StartAsync();
        var image = ground.Seed(Dev, "web", "2.0.1");

        var run = await ground.RunAsync("scan", "--what-if");

        (run.ExitCode, run.Out).ShouldBe((0, "1 image scanned: 0 used, 1 with a heartbeat, 0 without (nothing was written).\n"));
        ground.Tag(image, "LastUsedRuntime").ShouldBeNull();
    }

    [Fact]
    public async Task An_incomplete_scan_tags_what_it_can_and_exits_with_2()
    {
        await using var ground = await CloudGround.StartAsync();
        var (alone, pairOne) = (ground.Seed(Dev, "worker", "1.0.0"), ground.Seed(Dev, "web", "2.0.1"));
        ground.Seed(Prod, "web", "2.0.1");
        ground.Inside.Deny(Prod, "ec2:DescribeInstances");

        var run = await ground.RunAsync("scan");

        run.ExitCode.ShouldBe(2);
        run.Out.ShouldContain("3 images scanned: 0 used, 1 with a heartbeat, 2 without.");
        run.Error.ShouldContain("error: The scan is not complete: 2 of 3 images have no new heartbeat, and a cleanup keeps them.");
        run.Error.ShouldContain($"  instances in prod ({Prod}, {Region}): ");
        run.Error.ShouldNotContain("   at ");
        ground.Tag(alone, "LastUsedRuntime").ShouldNotBeNull();
        ground.Tag(pairOne, "LastUsedRuntime").ShouldBeNull();
    }

    [Fact]
    public async Task With_json_the_result_is_one_document_and_the_failure_one_line()
    {
        await using var ground = await CloudGround.StartAsync();
        var image = ground.Seed(Dev, "web", "2.0.1");
        ground.Inside.SeedInstance(Dev, Region, image);
        ground.Inside.Deny(Prod, "ec2:DescribeInstances");

        var run = await ground.RunAsync("scan", "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        ground.Inside.Deny(Dev, "ec2:DescribeSpotInstanceRequests");
        run = await ground.RunAsync("scan", "--json");

        run.ExitCode.ShouldBe(2);
        var result = Json(run.Out);
        (result.GetProperty("used").GetInt32(), result.GetProperty("heartbeats").GetInt32()).ShouldBe((1, 0));
        var only = result.GetProperty("images").EnumerateArray().ShouldHaveSingleItem();
        (only.GetProperty("imageId").GetString(), only.GetProperty("state").GetString(), only.GetProperty("isHeartbeatWritten").GetBoolean()).ShouldBe((image, "used", false));
        var error = Json(run.Error.TrimEnd().Split('\n')[^1]);
        (error.GetProperty("errorId").GetString(), error.GetProperty("kind").GetString()).ShouldBe(("ScanIncomplete", "partlyDone"));
    }

    [Fact]
    public async Task Where_nothing_can_be_read_nothing_is_tagged_and_the_exit_code_is_1()
    {
        await using var ground = await CloudGround.StartAsync();
        var image = ground.Seed(Dev, "web", "2.0.1");
        foreach (var account in new[] { Dev, Prod }) ground.Inside.Deny(account, "ec2:DescribeImages");

        var run = await ground.RunAsync("scan");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith($"error: The images of the target 'dev' (account {Dev}, {Region}) can't be read: ");
        ground.Tag(image, "LastUsedRuntime").ShouldBeNull();
        var unknown = await ground.RunAsync("scan", "--target", "staging");
        unknown.ExitCode.ShouldBe(1);
        unknown.Error.ShouldContain("'staging'");
    }

    [Fact]
    public async Task An_empty_fleet_is_scanned_without_a_word_of_failure()
    {
        await using var ground = await CloudGround.StartAsync();
        var run = await ground.RunAsync("scan");
        (run.ExitCode, run.Out).ShouldBe((0, "0 images scanned: 0 used, 0 with a heartbeat, 0 without.\n"));
        ground.Cloud.Calls.ShouldNotContain(c => c.Action == "CreateTags");
    }
}
