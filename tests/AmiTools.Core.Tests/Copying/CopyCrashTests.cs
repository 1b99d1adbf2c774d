using System.Collections.Concurrent;
using AmiTools.Core.Tests.Repair;
using Xunit.Abstractions;

namespace AmiTools.Core.Tests.Copying;

/// <summary>Every call of a clean copy to two targets, cut off before and after it was applied, each in a cloud of its own; then a repair.</summary>
public sealed class CopyCrashTests(ITestOutputHelper told)
{
    private const int SampleEvery = 5;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_sample_of_all_points_ends_complete_or_with_nothing_and_never_shared(bool sameMachine) => MatrixAsync(sameMachine, SampleEvery);

    [Theory]
    [Trait("Category", "Full")]
    [InlineData(true)]
    [InlineData(false)]
    public Task Every_point_ends_complete_or_with_nothing_and_never_shared(bool sameMachine) => MatrixAsync(sameMachine, 1);

    /// <summary>Without taking back what the journal announced, the matrix would see the share.</summary>
    [Fact]
    public async Task A_death_while_it_is_shared_leaves_it_shared_until_a_repair()
    {
        using var lab = new CopyLab();
        var death = new Death(new CallKey("we", "prod", "CopyImage", 2), after: true, packerToo: true);
        await Should.ThrowAsync<Exception>(() => lab.CopyAsync(death: death));
        Should.Throw<ShouldAssertException>(() => lab.Judge());
        (await lab.RepairAsync("machine-a", ".")).ShouldHaveSingleItem().Outcome.ShouldBe(RepairOutcome.Undone);
        lab.Judge().ShouldBeFalse();
    }

    private async Task MatrixAsync(bool sameMachine, int every)
    {
        var calls = await CleanAsync();
        var points = calls.SelectMany(c => new[] { (At: c, After: false), (At: c, After: true) }).ToList();
        points.Distinct().Count().ShouldBe(2 * calls.Count);
        var chosen = points.Where((_, i) => i % every == every / 2).ToList();
        var (failures, complete, unreached) = (new ConcurrentBag<string>(), new ConcurrentBag<string>(), new ConcurrentBag<string>());
        await Parallel.ForEachAsync(chosen, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (point, _) =>
        {
            using var lab = new CopyLab();
            var death = new Death(point.At, point.After, packerToo: true);
            try
            {
                if (!await DiesAsync(lab, death))
                {
                    lab.Judge().ShouldBeTrue();
                    unreached.Add(point.ToString());
                    return;
                }
                foreach (var (machine, path) in sameMachine ? [("machine-a", ".")] : new[] { ("machine-b", "elsewhere"), ("machine-a", ".") })
                {
                    foreach (var result in await lab.RepairAsync(machine, path)) result.Outcome.ShouldBeOneOf([RepairOutcome.Undone, RepairOutcome.Finished], $"{result.Message} {string.Join("; ", result.Leftovers)}");
                    (await lab.RepairAsync(machine, path)).ShouldBeEmpty();
                }
                if (lab.Judge()) complete.Add(point.ToString());
            }
            catch (Exception e)
            {
                failures.Add($"{(point.After ? "after" : "before")} {point.At}: {e.Message}\n{string.Join("\n", lab.Reporter.All.TakeLast(6))}");
            }
        });
        told.WriteLine($"{calls.Count} calls in a clean copy, {points.Count} points, {chosen.Count} run, {complete.Count} ended complete, {failures.Count} failed, {unreached.Count} not reached");
        failures.ShouldBeEmpty();
        unreached.Count.ShouldBeLessThanOrEqualTo(chosen.Count / 10, string.Join(", ", unreached));
        calls.Count.ShouldBeGreaterThan(50);
        complete.Count.ShouldBeInRange(1, chosen.Count / 2);
    }

    /// <summary>False if it came to its end: a busy machine renewed its lease in the clean run, which was a call more.</summary>
    private static async Task<bool> DiesAsync(CopyLab lab, Death death)
    {
        try
        {
            await lab.CopyAsync(death: death);
        }
        catch (Exception) when (death.IsDead)
        {
            return true;
        }
        death.IsDead.ShouldBeFalse();
        return false;
    }

    private static async Task<IReadOnlyList<CallKey>> CleanAsync()
    {
        using var lab = new CopyLab();
        var none = new Death(null, false, true);
        await lab.CopyAsync(death: none);
        lab.Judge().ShouldBeTrue();
        return none.Calls;
    }
}
