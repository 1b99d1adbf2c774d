using AmiTools.Aws;
using AmiTools.Core.Cleanup;
using AmiTools.Core.Cleanup.Execution;
using AmiTools.Core.Tests.Usage;
using AmiTools.LocalCloud;
using AmiTools.Tests;
using Xunit.Abstractions;

namespace AmiTools.Core.Tests.Cleanup;

/// <summary>
/// Every call of a cleanup of a fleet in which every source is in use, broken in every way, once and for good, before and
/// after it had its effect; and the run cut off at every call. Never an image gone that should stay, and after the next run
/// everything is gone that should be, with all of its snapshots.
/// </summary>
public sealed class CleanupFaultTests(ITestOutputHelper output)
{
    private static readonly FaultKind[] kinds = [FaultKind.Error, FaultKind.InternalError, FaultKind.Throttle, FaultKind.Html, FaultKind.HtmlOk, FaultKind.EmptyBody, FaultKind.Cut, FaultKind.Hang];
    private static readonly string[] writes = ["CreateTags", "DeregisterImage", "DeleteSnapshot", "DeleteTags", "PutParameter", "DisableImage", "EnableImageDeprecation"];

    private sealed record Point(string Service, string Action, string Account, int Number, FaultKind Kind, FaultTime When, bool IsLasting)
    {
        public Fault Fault => new(Action, Number, Kind, When) { Service = Service, Account = Account, Count = IsLasting ? 0 : 1, Code = "UnauthorizedOperation", Status = 403, Message = "You are not authorized (planned)." };
    }

    [Fact]
    public async Task Without_a_fault_what_nobody_needs_is_gone_and_the_rest_is_there()
    {
        using var ground = new Ground(CleanupStage.None);
        (await ground.CleanAsync()).ShouldBeNull();
        ground.CheckEnd("no fault");
        // Those two, the base that goes after its child, and that child, in each account; the shared one that is idle; in use is all else.
        ground.Going.Count.ShouldBe(9);
    }

