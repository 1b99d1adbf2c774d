using AmiTools.Aws;
using AmiTools.Core.Cleanup;
using AmiTools.Core.Tests.Usage;
using AmiTools.Tests;

namespace AmiTools.Core.Tests.Cleanup;

/// <summary>What a plan shows of a fleet, row by row.</summary>
public sealed class PlanTests : IDisposable
{
    private static readonly Dictionary<string, string> scanned = new() { ["LastUsedRuntime"] = "2026-03-01T11:40:00Z", ["LastUsed"] = "2026-01-10T00:00:00Z" };
    private readonly UsageLab lab = new();

    [Fact]
    public async Task A_row_has_the_decision_every_reason_its_users_and_its_size()
    {
        var old = Old("1.0.2", "idle");
        var used = Old("1.0.1", "busy");
        var instance = lab.Inside.SeedInstance(UsageLab.Prod, UsageLab.Region, lab.ProdImage);
        var named = lab.Inside.SeedInstance(UsageLab.Dev, UsageLab.Region, used);

        var rows = (await PlanAsync(new() { Limits = new() { KeepLatest = 0 } })).Rows;

        rows[0].ShouldSatisfyAllConditions(r => r.ImageId.ShouldBe(old), r => r.Decision.ShouldBe(CleanupDecision.Delete), r => r.Reasons.ShouldBe(["last used at 2026-01-10T00:00:00Z, 50 days ago"]), r => r.SizeGiB.ShouldBe(8), r => r.SnapshotIds.Count.ShouldBe(1));
        var kept = rows.Single(r => r.ImageId == used);
        kept.Reasons.ShouldBe([$"in use by instances: {named} (running) ({UsageLab.Dev}, {UsageLab.Region})"]);
        var member = rows.Single(r => r.ImageId == lab.DevImage);
        member.UsedBy.ShouldBe([$"instances: {instance} (running) ({UsageLab.Prod}, {UsageLab.Region}), by way of {lab.ProdImage} in prod"]);
        member.Reasons.ShouldContain("no scan has looked at it: it has no LastUsedRuntime");
        lab.Cloud.Calls.ShouldNotContain(c => c.Action.StartsWith("Create") || c.Action.StartsWith("De", StringComparison.Ordinal) && !c.Action.StartsWith("Describe", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_release_that_cannot_be_launched_takes_no_place_from_those_that_can()
    {
        var (first, second, third) = (Old("1.0.1", "api"), Old("1.0.2", "api"), Old("1.0.3", "api"));
        (await DecisionsAsync()).ShouldBe([first]);

        await new InProcessAws(lab.Cloud, UsageLab.Dev, UsageLab.Region).SendAsync(new DisableImage { ImageId = third });
        (await DecisionsAsync()).ShouldBe([]);
        (await PlanAsync(new())).Rows.Where(r => r.ImageId == first || r.ImageId == second).SelectMany(r => r.Reasons).ShouldBe(["number 2 of the newest 2 complete releases", "number 1 of the newest 2 complete releases"], ignoreOrder: true);
    }

    [Fact]
    public async Task Names_and_targets_choose_what_may_go_and_not_what_is_read()
    {
        var (api, web) = (Old("1.0.1", "api"), Old("1.0.1", "web-old"));
        lab.Inside.SeedInstance(UsageLab.Prod, UsageLab.Region, lab.ProdImage);
        (await PlanAsync(new() { Names = ["a*"], Limits = new() { KeepLatest = 0 } })).Rows.Select(r => r.ImageId).ShouldBe([api]);
        var rows = (await PlanAsync(new() { Targets = new() { Names = ["dev"] }, Limits = new() { KeepLatest = 0 } })).Rows;
        rows.Select(r => r.ImageId).ShouldBe([api, web, lab.DevImage], ignoreOrder: true);
        rows.Single(r => r.ImageId == lab.DevImage).UsedBy.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_target_that_cannot_be_read_keeps_what_it_may_hold_a_part_of_and_the_plan_says_so()
    {
        var alone = Old("1.0.1", "api");
        lab.Connector.Unreachable.Add("prod");
        var plan = await PlanAsync(new() { Limits = new() { KeepLatest = 0 } });
        plan.Rows.Select(r => r.Decision).Distinct().ShouldBe([CleanupDecision.Keep]);
        plan.Rows.Single(r => r.ImageId == alone).Reasons.ShouldHaveSingleItem().ShouldStartWith("it can't be told whether it is used: ");
        var failure = Should.Throw<AmiToolsException>(() => CleanupText.ThrowIfIncomplete(plan));
        failure.ErrorId.ShouldBe("PlanIncomplete");
        failure.Message.ShouldContain("The target 'prod' can't be used: planned.");
    }

    [Theory]
    [InlineData(-1, "OlderThanDays is -1; expected 0 to 3,650.")]
    [InlineData(double.NaN, "OlderThanDays is NaN; expected 0 to 3,650.")]
    public async Task Numbers_that_cannot_be_meant_are_refused(double days, string message) =>
        (await Should.ThrowAsync<AmiToolsException>(PlanAsync(new() { Limits = new() { OlderThanDays = days } }))).Message.ShouldBe(message);

    [Fact]
    public async Task A_name_that_no_image_has_is_told()
    {
        Old("1.0.1", "api");
        (await PlanAsync(new() { Names = ["apy", "a*", "x*"] })).Rows.Select(r => r.Name).ShouldBe(["api"]);
        lab.Reporter.Of("warning").ShouldBe(["No image that could be read has the name 'apy' (dev, prod).", "No image that could be read has the name 'x*' (dev, prod)."]);
    }

    [Fact]
    public async Task An_empty_fleet_has_an_empty_plan()
    {
        lab.Inside.Clear();
        var plan = await PlanAsync(new());
        plan.Rows.ShouldBeEmpty();
        plan.Unread.ShouldBeEmpty();
    }

    public void Dispose() => lab.Dispose();

    private string Old(string version, string name) => lab.Seed(UsageLab.Dev, "dev", version, name, pair: null, more: scanned, created: lab.Time.GetUtcNow().AddDays(-60));

    private Task<CleanupPlan> PlanAsync(CleanupRequest request) => new PlanCleanup(lab.Surroundings).RunAsync(request, lab.Reporter, CancellationToken.None);

    private async Task<IReadOnlyList<string>> DecisionsAsync() => [.. (await PlanAsync(new())).Rows.Where(r => r.Decision == CleanupDecision.Delete).Select(r => r.ImageId)];
}
