namespace AmiTools.EndToEnd;

public class StopTests
{
    // Long enough for a signal to arrive while the image is still pending.
    private static readonly TimeSpan pending = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(Playground.Dev, "RunInstances")]
    [InlineData(Playground.Dev, "CreateImage")]
    [InlineData(Playground.Prod, "RunInstances")]
    [InlineData(Playground.Prod, "CreateImage")]
    public async Task Ctrl_C_during_a_build_leaves_nothing_in_either_account(string account, string action)
    {
        await using var ground = await Playground.StartAsync(pending);
        await using var build = ground.Start("build", "src/web-server", "--build-number", "57");
        await build.UntilAsync(() => ground.Calls(account, action) > 0, $"{action} in {account}");

        build.Interrupt();

        (await build.ExitAsync()).ShouldBe(1, build.Error);
        build.Out.ShouldBeEmpty();
        build.Error.ShouldContain("warning: Stopping. No new work is begun; what was made so far is undone.");
        build.Error.ShouldContain("error: Stopped on request; what this run had made is undone.");
        build.Error.ShouldNotContain("   at ");
        ground.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_Ctrl_C_does_not_skip_the_undo()
    {
        await using var ground = await Playground.StartAsync(pending);
        await using var build = ground.Start("build", "src/web-server", "--build-number", "57");
        await build.UntilAsync(() => ground.Calls(Playground.Prod, "RunInstances") > 0, "prod's build");

        build.Interrupt();
        await build.UntilAsync(() => build.Error.Contains("warning: Stopping."), "the first answer");
        build.Interrupt();
        await build.UntilAsync(() => build.Error.Contains("warning: Still stopping."), "the second answer");

        (await build.ExitAsync()).ShouldBe(1, build.Error);
        ground.Leftovers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_schedulers_SIGTERM_is_a_stop_like_any_other()
    {
        await using var ground = await Playground.StartAsync(pending);
        await using var build = ground.Start("build", "src/worker", "--build-number", "57");
        await build.UntilAsync(() => ground.Calls(Playground.Dev, "CreateImage") > 0, "dev's image");

        build.Terminate();

        (await build.ExitAsync()).ShouldBe(1, build.Error);
        ground.Leftovers().ShouldBeEmpty();
    }
}
