using AmiTools.Core.Cleanup;
using Xunit.Abstractions;

namespace AmiTools.Core.Tests.Model;

/// <summary>The plan that is made of any fleet, with everything read from the cloud, says what the sentences say.</summary>
public sealed class PlanModelTests(ITestOutputHelper output)
{
    [Fact]
    public void The_plan_of_any_fleet_is_what_the_sentences_say() => Run(1_000);

    [Fact]
    [Trait("Category", "Full")]
    public void The_plan_of_any_of_many_fleets_is_what_the_sentences_say() => Run(20_000);

    private void Run(int fleets)
    {
        using var ground = new ModelGround();
        ModelRun.Check(output, fleets, fleet =>
        {
            ground.Lay(fleet);
            var plan = new PlanCleanup(ground.Lab.Surroundings).RunAsync(new() { Options = new() { Files = [ground.FilePath] } }, null, ground.Lab.Reporter, CancellationToken.None).GetAwaiter().GetResult();
            Check(fleet, ground, plan);
        });
    }

    private static void Check(ModelFleet fleet, ModelGround ground, CleanupPlan plan)
    {
        var kept = CleanupOracle.Kept(fleet);
        var rows = plan.Rows.ToDictionary(r => r.ImageId);
        rows.Keys.ShouldBe(fleet.Own.Where(i => i.Account != fleet.Unreachable).Select(i => ground.Ids[i.Number]), ignoreOrder: true);
        foreach (var image in fleet.Own.Where(i => i.Account != fleet.Unreachable))
        {
            var row = rows[ground.Ids[image.Number]];
            row.Decision.ShouldBe(kept.Contains(image.Number) ? CleanupDecision.Keep : CleanupDecision.Delete, $"image {image.Number}: {row}");
            row.Reasons.ShouldNotBeEmpty();
        }
        plan.Unread.Count.ShouldBe(fleet.Unreachable is null ? 0 : 1);
    }
}
