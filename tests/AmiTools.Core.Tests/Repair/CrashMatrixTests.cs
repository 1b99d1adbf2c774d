using System.Collections.Concurrent;
using System.Diagnostics;
using AmiTools.LocalCloud;
using Xunit.Abstractions;

namespace AmiTools.Core.Tests.Repair;

/// <summary>
/// Every call of a clean build of two targets - ours, with those for the journal's copies, and Packer's - cut off before and
/// after it was applied, each point in accounts of its own. Packer is a stand-in that makes the same calls without waiting;
/// the real one is killed in the end-to-end tests.
/// </summary>
public sealed class CrashMatrixTests(ITestOutputHelper told)
{
    private const int AtOnce = 6;

    // A prime, so that over the kinds of call, targets, before and after are all met.
    private const int SampleEvery = 7;

    [Theory]
    [InlineData(Crash.BothSameMachine)]
    [InlineData(Crash.BothOtherMachine)]
    [InlineData(Crash.AloneSameMachine)]
    [InlineData(Crash.AloneOtherMachine)]
    public Task A_sample_of_all_points_ends_in_a_complete_pair_or_in_nothing(Crash crash) => MatrixAsync(crash, SampleEvery, tagged: true);

    [Theory]
    [Trait("Category", "Full")]
    [InlineData(Crash.BothSameMachine, true)]
    [InlineData(Crash.BothOtherMachine, true)]
    [InlineData(Crash.AloneSameMachine, true)]
    [InlineData(Crash.AloneOtherMachine, true)]
    [InlineData(Crash.BothSameMachine, false)]
    [InlineData(Crash.BothOtherMachine, false)]
    public Task Every_point_ends_in_a_complete_pair_or_in_nothing(Crash crash, bool tagged) => MatrixAsync(crash, 1, tagged);

    /// <summary>Without the announcement of a step the matrix fails: it would see a journal that comes too late.</summary>
    [Fact]
    public async Task A_step_that_is_not_announced_before_its_side_effect_is_caught()
    {
        await using var cloud = await CloudAsync(1);
        // Prod's copy never hears that Packer is started there.
        var death = new Death(new CallKey("packer", "prod", "RunInstances", 1), after: true, packerToo: true) { Loses = k => k is { Target: "prod", Number: > 1 } };
        await using var run = new CrashRun(cloud, 0, death);
        (await run.BuildAsync()).ShouldBeNull();
        (await Record.ExceptionAsync(() => JudgedElsewhereAsync(cloud, run))).ShouldBeOfType<ShouldAssertException>();
    }

    [Fact]
    public async Task A_commit_point_that_is_not_announced_is_caught()
    {
        var calls = await CleanAsync(tagged: true);
        var commits = new[] { Commit(calls, "dev"), Commit(calls, "prod") };
        await using var cloud = await CloudAsync(1);
        // Dev's image has its mark: #1 is a dry run of the plan.
        var death = new Death(new CallKey("we", "dev", "CreateTags", 2), after: true, packerToo: true) { Loses = commits.Contains };
        await using var run = new CrashRun(cloud, 0, death);
        (await run.BuildAsync()).ShouldBeNull();
        (await Record.ExceptionAsync(() => JudgedElsewhereAsync(cloud, run))).ShouldBeOfType<ShouldAssertException>();
    }

    private static async Task JudgedElsewhereAsync(LocalCloudServer cloud, CrashRun run)
    {
        await run.RepairElsewhereAsync();
        foreach (var account in cloud.Accounts) cloud.Inside.Leftovers(account.Id).ShouldBeEmpty();
    }

    private async Task MatrixAsync(Crash crash, int every, bool tagged)
    {
        var alone = crash is Crash.AloneSameMachine or Crash.AloneOtherMachine;
        var calls = await CleanAsync(tagged);
        // That we die alone while Packer works shows at Packer's calls; at our own there is no Packer at work.
        var cut = calls.Where(c => !alone || c.By == "packer").ToList();
        var points = cut.SelectMany(c => new[] { (At: c, After: false), (At: c, After: true) }).ToList();
        points.Count.ShouldBe(2 * cut.Count);
        points.Distinct().Count().ShouldBe(points.Count);
        var chosen = points.Where((_, i) => i % every == every / 2).ToList();

        await using var cloud = await CloudAsync(chosen.Count);
        var (complete, clock) = (new ConcurrentBag<(CallKey, bool)>(), Stopwatch.StartNew());
        var failures = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(chosen.Select((p, i) => (p, i)), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (point, _) =>
        {
            var ((at, after), index) = point;
            var death = new Death(at, after, packerToo: !alone);
            await using var run = new CrashRun(cloud, index, death, tagged);
            try
            {
                (await run.BuildAsync()).ShouldBeNull();
                death.IsDead.ShouldBeTrue();
                if (await run.RepairAsync(crash)) complete.Add((at, after));
            }
            catch (Exception e)
            {
                failures.Add($"{(after ? "after" : "before")} {at}: {e.Message}\n{string.Join("\n", run.Told.TakeLast(12))}");
            }
        });
        told.WriteLine($"{crash}, {(tagged ? "our tags" : "no tags")}: {calls.Count} calls in a clean build ({calls.Count(c => c.By == "we")} ours, {calls.Count(c => c.By == "packer")} Packer's), "
            + $"{points.Count} points, {chosen.Count} run, {complete.Count} ended in a complete pair, {failures.Count} failed; {clock.Elapsed.TotalSeconds:0.0} s");
        failures.ShouldBeEmpty();
        // The pair exists from the commit point on: its announcement, the marks, the copies' removal. Before it, never.
        foreach (var (at, after) in complete) IsAfterCommit(calls, at).ShouldBeTrue($"{(after ? "after" : "before")} {at}");
        if (every == 1 && !alone) complete.Count.ShouldBeGreaterThan(10);
    }

    /// <summary>The last write of a target's copy announces the commit point.</summary>
    private static CallKey Commit(IReadOnlyList<CallKey> calls, string target) => calls.Last(c => c.By == "we" && c.Target == target && c.Action == "PutParameter");

    private static bool IsAfterCommit(IReadOnlyList<CallKey> calls, CallKey at)
    {
        var order = calls.ToList();
        return order.IndexOf(at) >= Math.Min(order.IndexOf(Commit(calls, "dev")), order.IndexOf(Commit(calls, "prod")));
    }

    private static async Task<IReadOnlyList<CallKey>> CleanAsync(bool tagged)
    {
        await using var cloud = await CloudAsync(1);
        var none = new Death(null, false, true);
        await using var run = new CrashRun(cloud, 0, none, tagged);
        (await run.BuildAsync()).ShouldNotBeNull().IsComplete.ShouldBeTrue();
        none.Calls.Select(c => c.By).Distinct().ShouldBe(["we", "packer"], ignoreOrder: true);
        none.Calls.ShouldContain(c => c.Action == "PutParameter");
        return none.Calls;
    }

    internal static Task<LocalCloudServer> CloudAsync(int pairs) => LocalCloudServer.StartAsync(new LocalCloudOptions
    {
        PendingDelay = TimeSpan.Zero,
        Regions = ["eu-west-1"],
        Accounts = [.. Enumerable.Range(0, 2 * pairs).Select(i => new CloudAccount($"{100_000_000_000 + i}", (i % 2 == 0 ? "dev" : "prod") + (i / 2)))],
    });
}
