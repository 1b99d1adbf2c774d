using System.Collections.Concurrent;
using AmiTools.LocalCloud;
using Xunit.Abstractions;

namespace AmiTools.Core.Tests.Repair;

/// <summary>
/// Calls of a pair whose second member is copied, or built since the copy is refused, cut off before and after they were
/// applied: a repair ends in a complete pair or in nothing, and never in anything shared.
/// </summary>
[Trait("Category", "Full")]
public sealed class CopyOrBuildCrashTests(ITestOutputHelper told)
{
    // Odd, so that before and after are both met.
    private const int SampleEvery = 3;

    [Theory]
    [InlineData(Crash.BothSameMachine, false)]
    [InlineData(Crash.BothOtherMachine, false)]
    [InlineData(Crash.BothSameMachine, true)]
    [InlineData(Crash.BothOtherMachine, true)]
    public async Task A_sample_of_all_points_ends_complete_or_with_nothing_and_never_shared(Crash crash, bool isRefused)
    {
        var calls = await CleanAsync(isRefused);
        // How often a refused copy is looked for depends on the time.
        var points = calls.Where(c => !isRefused || c is not { By: "we", Target: "prod", Action: "DescribeImages" }).SelectMany(c => new[] { (At: c, After: false), (At: c, After: true) }).Where((_, i) => i % SampleEvery == SampleEvery / 2).ToList();
        await using var cloud = await CrashMatrixTests.CloudAsync(points.Count);
        if (isRefused) cloud.Faults.Add(Refusal);
        var (failures, complete) = (new ConcurrentBag<string>(), new ConcurrentBag<CallKey>());
        await Parallel.ForEachAsync(points.Select((p, i) => (p, i)), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (point, _) =>
        {
            var ((at, after), index) = point;
            var death = new Death(at, after, packerToo: true);
            await using var run = new CrashRun(cloud, index, death) { Strategy = BuildStrategy.CopyOrBuild };
            try
            {
                (await run.BuildAsync()).ShouldBeNull();
                death.IsDead.ShouldBeTrue();
                if (await run.RepairAsync(crash)) complete.Add(at);
            }
            catch (Exception e)
            {
                failures.Add($"{(after ? "after" : "before")} {at}: {e.Message}\n{string.Join("\n", run.Told.TakeLast(8))}");
            }
        });
        told.WriteLine($"{crash}, {(isRefused ? "refused and built" : "copied")}: {calls.Count} calls in a clean run, {points.Count} points run, {complete.Count} ended in a complete pair, {failures.Count} failed");
        failures.ShouldBeEmpty();
        var order = calls.ToList();
        // Each target's last write of its copy announces the commit point.
        var commit = new[] { "dev", "prod" }.Min(t => order.FindLastIndex(c => c.By == "we" && c.Target == t && c.Action == "PutParameter"));
        complete.ShouldNotBeEmpty();
        complete.ShouldAllBe(c => order.IndexOf(c) >= commit);
    }

    private static Fault Refusal => new("CopyImage") { Count = 0, Code = "InvalidRequest", Message = "Images with EC2 BillingProduct codes cannot be copied to another AWS account" };

    private static async Task<IReadOnlyList<CallKey>> CleanAsync(bool isRefused)
    {
        await using var cloud = await CrashMatrixTests.CloudAsync(1);
        if (isRefused) cloud.Faults.Add(Refusal);
        var none = new Death(null, false, true);
        await using var run = new CrashRun(cloud, 0, none) { Strategy = BuildStrategy.CopyOrBuild };
        (await run.BuildAsync()).ShouldNotBeNull().IsComplete.ShouldBeTrue();
        run.Judge().ShouldBeTrue();
        none.Calls.ShouldContain(c => c.Action == "CopyImage" && c.Target == "prod");
        none.Calls.Any(c => c.By == "packer" && c.Target == "prod").ShouldBe(isRefused);
        return none.Calls;
    }
}
