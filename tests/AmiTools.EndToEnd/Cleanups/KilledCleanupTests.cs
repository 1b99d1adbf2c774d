using System.Globalization;
using AmiTools.EndToEnd.Scans;
using AmiTools.LocalCloud;
using AmiTools.Tests;
using Xunit.Abstractions;

namespace AmiTools.EndToEnd.Cleanups;

/// <summary>The real command, killed or interrupted while a call of it is held: nothing is gone that stays, and the next one leaves nothing behind.</summary>
public sealed class KilledCleanupTests(ITestOutputHelper output)
{
    private const string Dev = BusyFleet.Dev;
    private const string Prod = BusyFleet.Prod;
    private static readonly string[] cleanup = ["cleanup", "--older-than-days", "0", "--never-used-older-than-days", "0", "--keep-latest", "0", "--maximum-deletion-percent", "100", "--minimum-used-percent", "0"];

    [Fact]
    public async Task A_killed_cleanup_leaves_nothing_that_the_next_does_not_find() => await RunAsync([new(Dev, "DeregisterImage", 1, FaultTime.After)]);

    [Fact]
    [Trait("Category", "Full")]
    public async Task Killed_anywhere_a_cleanup_leaves_nothing_that_the_next_does_not_find()
    {
        var points = await KillPoints.OfAsync(async () =>
        {
            await using var ground = await StartAsync();
            ground.Cloud.ClearCalls();
            await using var whole = await ground.RunAsync(cleanup);
            return [.. ground.Cloud.Calls];
        });
        points.Count(p => p.Action == "DeregisterImage").ShouldBeGreaterThanOrEqualTo(4);
        // What deregistering leaves is deleted one by one, which an undisturbed cleanup does not have.
        await RunAsync([.. points, new(Dev, "DeleteSnapshot"), new(Dev, "DeleteSnapshot", 1, FaultTime.After)]);
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task An_interrupted_cleanup_ends_after_the_calls_that_are_under_way()
    {
        await using var ground = await StartAsync();
        ground.Cloud.Faults.Add(new Fault("DeregisterImage", 1, FaultKind.Delay) { Account = Dev, Delay = TimeSpan.FromSeconds(3) });
        await using var process = ground.Start(cleanup);
        await process.UntilAsync(() => ground.Cloud.Calls.Any(c => c.Action == "DeregisterImage" && c.Account == Dev), "the first deletion");
        process.Interrupt();
        (await process.ExitAsync()).ShouldBe(1);
        process.Error.ShouldContain("Stopped on request.");
        CheckStaying(ground, "interrupted");
        await FinishAsync(ground, "interrupted");
    }

    private async Task RunAsync(IReadOnlyList<Point> chosen)
    {
        await KillPoints.EachAsync(chosen, async point =>
        {
            await using var ground = await StartAsync();
            if (point.Action == "DeleteSnapshot") foreach (var image in Images(ground)) foreach (var snapshot in image.SnapshotIds) ground.Cloud.Inside.FailNextSnapshotDeletion(snapshot);
            ground.Cloud.Faults.Add(new Fault(point.Action, point.Number, FaultKind.Hang, point.When) { Account = point.Account });
            await using (var process = ground.Start(cleanup))
            {
                await process.UntilAsync(() => ground.Cloud.Calls.Any(c => c.Account == point.Account && c.Action == point.Action && c.ErrorCode == "Hang"), $"{point} is held");
                await process.KillAsync();
            }
            CheckStaying(ground, $"{point}");
            ground.Cloud.Faults.Clear();
            await FinishAsync(ground, $"{point}");
            output.WriteLine($"killed at {point}");
        });
        output.WriteLine($"{chosen.Count} points");
    }

    /// <summary>As a scan of a moment ago has left it.</summary>
    private static async Task<FleetGround> StartAsync()
    {
        var ground = await FleetGround.StartAsync();
        var now = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        foreach (var (image, isUsed) in ground.Fleet.Images)
        {
            ground.Cloud.Inside.SetTag(BusyFleet.Region, image, "LastUsedRuntime", now);
            if (isUsed) ground.Cloud.Inside.SetTag(BusyFleet.Region, image, "LastUsed", now);
        }
        return ground;
    }

    private static async Task FinishAsync(FleetGround ground, string what)
    {
        // A second run, where a base is left whose child had gone.
        await using var next = await ground.RunAsync(cleanup);
        next.ExitCode.ShouldBe(0, $"{what}: {next.Error}");
        CheckStaying(ground, what);
        var left = Images(ground);
        left.Select(i => i.Id).ShouldBe(Staying(ground), ignoreOrder: true, what);
        left.ShouldAllBe(i => !i.Tags.ContainsKey("AmiTools:Cleanup"), what);
        Snapshots(ground).ShouldBe(left.SelectMany(i => i.SnapshotIds), ignoreOrder: true, what);
    }

    private static void CheckStaying(FleetGround ground, string what) => Staying(ground).ShouldBeSubsetOf(Images(ground).Select(i => i.Id), what);

    /// <summary>What is used, but for those that are only the base of something that goes.</summary>
    private static IReadOnlyList<string> Staying(FleetGround ground) => [.. ground.Fleet.Images.Where(i => i.Value && !ground.Fleet.IsBase(i.Key)).Select(i => i.Key)];

    private static List<SeenImage> Images(FleetGround ground) => [.. new[] { Dev, Prod }.SelectMany(a => ground.Cloud.Inside.Images(a, BusyFleet.Region))];

    private static IEnumerable<string> Snapshots(FleetGround ground) => new[] { Dev, Prod }.SelectMany(a => ground.Cloud.Inside.Snapshots(a, BusyFleet.Region)).Select(s => s.Id);
}
