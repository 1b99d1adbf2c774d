using System.Text.Json;

namespace AmiTools.EndToEnd;

public class PairedBuildTests
{
    [Theory]
    [InlineData("web-server", "1.0.57")]
    [InlineData("worker", "3.1.57")]
    public async Task One_command_builds_the_same_image_in_both_accounts_and_the_AWS_CLI_sees_it(string name, string version)
    {
        await using var ground = await Playground.StartAsync();
        var commit = (await ground.GitAsync("rev-parse", "HEAD")).Trim();

        var build = await ground.RunAsync("build", "src/" + name, "--build-number", "57", "--json");

        build.ExitCode.ShouldBe(0, build.Error);
        var pair = JsonDocument.Parse(build.Out).RootElement;
        pair.GetProperty("version").GetString().ShouldBe(version);
        pair.GetProperty("isComplete").GetBoolean().ShouldBeTrue();
        foreach (var (account, target, index) in new[] { (Playground.Dev, "dev", 0), (Playground.Prod, "prod", 1) })
        {
            var member = pair.GetProperty("members")[index];
            var image = await OnlyImageAsync(ground, account, version);
            image.GetProperty("ImageId").GetString().ShouldBe(member.GetProperty("imageId").GetString());
            image.GetProperty("OwnerId").GetString().ShouldBe(account);
            image.GetProperty("State").GetString().ShouldBe("available");
            var tags = Tags(image);
            tags["version"].ShouldBe(version);
            tags["AmiTools:Image"].ShouldBe(name);
            tags["AmiTools:Target"].ShouldBe(target);
            tags["AmiTools:Commit"].ShouldBe(commit);
            tags["AmiTools:State"].ShouldBe("complete");
            tags["AmiTools:Pair"].ShouldBe(pair.GetProperty("pairId").GetString());
            tags["AutoCleanup"].ShouldBe("true");
            tags["CostCentre"].ShouldBe(target == "dev" ? "engineering-dev" : "operations");
        }
        (await ground.AwsAsync(Playground.Prod, "ec2", "describe-instances", "--query", "Reservations[].Instances[?State.Name!='terminated'][]")).Trim().ShouldBe("[]");
    }

