using AmiTools.Core.Pointers;
using AmiTools.Core.Tests.Repair;
using AmiTools.LocalCloud;
using Xunit.Abstractions;
using static AmiTools.Core.Tests.Pointers.ReferenceLab;

namespace AmiTools.Core.Tests.Pointers;

/// <summary>
/// Every call of a promotion of two environments in two accounts, cut off by a death before and after it was applied, and
/// broken in every way: files and parameters are all what they were, or all what was asked for.
/// </summary>
public sealed class ReferenceCallTests(ITestOutputHelper told)
{
    private static readonly string[] both = ["staging", "production"];

    [Fact]
    public async Task A_death_at_any_call_leaves_after_a_repair_all_or_nothing()
    {
        var calls = await CleanAsync();
        var (changed, kept, unrepaired) = (0, 0, 0);
        foreach (var (at, after) in calls.SelectMany(c => new[] { (c, false), (c, true) }))
        {
            using var lab = new ReferenceLab();
            var (before, promoted, where) = (lab.Everything(), Promoted(lab), $"{(after ? "after" : "before")} {at}");
            var death = new Death(at, after, packerToo: false);
            await Should.ThrowAsync<Exception>(() => lab.SetAsync("2.0.57", both, new MortalFiles(death), death: death), where);
            death.IsDead.ShouldBeTrue(where);
            if (lab.Everything() != before && lab.Everything() != promoted) unrepaired++;
            await new RecoverReferences(lab.Surroundings).RunAsync(lab.Targets, lab.Reporter, default);
            new RecoverReferences(lab.Surroundings).Pending(lab.Targets).ShouldBeNull(where);
            var now = lab.Everything();
            (now == before || now == promoted).ShouldBeTrue($"{where}\n{now}");
            if (now == before) kept++;
            else changed++;
            // Whatever a dead change has left, the next one goes through, and pins what it names.
            await lab.SetAsync("2.0.57", both);
            lab.Everything().ShouldBe(promoted, where);
            lab.Pinned(Prod, "2.0.57").ShouldBe("by references: production=current", where);
        }
        told.WriteLine($"{calls.Count} calls in a clean change, {kept + changed} deaths, {unrepaired} left it half done until the repair, {kept} went back, {changed} had gone through");
        (kept + changed).ShouldBe(2 * calls.Count);
        unrepaired.ShouldBeGreaterThan(5);
    }

    // A step that has no divisor in common with the number of faults of a call reaches each of them.
    [Fact]
    public Task A_fault_at_a_sample_of_calls_ends_with_all_or_nothing_and_says_which() => FaultsAsync(11);

    [Fact]
    [Trait("Category", "Full")]
    public Task A_fault_at_any_call_ends_with_all_or_nothing_and_says_which() => FaultsAsync(1);

    private async Task FaultsAsync(int every)
    {
        var calls = await CleanAsync();
        var (run, failed) = (0, 0);
        foreach (var point in FaultPoint.Of(calls).Where((_, i) => i % every == every / 2))
        {
            using var lab = new ReferenceLab();
            var (before, promoted, where) = (lab.Everything(), Promoted(lab), point.ToString());
            lab.Cloud.Faults.Add(point.In(point.At.Target == "dev" ? Dev : Prod));
            var failure = await Record.ExceptionAsync(() => lab.SetAsync("2.0.57", both));
            run++;
            if (failure is not null)
            {
                failed++;
                failure.ShouldBeAssignableTo<AmiToolsException>(where);
                // What can't be put back while the fault lasts, the message says, and a repair does it.
                if (((AmiToolsException)failure).ErrorId == "ReferencesHalfChanged")
                {
                    point.IsLasting.ShouldBeTrue(where);
                    lab.Cloud.Faults.Clear();
                    await new RecoverReferences(lab.Surroundings).RunAsync(lab.Targets, lab.Reporter, default);
                }
            }
            lab.Cloud.Faults.Clear();
            lab.Everything().ShouldBe(failure is null ? promoted : before, $"{where}: {failure?.Message}");
        }
        told.WriteLine($"{calls.Count} calls, {run} faults, {failed} ended in an error and all as it was");
        failed.ShouldBeInRange(calls.Count / every, run - calls.Count / every);
    }

    private static async Task<IReadOnlyList<CallKey>> CleanAsync()
    {
        using var lab = new ReferenceLab();
        var promoted = Promoted(lab);
        var none = new Death(null, false, packerToo: false);
        await lab.SetAsync("2.0.57", both, death: none);
        lab.Everything().ShouldBe(promoted);
        return none.Calls;
    }

    private static string Promoted(ReferenceLab lab) => lab.Everything().Replace(lab[Dev, "2.0.55"], lab[Dev, "2.0.57"]).Replace(lab[Prod, "2.0.55"], lab[Prod, "2.0.57"]);

    /// <summary>The disk, which a dead process reaches no more.</summary>
    private sealed class MortalFiles(Death death) : IFileStore
    {
        private readonly DiskFiles disk = new();

        private DiskFiles Disk => death.IsDead ? throw new ProcessDiedException() : disk;

        public byte[] Read(string path) => Disk.Read(path);

        public void Write(string path, byte[] content, string? like) => Disk.Write(path, content, like);

        public void Replace(string source, string destination) => Disk.Replace(source, destination);

        public void Delete(string path) => Disk.Delete(path);

        public bool Exists(string path) => Disk.Exists(path);
    }
}
