using AmiTools.Aws;
using AmiTools.Core.Cleanup;
using AmiTools.Core.Cleanup.Execution;
using Xunit.Abstractions;

namespace AmiTools.Core.Tests.Model;

/// <summary>
/// A plan of any fleet says what the sentences say; then it is executed, while some images come into use: what the sentences keep is there
/// afterwards with its snapshots, and all else is gone with its own.
/// </summary>
public sealed class CleanupModelTests(ITestOutputHelper output)
{
    [Fact]
    public void A_cleanup_of_any_fleet_deletes_what_the_sentences_say() => Run(1_000);

    [Fact]
    [Trait("Category", "Full")]
    public void A_cleanup_of_any_of_many_fleets_deletes_what_the_sentences_say() => Run(20_000);

    /// <summary>The same cleanup, which takes every answer to one action for an empty one.</summary>
    [Theory]
    [InlineData("DescribeInstances")]
    [InlineData("GetParameterHistory")]
    [InlineData("DeregisterImage")]
    public void A_cleanup_that_is_blind_in_one_eye_is_caught(string action) => BlindToBeCaught(action);

    [Theory]
    [Trait("Category", "Full")]
    [InlineData("DescribeLaunchTemplateVersions")]
    [InlineData("DescribeLaunchConfigurations")]
    [InlineData("DescribeAutoScalingGroups")]
    [InlineData("DescribeSpotInstanceRequests")]
    [InlineData("DescribeSpotFleetRequests")]
    [InlineData("DescribeFleets")]
    [InlineData("DescribeParameters")]
    public void A_cleanup_that_is_blind_in_any_eye_is_caught(string action) => BlindToBeCaught(action);

    [Fact]
    public void A_cleanup_that_does_not_read_again_is_caught()
    {
        using var ground = new ModelGround();
        ModelRun.ShouldBeCaught(output, 20_000, fleet =>
        {
            var seen = new Dictionary<string, object>();
            Check(ground, fleet, aws => new Remembering(aws, seen));
        });
    }

    [Fact]
    public void A_cleanup_that_leaves_snapshots_behind_is_caught()
    {
        using var ground = new ModelGround();
        ModelRun.ShouldBeCaught(output, 20_000, fleet => Check(ground, fleet, aws => new Careless(aws)));
    }

    private void BlindToBeCaught(string action)
    {
        using var ground = new ModelGround();
        // The second witness would see what the eye does not, as it is meant to.
        ModelRun.ShouldBeCaught(output, 20_000, fleet => Check(ground, fleet, aws => new Blind(aws, action, "DescribeImageReferences")));
    }

    private void Run(int fleets)
    {
        using var ground = new ModelGround();
        ModelRun.Check(output, fleets, fleet => Check(ground, fleet, aws => aws));
    }

    private static void Check(ModelGround ground, ModelFleet fleet, Func<IAws, IAws> change)
    {
        ground.Lay(fleet);
        var snapshots = fleet.Images.ToDictionary(i => i.Number, i => ground.Snapshots(i));
        var request = new CleanupRequest { Options = new() { Files = [ground.FilePath] } };
        var later = new Later(() => ground.Put(fleet.Later, "later"));
        ground.Lab.Connector.Wrap = change;
        var plan = new PlanCleanup(ground.Lab.Surroundings).RunAsync(request, ground.Lab.Reporter, CancellationToken.None).GetAwaiter().GetResult();
        CheckPlan(ground, fleet, plan);
        ground.Lab.Connector.Wrap = aws => later.Before(change(aws));
        var run = new CleanupRun { Request = request, Plan = plan.Rows, Breakers = new() { MaximumDeletionPercent = 100, MinimumUsedPercent = 0, UsedCountPath = "used.txt" } };
        var result = new RunCleanup(ground.Lab.Surroundings).RunAsync(run, ground.Lab.Reporter, CancellationToken.None).GetAwaiter().GetResult();

        var kept = CleanupOracle.Kept(fleet.InTheEnd);
        foreach (var image in fleet.Images)
        {
            // What lies in a target that can't be read stays.
            var stays = kept.Contains(image.Number) || image.Account == fleet.Unreachable;
            // Of a pair that was used, one that was not itself: it has never been used once the others are gone, and stays longer.
            if (IsYoungAndAlone(ground, fleet, image) && ground.IsThere(image)) stays = true;
            ground.IsThere(image).ShouldBe(stays, $"image {image.Number}");
            foreach (var snapshot in snapshots[image.Number]) ground.IsThere(snapshot).ShouldBe(stays, $"snapshot of image {image.Number}");
        }
        result.Deleted.ShouldBe(fleet.Own.Count(i => !ground.IsThere(i)));
        result.Failed.ShouldBe(0);
    }

    private static void CheckPlan(ModelGround ground, ModelFleet fleet, CleanupPlan plan)
    {
        var kept = CleanupOracle.Kept(fleet);
        var rows = plan.Rows.ToDictionary(r => r.ImageId);
        var read = fleet.Own.Where(i => i.Account != fleet.Unreachable).ToList();
        rows.Keys.ShouldBe(read.Select(i => ground.Ids[i.Number]), ignoreOrder: true);
        foreach (var image in read)
        {
            var row = rows[ground.Ids[image.Number]];
            row.Decision.ShouldBe(kept.Contains(image.Number) ? CleanupDecision.Keep : CleanupDecision.Delete, $"image {image.Number}: {row}");
            row.Reasons.ShouldNotBeEmpty();
        }
        plan.Unread.Count.ShouldBe(fleet.Unreachable is null ? 0 : 1);
    }

    private static bool IsYoungAndAlone(ModelGround ground, ModelFleet fleet, ModelImage image) =>
        image is { LastUsed: null, LaunchedAge: null, Age: <= 30, IsComplete: true } && !CleanupOracle.IsPrerelease(image) && fleet.MembersOf(image).Any(m => !ground.IsThere(m));

    /// <summary>Something happens after all was read for the first time, and before it is read again.</summary>
    private sealed class Later(Action happens)
    {
        private bool isOver;

        public IAws Before(IAws inner) => new Watched(this, inner);

        private void Watch(string action)
        {
            if (isOver || action != "DescribeSnapshots") return;
            isOver = true;
            happens();
        }

        private sealed class Watched(Later later, IAws inner) : IAws
        {
            public Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default)
            {
                later.Watch(operation.ActionName());
                return inner.SendAsync(operation, cancel);
            }
        }
    }

    private sealed class Remembering(IAws inner, Dictionary<string, object> seen) : IAws
    {
        public async Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default)
        {
            if (operation.ActionName() is var action && (!action.StartsWith("Describe", StringComparison.Ordinal) || action is "DescribeImages" or "DescribeSnapshots")) return await inner.SendAsync(operation, cancel);
            var key = $"{inner.GetHashCode()} {System.Text.Json.JsonSerializer.Serialize(operation, operation.GetType())}";
            if (!seen.TryGetValue(key, out var answer)) seen[key] = answer = (await inner.SendAsync(operation, cancel))!;
            return (TResult)answer;
        }
    }

    private sealed class Careless(IAws inner) : IAws
    {
        public Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default) => operation switch
        {
            DeleteSnapshot => Task.FromResult(Activator.CreateInstance<TResult>()),
            DeregisterImage deregister => inner.SendAsync((Operation<TResult>)(object)(deregister with { DeleteAssociatedSnapshots = false }), cancel),
            _ => inner.SendAsync(operation, cancel),
        };
    }
}
