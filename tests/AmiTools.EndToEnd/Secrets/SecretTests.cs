namespace AmiTools.EndToEnd.Secrets;

/// <summary>Nobody gets a secret that is not his, however a build ends; on the real Packer, with a definition that prints all it knows.</summary>
public class SecretTests
{
    [Fact]
    public async Task A_build_that_succeeds_shows_no_secret()
    {
        await using var ground = await SecretGround.StartAsync();
        await using var build = ground.Start();
        await SucceedsAsync(ground, build);

        // It did print its environment and its variables: what is not there was masked.
        var said = build.Cli.Error;
        said.ShouldContain("AWS_SECRET_ACCESS_KEY=***");
        said.ShouldContain("AWS_SESSION_TOKEN=***");
        said.ShouldContain("said: *** ***");
        said.ShouldMatch(@"HTTPS_PROXY=http://ci:\*\*\*@127\.0\.0\.1:9");
        said.ShouldContain("AWS_REGION=eu-west-1");
        // Dev's child has read prod's key in the profile's file.
        said.ShouldContain("aws_secret_access_key=***");
        File.ReadAllText(Directory.GetFiles(ground.Playground.Runs, "*manifest*", SearchOption.AllDirectories)[0]).ShouldContain("\"db\": \"***\"");
    }

    [Fact]
    public async Task A_build_under_TeamCity_with_credential_process_and_SSO_shows_no_secret()
    {
        await using var ground = await SecretGround.StartAsync(WaysIn.ProcessAndSso);
        await using var build = ground.StartUnderTeamCity();
        await SucceedsAsync(ground, build);

        build.Watch.Seen.ShouldContain(p => p.Variables.ContainsKey(Way.HelperMark) && p.CommandLine.Contains("/helper", StringComparison.Ordinal), "the program that gives credentials was watched too");
        build.Cli.Out.ShouldContain("##teamcity[progressMessage '");
        build.Cli.Out.ShouldContain("##teamcity[setParameter name='amitools.leaky.prod.imageId'");
        // Both children have read the file of the program and SSO's cache.
        build.Cli.Out.ShouldContain("\"SecretAccessKey\":\"***\"");
        build.Cli.Out.ShouldContain("\"accessToken\":\"***\"");
    }

    [Theory]
    [InlineData(WaysIn.Container)]
    [InlineData(WaysIn.Instance)]
    [Trait("Category", "Full")]
    public async Task A_build_with_the_machines_own_role_shows_no_secret(WaysIn ways)
    {
        await using var ground = await SecretGround.StartAsync(ways);
        await using var build = ways == WaysIn.Container ? ground.StartUnderTeamCity() : ground.Start();
        await SucceedsAsync(ground, build);
    }

    [Fact]
    public Task A_build_that_fails_shows_no_secret() => FailedAsync(WaysIn.RoleAndProfile, underTeamCity: false);

    [Theory]
    [InlineData(WaysIn.ProcessAndSso)]
    [InlineData(WaysIn.Container)]
    [InlineData(WaysIn.Instance)]
    [Trait("Category", "Full")]
    public Task A_build_that_fails_shows_no_secret_whatever_way_credentials_came_in(WaysIn ways) => FailedAsync(ways, underTeamCity: true);

    private static async Task SucceedsAsync(SecretGround ground, Watched build)
    {
        (await build.Cli.ExitAsync()).ShouldBe(0, build.Cli.Error);

        EachChildHasItsOwnTargetsCredentials(ground, build);
        build.TestsOf("dev").ShouldNotBeEmpty("the test command was watched too");
        build.TestsOf("prod").ShouldNotBeEmpty();
        build.Watch.Seen.ShouldContain(p => p.CommandLine.Contains("git\0", StringComparison.Ordinal), "git was watched too");
        build.Watch.Seen.ShouldContain(p => p.CommandLine.Contains("packer-shell", StringComparison.Ordinal), "the provisioner was watched too");
        SecretGround.LeaksOf(build).ShouldBeEmpty();
        ground.LeaksInFiles(build, isOver: true).ShouldBeEmpty();
    }

