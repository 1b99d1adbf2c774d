using AmiTools.Core.Access;
using AmiTools.Core.Tests.Repair;
using AmiTools.Core.Tests.Usage;
using AmiTools.LocalCloud;
using Xunit.Abstractions;

namespace AmiTools.Core.Tests.Access;

/// <summary>
/// Every call of a change of access, cut off by a death before and after it was applied; every call that changes
/// something broken in every way. At no time is anything shared with somebody who neither had it nor was to get it, and the same wish, asked again, is then
/// what is there.
/// </summary>
public sealed class AccessCrashTests(ITestOutputHelper told)
{
    private const string Other = "444444444444", Fifth = "555555555555";

    [Theory]
    [InlineData(AccessChange.Grant)]
    [InlineData(AccessChange.Revoke)]
    [InlineData(AccessChange.Exact)]
    public async Task A_death_at_any_call_shares_nothing_by_accident_and_the_same_wish_ends_it(AccessChange change)
    {
        var calls = await CleanAsync(change);
        var points = calls.SelectMany(c => new[] { (At: c, After: false), (At: c, After: true) }).ToList();
        var halves = 0;
        foreach (var (at, after) in points)
        {
            var what = $"{(after ? "after" : "before")} {at}";
            using var ground = await Ground.MakeAsync();
            var death = new Death(at, after, packerToo: true);
            await Should.ThrowAsync<Exception>(() => ground.ChangeAsync(change, death), what);
            death.IsDead.ShouldBeTrue(what);
            ground.ShouldBeWithin(change, what);
            if (!ground.Is(After(change)) && !ground.Is(Start)) halves++;
            await ground.ChangeAsync(change);
            ground.ShouldBe(After(change), what);
        }
        told.WriteLine($"{change}: {calls.Count} calls in a clean run, {points.Count} points, {halves} of them left it half done");
        points.Count.ShouldBe(2 * calls.Count);
        halves.ShouldBeGreaterThan(2);
    }

    [Theory]
    [InlineData(AccessChange.Grant)]
    [InlineData(AccessChange.Revoke)]
    [InlineData(AccessChange.Exact)]
    public async Task A_fault_at_any_call_that_changes_ends_as_it_was_or_as_it_was_wished(AccessChange change)
    {
        var writes = (await CleanAsync(change)).Where(c => c.Action.StartsWith("Modify", StringComparison.Ordinal)).ToList();
        var (run, failed, incomplete) = (0, 0, 0);
        foreach (var point in FaultPoint.Of(writes))
        {
            var what = point.ToString();
            using var ground = await Ground.MakeAsync();
            ground.Cloud.Faults.Add(point.In(UsageLab.Dev));
            var error = await ground.FailureAsync(change);
            run++;
            if (error is null)
            {
                ground.ShouldBe(After(change), what);
                continue;
            }
            failed++;
            ground.Cloud.Faults.Clear();
            if (error.ErrorId == "AccessIncomplete")
            {
                // The fault outlasted what puts back: the error says so, and the same wish ends it later.
                point.IsLasting.ShouldBeTrue($"{what}: {error.Message}");
                incomplete++;
                ground.ShouldBeWithin(change, what);
                await ground.ChangeAsync(change);
                ground.ShouldBe(After(change), what);
                continue;
            }
            error.ErrorId.ShouldBeOneOf(["AccessFailed", "PermissionMissing"], $"{what}: {error.Message}");
            ground.ShouldBe(Start, what);
        }
        told.WriteLine($"{change}: {writes.Count} calls that change, {run} faults, {failed} ended in an error, {failed - incomplete} of them with everything put back");
        incomplete.ShouldBeLessThan(failed);
        failed.ShouldBeInRange(writes.Count, run - writes.Count);
    }

    private static string[] Start => [UsageLab.Prod, Other];

