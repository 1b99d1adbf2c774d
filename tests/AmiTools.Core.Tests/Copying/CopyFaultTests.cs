using System.Collections.Concurrent;
using AmiTools.Core.Tests.Repair;
using AmiTools.LocalCloud;
using Xunit.Abstractions;

namespace AmiTools.Core.Tests.Copying;

/// <summary>
/// Every call of a copy to two targets, broken in every way. It ends with both copies, or with an error and neither; what an
/// error had to leave open, and says so, a repair finishes or takes away. Nothing stays shared.
/// </summary>
public sealed class CopyFaultTests(ITestOutputHelper told)
{
    // A step that has no divisor in common with the number of faults of a call reaches each of them.
    [Fact]
    public Task A_sample_of_all_faults_ends_complete_or_with_nothing_and_never_shared() => RunAsync(29);

    [Fact]
    [Trait("Category", "Full")]
    public Task Every_fault_ends_complete_or_with_nothing_and_never_shared() => RunAsync(1);

    private async Task RunAsync(int every)
    {
        var calls = await CleanAsync();
        // What is refused has no effect.
        var points = FaultPoint.Of(calls).Where(p => p.Kind != FaultKind.Error || p.When == FaultTime.Before).ToList();
        var chosen = points.Where((_, i) => i % every == every / 2).ToList();
        var (wrong, ends) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        await Parallel.ForEachAsync(chosen, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (point, _) =>
        {
            using var lab = new CopyLab();
            var account = point.At.Target switch { "dev" => CopyLab.Dev, "prod" => CopyLab.Prod, _ => CopyLab.East };
            lab.Cloud.Faults.Add(point.In(account));
            try
            {
                var failure = await Record.ExceptionAsync(() => lab.CopyAsync());
                failure?.ShouldBeAssignableTo<AmiToolsException>(failure.ToString());
                var error = (failure as AmiToolsException)?.ErrorId;
                var isWarned = lab.Reporter.Of("warning").Count > 0;
                lab.Cloud.Faults.Clear();
                var isRepaired = (await lab.RepairAsync("machine-a", ".")).Count > 0;
                var isComplete = lab.Judge();
                // Past the commit point an error says that it is copied, and a repair finishes it.
                isComplete.ShouldBe(error is null or "CommitIncomplete" or "CommitUnclear", failure?.Message);
                // A copy that is made, with a copy of its journal that can't be removed, is one with a warning.
                if (isRepaired) (error is "CommitIncomplete" or "CommitUnclear" or "UndoIncomplete" || (error is null && isWarned)).ShouldBeTrue(failure?.Message ?? "without a word");
                ends.Add((error ?? (isWarned ? "copied with a warning" : "copied")) + (isRepaired ? ", then repaired" : ""));
            }
            catch (Exception e)
            {
                wrong.Add($"{point}: {e.Message}");
            }
        });
        told.WriteLine($"{calls.Count} calls in a clean copy, {points.Count} faults, {chosen.Count} run: {string.Join(", ", ends.GroupBy(e => e).Select(g => $"{g.Count()} {g.Key}"))}; {wrong.Count} wrong");
        wrong.ShouldBeEmpty();
        ends.Distinct().Count().ShouldBeGreaterThan(1);
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