    private static async Task FailedAsync(WaysIn ways, bool underTeamCity)
    {
        await using var ground = await SecretGround.StartAsync(ways);
        await using var build = underTeamCity ? ground.StartUnderTeamCity("--set", "fail_in=prod") : ground.Start("--set", "fail_in=prod");

        (await build.Cli.ExitAsync()).ShouldBe(1, build.Cli.Error);

        EachChildHasItsOwnTargetsCredentials(ground, build);
        (build.Cli.Out + build.Cli.Error).ShouldContain("failed with *** ***");
        if (underTeamCity) build.Cli.Out.ShouldContain("##teamcity[buildProblem description='");
        SecretGround.LeaksOf(build).ShouldBeEmpty();
        ground.LeaksInFiles(build, isOver: true).ShouldBeEmpty();
        ground.Playground.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public Task A_build_that_is_stopped_shows_no_secret() => StoppedAsync(WaysIn.RoleAndProfile, interrupt: true);

    [Theory]
    [InlineData(WaysIn.RoleAndProfile)]
    [InlineData(WaysIn.ProcessAndSso)]
    [InlineData(WaysIn.Container)]
    [InlineData(WaysIn.Instance)]
    [Trait("Category", "Full")]
    public Task A_build_that_a_scheduler_stops_shows_no_secret(WaysIn ways) => StoppedAsync(ways, interrupt: false);

    private static async Task StoppedAsync(WaysIn ways, bool interrupt)
    {
        await using var ground = await SecretGround.StartAsync(ways);
        await using var build = await ground.StartAndHoldAsync();
        if (interrupt) build.Cli.Interrupt();
        else build.Cli.Terminate();

        (await build.Cli.ExitAsync()).ShouldBe(1, build.Cli.Error);
        EachChildHasItsOwnTargetsCredentials(ground, build);
        SecretGround.LeaksOf(build).ShouldBeEmpty();
        ground.LeaksInFiles(build, isOver: true).ShouldBeEmpty();
        ground.Playground.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public Task A_build_that_is_killed_with_Packer_and_repaired_shows_no_secret() => KilledAsync(WaysIn.RoleAndProfile, withPacker: true);

    [Theory]
    [InlineData(WaysIn.RoleAndProfile, false)]
    [InlineData(WaysIn.ProcessAndSso, true)]
    [InlineData(WaysIn.Container, true)]
    [InlineData(WaysIn.Instance, false)]
    [Trait("Category", "Full")]
    public Task A_build_that_is_killed_and_repaired_shows_no_secret(WaysIn ways, bool withPacker) => KilledAsync(ways, withPacker);

    private static async Task KilledAsync(WaysIn ways, bool withPacker)
    {
        await using var ground = await SecretGround.StartAsync(ways);
        await using var build = await ground.StartAndHoldAsync();
        var packer = ground.Playground.PackerOf("prod");
        await build.Cli.KillAsync();
        if (withPacker) SecretGround.KillGroup(packer);
        (await ground.LeaksInParameterStoreAsync(build)).ShouldBeEmpty();
        ground.LeaksInFiles(build, isOver: false).ShouldBeEmpty();

        await using var repair = ground.StartCommand("repair", "--json", "--verbose");

        (await repair.Cli.ExitAsync()).ShouldBe(0, repair.Cli.Error);
        repair.Cli.Out.ShouldContain("undone");
        EachChildHasItsOwnTargetsCredentials(ground, build);
        SecretGround.LeaksOf(build).ShouldBeEmpty();
        SecretGround.LeaksOf(repair).ShouldBeEmpty();
        ground.LeaksInFiles(build, isOver: true).ShouldBeEmpty();
        ground.Playground.Leftovers().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("build", "src/leaky", "--what-if", "--build-number", "57", "--release", "true", "--build-timeout", "10m", "--json", "--verbose")]
    [InlineData("definitions", "parameters", "src/leaky", "--json")]
    [InlineData("definitions", "parameters", "src/leaky")]
    [InlineData("definitions", "check", "src/leaky", "--json", "--verbose")]
    public async Task What_only_looks_shows_no_secret(params string[] arguments)
    {
        await using var ground = await SecretGround.StartAsync();
        await using var look = ground.StartCommand(arguments);

        (await look.Cli.ExitAsync()).ShouldBe(0, look.Cli.Error);

        look.Cli.Out.ShouldNotBeEmpty();
        SecretGround.LeaksOf(look).ShouldBeEmpty();
        ground.LeaksInFiles(look, isOver: true).ShouldBeEmpty();
    }

    private static void EachChildHasItsOwnTargetsCredentials(SecretGround ground, Watched build)
    {
        Of("dev", ground.Way.DevKey);
        Of("prod", ground.Way.ProdKey);
        if (ground.Way.DevKey == "ASIA" || ground.Way.ProdKey == "ASIA") build.Minted.Count.ShouldBeGreaterThanOrEqualTo(2, "secret key and session token of a role");

        void Of(string target, string key)
        {
            var packers = build.PackersOf(target);
            packers.ShouldNotBeEmpty();
            packers.Concat(build.TestsOf(target)).ShouldAllBe(p => p.Variables["AWS_ACCESS_KEY_ID"].StartsWith(key, StringComparison.Ordinal));
        }
    }
}