    [Fact]
    public async Task A_failed_prod_takes_devs_image_with_it()
    {
        await using var ground = await Playground.StartAsync();
        ground.RefuseImages(Playground.Prod);

        var build = await ground.RunAsync("build", "src/web-server", "--build-number", "57", "--json");

        build.ExitCode.ShouldBe(1, build.Error);
        build.Out.ShouldBeEmpty();
        ground.Calls(Playground.Dev, "CreateImage").ShouldBe(1);
        ground.Calls(Playground.Prod, "CreateImage").ShouldBe(1);
        ground.Leftovers().ShouldBeEmpty();
        var error = JsonDocument.Parse(build.ErrorLines[^1]).RootElement;
        error.GetProperty("type").GetString().ShouldBe("error");
        error.GetProperty("message").GetString()!.ShouldContain("prod");

        // Nor did the real Packer, or the undo, do what the policy does not allow.
        var policy = JsonDocument.Parse((await ground.RunAsync("policy", "New-PairedAmi")).Out).RootElement;
        var allowed = policy.GetProperty("Statement").EnumerateArray().SelectMany(s => s.GetProperty("Action").EnumerateArray()).Select(a => a.GetString()).ToHashSet();
        ground.Cloud.Calls.Where(c => c.Action != "GetCallerIdentity").Select(c => $"{c.Service}:{c.Action}").Distinct().Where(a => !allowed.Contains(a)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_definitions_do_not_mix()
    {
        await using var ground = await Playground.StartAsync();
        (await ground.RunAsync("build", "src/web-server", "--build-number", "1")).ExitCode.ShouldBe(0);
        (await ground.RunAsync("build", "src/worker", "--build-number", "1")).ExitCode.ShouldBe(0);
        (await ground.RunAsync("build", "src/web-server", "--build-number", "2")).ExitCode.ShouldBe(0);

        var latest = await ground.RunAsync("find", "web-server", "--json");
        var all = await ground.RunAsync("find", "web-server", "1.*", "--all", "--json");
        var worker = await ground.RunAsync("find", "worker", ">=3.0 <4", "--target", "prod", "--json");
        var pairs = await ground.RunAsync("find", "w*", "--pairs", "--json");

        Versions(latest).ShouldBe(["1.0.2", "1.0.2"]);
        Versions(all).Order().ShouldBe(["1.0.1", "1.0.1", "1.0.2", "1.0.2"]);
        Versions(worker).ShouldBe(["3.1.1"]);
        JsonDocument.Parse(pairs.Out).RootElement.EnumerateArray().Select(p => p.GetProperty("members").GetArrayLength()).ShouldBe([2, 2, 2]);
    }

    [Fact]
    public async Task A_version_that_is_not_there_is_an_error_that_names_what_is()
    {
        await using var ground = await Playground.StartAsync();
        (await ground.RunAsync("build", "src/web-server", "--build-number", "1")).ExitCode.ShouldBe(0);

        var find = await ground.RunAsync("find", "web-server", "1.0.9");

        find.ExitCode.ShouldBe(1);
        find.Out.ShouldBeEmpty();
        find.Error.ShouldContain("1.0.9");
        find.Error.ShouldContain("1.0.1");
    }

    [Fact]
    public async Task The_same_version_is_never_built_twice()
    {
        await using var ground = await Playground.StartAsync();
        (await ground.RunAsync("build", "src/web-server", "--build-number", "1")).ExitCode.ShouldBe(0);
        var before = ground.Leftovers();

        var again = await ground.RunAsync("build", "src/web-server", "--build-number", "1");

        again.ExitCode.ShouldBe(1);
        again.Error.ShouldContain("1.0.1");
        ground.Leftovers().ShouldBe(before);
    }

    [Fact]
    public async Task What_if_shows_the_plan_and_changes_nothing()
    {
        await using var ground = await Playground.StartAsync();

        var plan = await ground.RunAsync("build", "src/web-server", "--build-number", "57", "--what-if", "--json");

        plan.ExitCode.ShouldBe(0, plan.Error);
        var members = JsonDocument.Parse(plan.Out).RootElement.GetProperty("members");
        members.EnumerateArray().Select(m => m.GetProperty("imageName").GetString()).ShouldBe(["web-server 1.0.57", "web-server 1.0.57"]);
        members.EnumerateArray().Select(m => m.GetProperty("accountId").GetString()).ShouldBe([Playground.Dev, Playground.Prod]);
        ground.Leftovers().ShouldBeEmpty();
        Directory.Exists(ground.Runs).ShouldBeFalse();
    }

    private static IEnumerable<string?> Versions(CliProcess find) => JsonDocument.Parse(find.Out).RootElement.EnumerateArray().Select(i => i.GetProperty("version").GetString());

    private static async Task<JsonElement> OnlyImageAsync(Playground ground, string account, string version)
    {
        var images = JsonDocument.Parse(await ground.AwsAsync(account, "ec2", "describe-images", "--owners", "self", "--filters", "Name=tag:version,Values=" + version)).RootElement.GetProperty("Images");
        images.GetArrayLength().ShouldBe(1);
        return images[0];
    }

    private static Dictionary<string, string> Tags(JsonElement image) =>
        image.GetProperty("Tags").EnumerateArray().ToDictionary(t => t.GetProperty("Key").GetString()!, t => t.GetProperty("Value").GetString()!);

    [Fact]
    public async Task Of_several_definitions_one_that_fails_does_not_stop_the_other_and_the_exit_code_says_partly()
    {
        await using var ground = await Playground.StartAsync();

        var build = await ground.RunAsync("build", "src/nowhere", "src/web-server", "--build-number", "57", "--json");

        build.ExitCode.ShouldBe(2, build.Error);
        JsonDocument.Parse(build.Out).RootElement.EnumerateArray().Select(p => p.GetProperty("name").GetString()).ShouldBe(["web-server"]);
        build.ErrorLines.Count(l => l.Contains("\"type\":\"error\"")).ShouldBe(1, build.Error);
        build.Error.ShouldContain("\"errorId\":\"DefinitionNotFound\"");
    }
}
