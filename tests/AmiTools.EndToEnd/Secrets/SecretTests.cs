namespace AmiTools.EndToEnd.Secrets;

/// <summary>Nobody gets a secret that is not his, however a build ends; on the real Packer, with a definition that prints all it knows.</summary>
public class SecretTests
{
    [Fact]
    public async Task A_build_that_succeeds_shows_no_secret()
    {
        await using var ground = await SecretGround.StartAsync();
        await using var build = ground.Start();

        (await build.Cli.ExitAsync()).ShouldBe(0, build.Cli.Error);

        EachPackerHasItsOwnTargetsCredentials(build);
        build.Watch.Seen.ShouldContain(p => p.CommandLine.Contains("git\0", StringComparison.Ordinal), "git was watched too");
        build.Watch.Seen.ShouldContain(p => p.CommandLine.Contains("packer-shell", StringComparison.Ordinal), "the provisioner was watched too");
        SecretGround.LeaksOf(build).ShouldBeEmpty();
        ground.LeaksInFiles(build, isOver: true).ShouldBeEmpty();
        // It did print its environment and its variables: what is not there was masked.
        var said = build.Cli.Error;
        said.ShouldContain("AWS_SECRET_ACCESS_KEY=***");
        said.ShouldContain("AWS_SESSION_TOKEN=***");
        said.ShouldContain("said: *** ***");
        said.ShouldMatch(@"HTTPS_PROXY=http://ci:\*\*\*@127\.0\.0\.1:9");
        said.ShouldContain("AWS_REGION=eu-west-1");
        File.ReadAllText(Directory.GetFiles(ground.Playground.Runs, "*manifest*", SearchOption.AllDirectories)[0]).ShouldContain("\"db\": \"***\"");
    }

    [Fact]
    public async Task A_build_that_fails_shows_no_secret()
    {
        await using var ground = await SecretGround.StartAsync();
        await using var build = ground.Start("--set", "fail_in=prod");

        (await build.Cli.ExitAsync()).ShouldBe(1, build.Cli.Error);

        EachPackerHasItsOwnTargetsCredentials(build);
        build.Cli.Error.ShouldContain("failed with *** ***");
        SecretGround.LeaksOf(build).ShouldBeEmpty();
        ground.LeaksInFiles(build, isOver: true).ShouldBeEmpty();
        ground.Playground.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public Task A_build_that_is_stopped_shows_no_secret() => StoppedAsync(interrupt: true);

    [Fact]
    [Trait("Category", "Full")]
    public Task A_build_that_a_scheduler_stops_shows_no_secret() => StoppedAsync(interrupt: false);

    private static async Task StoppedAsync(bool interrupt)
    {
        await using var ground = await SecretGround.StartAsync();
        await using var build = await ground.StartAndHoldAsync();
        if (interrupt) build.Cli.Interrupt();
        else build.Cli.Terminate();

        (await build.Cli.ExitAsync()).ShouldBe(1, build.Cli.Error);
        EachPackerHasItsOwnTargetsCredentials(build);
        SecretGround.LeaksOf(build).ShouldBeEmpty();
        ground.LeaksInFiles(build, isOver: true).ShouldBeEmpty();
        ground.Playground.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public Task A_build_that_is_killed_with_Packer_and_repaired_shows_no_secret() => KilledAsync(withPacker: true);

    [Fact]
    [Trait("Category", "Full")]
    public Task A_build_that_is_killed_alone_and_repaired_shows_no_secret() => KilledAsync(withPacker: false);

    private static async Task KilledAsync(bool withPacker)
    {
        await using var ground = await SecretGround.StartAsync();
        await using var build = await ground.StartAndHoldAsync();
        var packer = ground.Playground.PackerOf("prod");
        await build.Cli.KillAsync();
        if (withPacker) SecretGround.KillGroup(packer);
        (await ground.LeaksInParameterStoreAsync(build)).ShouldBeEmpty();
        ground.LeaksInFiles(build, isOver: false).ShouldBeEmpty();

        await using var repair = ground.StartCommand("repair", "--json", "--verbose");

        (await repair.Cli.ExitAsync()).ShouldBe(0, repair.Cli.Error);
        repair.Cli.Out.ShouldContain("undone");
        EachPackerHasItsOwnTargetsCredentials(build);
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

    private static void EachPackerHasItsOwnTargetsCredentials(Watched build)
    {
        var dev = build.PackersOf("dev");
        var prod = build.PackersOf("prod");
        dev.ShouldNotBeEmpty();
        prod.ShouldNotBeEmpty();
        dev.ShouldAllBe(p => p.Variables["AWS_ACCESS_KEY_ID"].StartsWith("ASIA", StringComparison.Ordinal));
        prod.ShouldAllBe(p => p.Variables["AWS_ACCESS_KEY_ID"] == "AKIAPRODPRODPRODPROD" && !p.Variables.ContainsKey("AWS_SESSION_TOKEN"));
        build.Minted.Count.ShouldBeGreaterThanOrEqualTo(2, "secret key and session token of dev's role");
    }
}
