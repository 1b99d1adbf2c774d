using System.Text.Json;
using AmiTools.LocalCloud;

namespace AmiTools.EndToEnd;

/// <summary>A copy whose process is really killed, or stopped, at named moments; then a repair by the command line.</summary>
public class CopyKillTests
{
    private static readonly TimeSpan held = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(Playground.Prod, "CopyImage", 2, FaultTime.After, "undone")]
    public Task A_killed_copy_leaves_nothing_and_nothing_shared(string account, string action, int call, FaultTime when, string outcome) => KilledAsync(account, action, call, when, outcome);

    [Theory]
    [Trait("Category", "Full")]
    // Faults count dry runs, and the first call of what is changed is one.
    [InlineData(Playground.Dev, "ModifySnapshotAttribute", 2, FaultTime.Before, "undone")]
    [InlineData(Playground.Dev, "ModifySnapshotAttribute", 2, FaultTime.After, "undone")]
    [InlineData(Playground.Dev, "ModifyImageAttribute", 2, FaultTime.Before, "undone")]
    [InlineData(Playground.Dev, "ModifyImageAttribute", 2, FaultTime.After, "undone")]
    [InlineData(Playground.Prod, "CopyImage", 2, FaultTime.Before, "undone")]
    [InlineData(Playground.Prod, "DescribeSnapshots", 1, FaultTime.After, "undone")]
    [InlineData(Playground.Dev, "ModifyImageAttribute", 3, FaultTime.Before, "finished")]
    [InlineData(Playground.Dev, "ModifyImageAttribute", 3, FaultTime.After, "finished")]
    [InlineData(Playground.Dev, "ModifySnapshotAttribute", 3, FaultTime.Before, "finished")]
    [InlineData(Playground.Dev, "ModifySnapshotAttribute", 3, FaultTime.After, "finished")]
    [InlineData(Playground.Prod, "CreateTags", 1, FaultTime.Before, "finished")]
    [InlineData(Playground.Prod, "CreateTags", 1, FaultTime.After, "finished")]
    public Task A_killed_copy_at_every_named_moment(string account, string action, int call, FaultTime when, string outcome) => KilledAsync(account, action, call, when, outcome);

    [Fact]
    public async Task A_copy_that_is_interrupted_is_undone_and_unshared()
    {
        await using var ground = await Playground.StartAsync(TimeSpan.FromSeconds(5));
        Seed(ground);
        await using var copy = ground.Start("copy", "web@2.0.57", "--target", "prod");
        await copy.UntilAsync(() => ground.Calls(Playground.Prod, "DescribeSnapshots") > 0, "the copy");
        copy.Interrupt();
        (await copy.ExitAsync()).ShouldNotBe(0);
        ShouldBeUnshared(ground);
        ground.Cloud.Inside.Leftovers(Playground.Prod).ShouldBeEmpty(copy.Error);
    }

    private static async Task KilledAsync(string account, string action, int call, FaultTime when, string outcome)
    {
        await using var ground = await Playground.StartAsync(TimeSpan.Zero);
        Seed(ground);
        ground.Cloud.Faults.Add(new Fault(action, Call: call, Kind: FaultKind.Delay, When: when) { Account = account, Delay = held });
        await using var copy = ground.Start("copy", "web@2.0.57", "--target", "prod");
        await copy.UntilAsync(() => ground.Cloud.Calls.Count(c => c.Account == account && c.Action == action) >= call, $"{action} #{call}");
        await copy.KillAsync();

        await using var repair = await ground.RunAsync("repair", "--json", "--verbose");

        repair.ExitCode.ShouldBe(0, repair.Error);
        JsonDocument.Parse(repair.Out).RootElement[0].GetProperty("outcome").GetString().ShouldBe(outcome);
        ShouldBeUnshared(ground);
        ground.Cloud.Inside.Leftovers(Playground.Prod).Count.ShouldBe(outcome == "undone" ? 0 : 2, repair.Error);
        ground.Cloud.Inside.Leftovers(Playground.Dev).ShouldAllBe(l => !l.Contains("parameter"));
        await using var again = await ground.RunAsync("repair");
        again.Out.ShouldContain("There is nothing to repair.");
    }

    private static void ShouldBeUnshared(Playground ground)
    {
        ground.Cloud.Inside.Images(Playground.Dev, Playground.Region).ShouldHaveSingleItem().SharedWith.ShouldBeEmpty();
        ground.Cloud.Inside.Snapshots(Playground.Dev, Playground.Region).ShouldHaveSingleItem().SharedWith.ShouldBeEmpty();
    }

    private static void Seed(Playground ground) => ground.Cloud.Inside.SeedImage(Playground.Dev, Playground.Region, new ImageSeed
    {
        Name = "web 2.0.57",
        Tags = new Dictionary<string, string>
        {
            ["version"] = "2.0.57",
            ["AmiTools:Image"] = "web",
            ["AmiTools:Target"] = "dev",
            ["AmiTools:State"] = "complete",
            ["AmiTools:Pair"] = "20260101T000000Z-00000001",
            ["AutoCleanup"] = "true",
        },
    });
}
