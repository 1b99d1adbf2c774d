using static AmiTools.Cli.Tests.CloudGround;

namespace AmiTools.Cli.Tests;

public class UsageCommandTests
{
    [Fact]
    public async Task Every_image_is_shown_with_everything_that_uses_it()
    {
        await using var ground = await CloudGround.StartAsync();
        var (dev, prod, idle) = (ground.Seed(Dev, "web", "2.0.1"), ground.Seed(Prod, "web", "2.0.1"), ground.Seed(Dev, "web", "2.0.0"));
        var instance = ground.Inside.SeedInstance(Prod, Region, prod);

        var run = await ground.RunAsync("usage");

        run.ExitCode.ShouldBe(0, run.Error);
        var lines = run.Out.TrimEnd().Split('\n');
        lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["target", "name", "version", "image", "state", "used", "by"]);
        lines.ShouldContain(l => l.StartsWith("dev ") && l.Contains(dev) && l.EndsWith($"pairs: {prod} in prod is used by instances: {instance} (running) ({Prod}, {Region})"));
        lines.ShouldContain(l => l.StartsWith("prod ") && l.Contains(prod) && l.EndsWith($"instances: {instance} (running) ({Prod}, {Region})"));
        lines.ShouldContain(l => l.Contains(idle) && l.EndsWith("not used"));
        lines[^1].ShouldBe("3 images: 2 used, 1 not used, 0 unknown.");
        ground.Cloud.Calls.ShouldNotContain(c => c.Action.StartsWith("Create") || c.Action.StartsWith("Delete"));
    }

    [Theory]
    [InlineData(2, "web")]
    [InlineData(3)]
    [InlineData(3, "w*", "worker")]
    [InlineData(1, "--version", "1.*")]
    [InlineData(1, "web", "--version", ">=2.0.1", "--target", "dev")]
    public async Task Names_versions_and_targets_choose(int expected, params string[] arguments)
    {
        await using var ground = await CloudGround.StartAsync();
        ground.Seed(Dev, "web", "2.0.1");
        ground.Seed(Prod, "web", "2.0.1");
        ground.Seed(Dev, "worker", "1.0.0");

        var run = await ground.RunAsync(["usage", "--json", .. arguments]);

        run.ExitCode.ShouldBe(0, run.Error);
        Json(run.Out).GetArrayLength().ShouldBe(expected);
    }

    [Fact]
    public async Task Ids_are_taken_one_by_one_or_from_standard_input()
    {
        await using var ground = await CloudGround.StartAsync();
        var (one, two) = (ground.Seed(Dev, "web", "2.0.1"), ground.Seed(Dev, "web", "2.0.0"));
        ground.Seed(Prod, "web", "2.0.1");

        (await IdsAsync("", "usage", "--json", "--image", one)).ShouldBe([one]);
        (await IdsAsync($"{two}\r\n\n {one}\n", "usage", "--json", "--image", "-")).ShouldBe([one, two], ignoreOrder: true);

        var nothing = await ground.RunAsync("\n", ["usage", "--image", "-"]);
        nothing.ExitCode.ShouldBe(1);
        nothing.Error.ShouldStartWith("error: --image - expects image ids on standard input, one a line; there was none.");
        var unknown = await ground.RunAsync("usage", "--image", "ami-0123456789abcdef0");
        unknown.ExitCode.ShouldBe(1);
        unknown.Error.ShouldStartWith("error: No account of the targets dev, prod owns ami-0123456789abcdef0 there.");

        async Task<IEnumerable<string?>> IdsAsync(string input, params string[] arguments) =>
            [.. Json((await ground.RunAsync(input, arguments)).Out).EnumerateArray().Select(i => i.GetProperty("imageId").GetString())];
    }

    [Fact]
    public async Task What_cannot_be_told_is_no_success()
    {
        await using var ground = await CloudGround.StartAsync();
        ground.Seed(Dev, "web", "2.0.1");
        ground.Inside.Deny(Dev, "ec2:DescribeFleets");

        var run = await ground.RunAsync("usage");

        run.ExitCode.ShouldBe(2);
        run.Out.ShouldContain($"unknown  ? ec2-fleets in dev ({Dev}, {Region}): ");
        run.Error.ShouldContain("error: Of 1 of 1 images it can't be told whether they are used.");
        run.Error.ShouldContain("Grant the permission or wait for the service, and ask again");

        (await ground.RunAsync("usage", "--optional-source", "ec2-fleets")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task With_json_the_answer_is_one_document_and_the_failure_one_line()
    {
        await using var ground = await CloudGround.StartAsync();
        var image = ground.Seed(Dev, "web", "2.0.1");
        ground.Inside.Deny(Dev, "ec2:DescribeFleets");

        var run = await ground.RunAsync("usage", "--json");

        run.ExitCode.ShouldBe(2);
        var only = Json(run.Out).EnumerateArray().ShouldHaveSingleItem();
        (only.GetProperty("imageId").GetString(), only.GetProperty("state").GetString()).ShouldBe((image, "unknown"));
        only.GetProperty("unknown").EnumerateArray().ShouldHaveSingleItem().GetProperty("source").GetString().ShouldBe("ec2-fleets");
        Json(run.Error.TrimEnd().Split('\n')[^1]).GetProperty("errorId").GetString().ShouldBe("UsageUnknown");
    }

    [Fact]
    public async Task Accounts_without_images_are_no_failure()
    {
        await using var ground = await CloudGround.StartAsync();
        var run = await ground.RunAsync("usage");
        (run.ExitCode, run.Out).ShouldBe((0, "0 images: 0 used, 0 not used, 0 unknown.\n"));
    }
}