    [Fact]
    public async Task A_sample_of_all_faults_deletes_nothing_that_stays_and_leaves_nothing_behind()
    {
        var points = await PointsAsync();
        // A step that has no divisor in common with the number of faults of a call reaches each of them.
        await RunAsync([.. points.Where((p, i) => i % 263 == 0 || (writes.Contains(p.Action) && i % 37 == 0))]);
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task No_fault_of_any_call_deletes_what_stays_or_leaves_anything_behind() => await RunAsync(await PointsAsync());

    [Theory]
    [InlineData(CleanupStage.None)]
    [InlineData(CleanupStage.Deregister)]
    public Task A_run_that_is_cut_off_at_some_of_its_changes_leaves_nothing_that_the_next_does_not_find(CleanupStage stage) => CutAsync(stage, writes.Contains, each: 5);

    [Theory]
    [Trait("Category", "Full")]
    [InlineData(CleanupStage.None)]
    [InlineData(CleanupStage.Deregister)]
    public Task A_run_that_is_cut_off_at_any_call_leaves_nothing_that_the_next_does_not_find(CleanupStage stage) => CutAsync(stage, _ => true);

    /// <summary>What the marks are for.</summary>
    [Fact]
    public async Task A_cleanup_without_marks_is_caught()
    {
        var failure = await Record.ExceptionAsync(() => CutAsync(CleanupStage.None, call => call == "DeleteSnapshot", aws => new Unmarking(aws)));
        failure.ShouldBeOfType<ShouldAssertException>().Message.ShouldContain("is outside subset");
    }

    private async Task RunAsync(IReadOnlyList<Point> points)
    {
        var failures = 0;
        foreach (var point in points)
        {
            using var ground = new Ground(CleanupStage.None);
            ground.Lab.Cloud.Faults.Add(point.Fault);
            var error = await ground.CleanAsync();
            if (error is not null) failures++;
            ground.CheckStaying($"{point}");
            ground.Lab.Cloud.Faults.Clear();
            (await ground.CleanAsync()).ShouldBeNull($"{point}, the next run");
            ground.CheckEnd($"{point}, the next run");
        }
        output.WriteLine($"{points.Count} points, {failures} of them ended in an error");
        failures.ShouldBeGreaterThan(points.Count / 10);
    }

    private async Task CutAsync(CleanupStage stage, Func<string, bool> isMeant, Func<IAws, IAws>? change = null, int each = 1)
    {
        IReadOnlyList<string> clean;
        change ??= aws => aws;
        using (var ground = new Ground(stage))
        {
            ground.Lab.Connector.Wrap = change;
            (await ground.CleanAsync()).ShouldBeNull();
            clean = [.. ground.Lab.Cloud.Calls.Select(c => c.Action)];
        }
        var (number, seen) = (0, 0);
        for (var call = 0; call < clean.Count; call++)
        {
            if (!isMeant(clean[call])) continue;
            foreach (var when in Enum.GetValues<FaultTime>())
            {
                if (seen++ % each != 0) continue;
                using var ground = new Ground(stage);
                var (cut, what) = (new Cut(call, when), $"{clean[call]} #{call} {when}");
                ground.Lab.Connector.Wrap = aws => cut.Of(change(aws));
                await Should.ThrowAsync<CutOffException>(ground.CleanAsync(), what);
                ground.CheckStaying(what);
                ground.Lab.Connector.Wrap = change;
                // A second one for a base: its child may have been gone already.
                (await ground.CleanAsync()).ShouldBeNull(what);
                ground.CheckEnd(what);
                number++;
            }
        }
        output.WriteLine($"{number} cuts in {clean.Count} calls");
        number.ShouldBeGreaterThan(5);
    }

    private static async Task<IReadOnlyList<Point>> PointsAsync()
    {
        using var ground = new Ground(CleanupStage.None);
        await ground.CleanAsync();
        var calls = ground.Lab.Cloud.Calls;
        calls.Count.ShouldBeGreaterThan(100);
        var points = new List<Point>();
        foreach (var call in calls)
        {
            var number = calls.Count(c => c.Order <= call.Order && (c.Service, c.Action, c.Account) == (call.Service, call.Action, call.Account));
            points.AddRange(from when in Enum.GetValues<FaultTime>() from kind in kinds from isLasting in new[] { false, true } select new Point(call.Service, call.Action, call.Account, number, kind, when, isLasting));
        }
        points.Count.ShouldBe(calls.Count * 32);
        return points;
    }

    /// <summary>A busy fleet whose idle images may go, and what is to be true of it in the end.</summary>
    private sealed class Ground : IDisposable
    {
        private readonly CleanupRun run;
        private readonly CleanupStage stage;
        private readonly Dictionary<string, IReadOnlyList<string>> snapshots;
        private readonly List<string> staying;

        public Ground(CleanupStage stage)
        {
            this.stage = stage;
            Lab.Inside.Clear();
            var fleet = BusyFleet.SeedInto(Lab.Inside);
            Lab.Time.Advance(TimeSpan.FromSeconds(1));
            snapshots = new[] { BusyFleet.Dev, BusyFleet.Prod }.SelectMany(a => Lab.Inside.Images(a, BusyFleet.Region)).ToDictionary(i => i.Id, i => i.SnapshotIds);
            foreach (var image in fleet.Images.Keys)
            {
                Lab.Inside.SetTag(BusyFleet.Region, image, "LastUsedRuntime", "2026-03-01T12:00:00Z");
                // One stage each, by turns, and the time for the next has come.
                if (stage != CleanupStage.None && Names(image) is "idle" or "shared-idle") Lab.Inside.SetTag(BusyFleet.Region, image, TagNames.Stage, "deprecated 2026-02-01T00:00:00Z");
                if (stage != CleanupStage.None && Names(image) is "retired") Lab.Inside.SetTag(BusyFleet.Region, image, TagNames.Stage, "disabled 2026-02-01T00:00:00Z");
            }
            Going = [.. fleet.Images.Where(i => stage == CleanupStage.None ? !i.Value || fleet.IsBase(i.Key) : Names(i.Key) == "retired").Select(i => i.Key)];
            // What deregistering leaves has to be deleted one by one: that is what may be left behind.
            foreach (var snapshot in Going.SelectMany(i => snapshots[i])) Lab.Inside.FailNextSnapshotDeletion(snapshot);
            staying = [.. fleet.Images.Keys.Except(Going)];
            run = new()
            {
                Request = new() { Limits = new() { OlderThanDays = 0, NeverUsedOlderThanDays = 0, KeepLatest = 0, Stage = stage } },
                Breakers = new() { MaximumDeletionPercent = 100, MinimumUsedPercent = 0 },
            };
        }

        public UsageLab Lab { get; } = new();

        /// <summary>What is to be gone in the end.</summary>
        public IReadOnlyList<string> Going { get; }

        /// <summary>Null if the cleanup was complete.</summary>
        public async Task<AmiToolsException?> CleanAsync()
        {
            try
            {
                CleanupText.ThrowIfIncomplete(await new RunCleanup(Lab.Surroundings).RunAsync(run, Lab.Reporter, CancellationToken.None));
                return null;
            }
            catch (AmiToolsException e)
            {
                return e;
            }
        }

        public void CheckStaying(string what)
        {
            foreach (var image in staying)
            {
                Images().ShouldContainKey(image, what);
                foreach (var snapshot in snapshots[image]) Snapshots().ShouldContainKey(snapshot, what);
            }
        }

        public void CheckEnd(string what)
        {
            CheckStaying(what);
            foreach (var image in Going) Images().ShouldNotContainKey(image, what);
            var owned = Images().Values.SelectMany(i => i.SnapshotIds).ToHashSet();
            Snapshots().Keys.ShouldBeSubsetOf(owned, what);
            foreach (var (id, tags) in Images().Values.Select(i => (i.Id, i.Tags)).Concat(Snapshots().Values.Select(s => (s.Id, s.Tags)))) tags.Keys.ShouldNotContain(k => k == TagNames.Cleanup || k == TagNames.Shares, $"{what}: {id}");
            if (stage == CleanupStage.None) return;
            foreach (var image in Images().Values.Where(i => Names(i.Id) is "idle" or "shared-idle")) image.State.ShouldBe("disabled", what);
            // Whom it was shared with is remembered.
            foreach (var image in Images().Values.Where(i => Names(i.Id) == "shared-idle"))
                new InProcessAws(Lab.Cloud, BusyFleet.Dev, BusyFleet.Region).SendAsync(new GetParameter { Name = "/amitools/shares/" + image.Id }).Result.Parameter.Value.ShouldBe(BusyFleet.Prod, what);
        }

        public void Dispose() => Lab.Dispose();

        private string Names(string image) => Lab.Inside.Tags(BusyFleet.Region, image)["AmiTools:Image"];

        private Dictionary<string, SeenImage> Images() => new[] { BusyFleet.Dev, BusyFleet.Prod }.SelectMany(a => Lab.Inside.Images(a, BusyFleet.Region)).ToDictionary(i => i.Id);

        private Dictionary<string, SeenSnapshot> Snapshots() => new[] { BusyFleet.Dev, BusyFleet.Prod }.SelectMany(a => Lab.Inside.Snapshots(a, BusyFleet.Region)).ToDictionary(s => s.Id);
    }

    private sealed class Unmarking(IAws inner) : IAws
    {
        public Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default) =>
            operation is CreateTags { Tags: [{ Key: TagNames.Cleanup }] } ? Task.FromResult(Activator.CreateInstance<TResult>()) : inner.SendAsync(operation, cancel);
    }

    private sealed class CutOffException : Exception;

    /// <summary>From one call on there is no run any more: it had its effect or not, and nobody hears of it.</summary>
    private sealed class Cut(int call, FaultTime when)
    {
        private int calls;

        public IAws Of(IAws inner) => new Cutting(this, inner);

        private sealed class Cutting(Cut cut, IAws inner) : IAws
        {
            public async Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default)
            {
                var number = cut.calls++;
                if (number > cut.Call || (number == cut.Call && cut.When == FaultTime.Before)) throw new CutOffException();
                var result = await inner.SendAsync(operation, cancel);
                return number == cut.Call ? throw new CutOffException() : result;
            }
        }

        private int Call => call;
        private FaultTime When => when;
    }
}