    private static AccessRequest Wish(AccessChange change, string image) => change switch
    {
        AccessChange.Grant => new() { Images = [image], Accounts = [UsageLab.Stranger, Fifth] },
        AccessChange.Revoke => new() { Images = [image], Accounts = [UsageLab.Prod], Change = change },
        _ => new() { Images = [image], Accounts = [UsageLab.Stranger, Other], Change = change },
    };

    private static string[] After(AccessChange change) => change switch
    {
        AccessChange.Grant => [UsageLab.Prod, Other, UsageLab.Stranger, Fifth],
        AccessChange.Revoke => [Other],
        _ => [UsageLab.Stranger, Other],
    };

    private static async Task<IReadOnlyList<CallKey>> CleanAsync(AccessChange change)
    {
        using var ground = await Ground.MakeAsync();
        var none = new Death(null, false, true);
        await ground.ChangeAsync(change, none);
        ground.ShouldBe(After(change), "a clean run");
        return none.Calls;
    }

    /// <summary>An image with two snapshots that two accounts have, among others that nobody has and nobody is to get.</summary>
    private sealed class Ground : IDisposable
    {
        private readonly UsageLab lab = new();
        private readonly string image;

        private Ground() => image = lab.Inside.SeedImage(UsageLab.Dev, UsageLab.Region, new ImageSeed { Name = "two", Snapshots = 2 });

        public InProcessCloud Cloud => lab.Cloud;

        public static async Task<Ground> MakeAsync()
        {
            var ground = new Ground();
            await ground.RunAsync(new() { Images = [ground.image], Accounts = Start }, null);
            ground.lab.Cloud.ClearCalls();
            return ground;
        }

        public Task ChangeAsync(AccessChange change, Death? death = null) => RunAsync(Wish(change, image), death);

        public async Task<AmiToolsException?> FailureAsync(AccessChange change)
        {
            try
            {
                await ChangeAsync(change);
                return null;
            }
            catch (AmiToolsException e)
            {
                return e;
            }
        }

        public bool Is(string[] wanted) => Shared().All(s => s.With.ToHashSet().SetEquals(wanted));

        public void ShouldBe(string[] wanted, string what)
        {
            foreach (var (thing, with) in Shared()) with.ShouldBe(wanted, ignoreOrder: true, $"{what}: {thing}");
            OthersShouldBeUntouched(what);
        }

        /// <summary>Nobody has it who had it neither before nor will have it after, and nobody lost it who is to keep it.</summary>
        public void ShouldBeWithin(AccessChange change, string what)
        {
            foreach (var (thing, with) in Shared())
            {
                with.Except(Start).Except(After(change)).ShouldBeEmpty($"{what}: {thing}");
                Start.Intersect(After(change)).Except(with).ShouldBeEmpty($"{what}: {thing}");
            }
            OthersShouldBeUntouched(what);
        }

        public void Dispose() => lab.Dispose();

        private void OthersShouldBeUntouched(string what) =>
            lab.Inside.Images(UsageLab.Dev, UsageLab.Region).Where(i => i.Id != image).ShouldAllBe(i => i.SharedWith.Count == 0, what);

        private IReadOnlyList<(string Thing, IReadOnlyList<string> With)> Shared()
        {
            var it = lab.Inside.Images(UsageLab.Dev, UsageLab.Region).Single(i => i.Id == image);
            var snapshots = lab.Inside.Snapshots(UsageLab.Dev, UsageLab.Region).Where(s => it.SnapshotIds.Contains(s.Id)).ToList();
            snapshots.Count.ShouldBe(2);
            return [(image, it.SharedWith), .. snapshots.Select(s => (s.Id, s.SharedWith))];
        }

        private async Task RunAsync(AccessRequest request, Death? death)
        {
            var surroundings = lab.Surroundings with { Time = new QuickTime(2000), Connector = death is null ? lab.Connector : death.Around(lab.Connector) };
            foreach (var plan in await new PlanAccess(surroundings).RunAsync(request, lab.Reporter, default))
                await new ChangeAccess(surroundings).RunAsync(request, plan, lab.Reporter, default);
        }
    }
}
