using AmiTools.LocalCloud;
using AmiTools.Tests;
using Xunit.Abstractions;

namespace AmiTools.EndToEnd.Scans;

/// <summary>The real command, killed while a call of it is held: what it leaves is true, and the next scan makes it whole.</summary>
public sealed class KilledScanTests(ITestOutputHelper output)
{
    private const string Dev = BusyFleet.Dev;
    private const string Prod = BusyFleet.Prod;

    [Fact]
    public async Task A_killed_scan_leaves_no_use_without_its_date() => await RunAsync([new(Prod, "DescribeFleets"), new(Dev, "CreateTags", 1, FaultTime.After)]);

    [Fact]
    [Trait("Category", "Full")]
    public async Task Killed_anywhere_a_scan_leaves_nothing_that_is_not_true()
    {
        var points = await KillPoints.OfAsync(async () =>
        {
            await using var ground = await FleetGround.StartAsync();
            await using var scan = await ground.RunAsync("scan");
            return [.. ground.Cloud.Calls];
        });
        points.Count(p => p.IsWrite).ShouldBeGreaterThanOrEqualTo(8);
        await RunAsync(points);
    }

    private async Task RunAsync(IReadOnlyList<Point> chosen)
    {
        await KillPoints.EachAsync(chosen, async point =>
        {
            await using var ground = await FleetGround.StartAsync();
            ground.Cloud.Faults.Add(new Fault(point.Action, point.Number, FaultKind.Hang, point.When) { Account = point.Account });
            await using (var scan = ground.Start("scan"))
            {
                await scan.UntilAsync(() => ground.Cloud.Calls.Any(c => c.Account == point.Account && c.Action == point.Action && c.ErrorCode == "Hang"), $"{point} is held");
                // Its other account may still be at work; what the dead leave is the same wherever that one was.
                await scan.KillAsync();
            }
            CheckWhatIsLeft(ground, point);

            ground.Cloud.Faults.Clear();
            await using var next = await ground.RunAsync("scan");
            next.ExitCode.ShouldBe(0, next.Error);
            foreach (var (image, isUsed) in ground.Fleet.Images)
            {
                var (use, beat) = ground.Tags(image);
                beat.ShouldNotBe(FleetGround.Before, $"{point}");
                // The same time, since one scan has written both.
                if (isUsed) use.ShouldBe(beat, $"{point}");
                else use.ShouldBeOneOf([null, FleetGround.Before], $"{point}");
            }
            output.WriteLine($"killed at {point}");
        });
        output.WriteLine($"{chosen.Count} points");
    }

    private static void CheckWhatIsLeft(FleetGround ground, Point point)
    {
        foreach (var (image, isUsed) in ground.Fleet.Images)
        {
            var (use, beat) = ground.Tags(image);
            var what = $"{point}: {image} LastUsed {use}, LastUsedRuntime {beat}";
            // No tag before everything is read.
            if (!point.IsWrite) beat.ShouldBe(FleetGround.Before, what);
            if (use is not (null or FleetGround.Before)) isUsed.ShouldBeTrue(what);
            if (beat != FleetGround.Before && isUsed) use.ShouldBe(beat, what);
        }
        if (point is { IsWrite: true, When: FaultTime.After }) ground.Fleet.Images.Keys.Count(i => ground.Tags(i).Use is not (null or FleetGround.Before)).ShouldBeGreaterThan(0, $"{point}");
    }
}
