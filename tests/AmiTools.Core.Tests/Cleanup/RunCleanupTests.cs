using AmiTools.Aws;
using AmiTools.Core.Cleanup;
using AmiTools.LocalCloud;
using static AmiTools.Core.Tests.Cleanup.CleanupLab;

namespace AmiTools.Core.Tests.Cleanup;

/// <summary>What a cleanup does, step by step.</summary>
public sealed class RunCleanupTests : IDisposable
{
    private readonly CleanupLab lab = new();

    [Fact]
    public async Task Image_and_snapshots_are_marked_and_then_go_in_one_call_and_the_summary_says_it()
    {
        var (image, used) = (lab.Seed(), lab.Seed("busy"));
        lab.Inside.SeedInstance(Dev, Region, used);
        var snapshot = lab.SnapshotsOf(image)[0];

        var result = await lab.CleanAsync();

        (lab.IsThere(image), lab.HasSnapshot(snapshot), lab.IsThere(used)).ShouldBe((false, false, true));
        var gone = result.Images[0];
        (gone.Image.ImageId, gone.Outcome).ShouldBe((image, CleanupOutcome.Deleted));
        gone.DeletedSnapshotIds.ShouldBe([snapshot]);
        result.Images[1].Outcome.ShouldBe(CleanupOutcome.Kept);
        result.Images[1].Image.Reasons.ShouldContain(r => r.StartsWith("in use by instances: "));
        result.ToString().ShouldBe("1 image and 1 snapshot deleted, 8 GiB (at most 0.40 a month, estimated), 1 kept, 0 failed");
        var writes = lab.Lab.Cloud.Calls.Where(c => c.Account == Dev && c.Action is "CreateTags" or "DeregisterImage" or "DeleteSnapshot").ToList();
        writes.Select(c => c.Action).ShouldBe(["CreateTags", "DeregisterImage"]);
        writes[0].Parameters["Tag.1.Value"].ShouldBe(result.PlanId);
        new[] { writes[0].Parameters["ResourceId.1"], writes[0].Parameters["ResourceId.2"] }.ShouldBe([image, snapshot]);
    }

    [Fact]
    public async Task What_was_built_on_an_image_goes_before_it()
    {
        var grandmother = lab.Seed("base");
        var mother = lab.Seed("mother", source: grandmother);
        var (child, other) = (lab.Seed("child", source: mother), lab.Seed("other", account: Prod, source: grandmother));

        (await lab.CleanAsync()).Deleted.ShouldBe(4);

        var order = lab.Lab.Cloud.Calls.Where(c => c.Action == "DeregisterImage").Select(c => c.Parameters["ImageId"]).ToList();
        order.IndexOf(child).ShouldBeLessThan(order.IndexOf(mother));
        order.IndexOf(mother).ShouldBeLessThan(order.IndexOf(grandmother));
        order.IndexOf(other).ShouldBeLessThan(order.IndexOf(grandmother));
    }

    [Fact]
    public async Task A_base_stays_if_what_was_built_on_it_could_not_be_deleted()
    {
        var mother = lab.Seed("mother");
        var child = lab.Seed("child", source: mother);
        lab.Lab.Cloud.Faults.Add(new("DeregisterImage", 1, FaultKind.Error) { Code = "OperationNotPermitted", Status = 400, Message = "Not now (planned)." });

        var result = await lab.CleanAsync();

        (lab.IsThere(mother), lab.IsThere(child)).ShouldBe((true, true));
        result.Images.Single(i => i.Image.ImageId == child).ShouldSatisfyAllConditions(c => c.Outcome.ShouldBe(CleanupOutcome.Failed), c => c.Problem!.ShouldContain("Not now (planned)."));
        result.Images.Single(i => i.Image.ImageId == mother).Image.Reasons.ShouldBe([$"the base of {child}, which is still there"]);
        var failure = Should.Throw<AmiToolsException>(() => CleanupText.ThrowIfIncomplete(result));
        (failure.ErrorId, failure.Kind).ShouldBe(("CleanupIncomplete", FailureKind.PartlyDone));
        failure.Message.ShouldContain($"{child} (child 1.0.1, dev): failed: ");
    }

    [Fact]
    public async Task A_snapshot_that_an_image_has_which_stays_is_neither_marked_nor_deleted()
    {
        var kept = lab.Seed("kept");
        lab.Inside.SeedInstance(Dev, Region, kept);
        var snapshot = lab.SnapshotsOf(kept)[0];
        var image = lab.Seed("web", snapshots: [snapshot]);

        var result = await lab.CleanAsync();

        (lab.IsThere(image), lab.HasSnapshot(snapshot), lab.Mark(snapshot)).ShouldBe((false, true, null));
        result.Images[0].SharedSnapshotIds.ShouldBe([snapshot]);
        result.FreedGiB.ShouldBe(0);
    }

    [Fact]
    public async Task A_snapshot_that_stayed_behind_is_tried_again_at_once_and_by_the_next_run()
    {
        var (one, two) = (lab.Seed("one"), lab.Seed("two"));
        var (first, second) = (lab.SnapshotsOf(one)[0], lab.SnapshotsOf(two)[0]);
        lab.Inside.FailNextSnapshotDeletion(first);
        lab.Inside.FailNextSnapshotDeletion(second);
        lab.Lab.Cloud.Faults.Add(new("DeleteSnapshot", 2, FaultKind.Error) { Code = "UnauthorizedOperation", Status = 403, Message = "No (planned)." });

        var result = await lab.CleanAsync();

        (result.Deleted, result.Failed, lab.HasSnapshot(first), lab.HasSnapshot(second)).ShouldBe((1, 1, false, true));
        result.Images.Single(i => i.Outcome == CleanupOutcome.Failed).Problem!.ShouldStartWith($"it is gone, but not {second}: ");
        var next = await lab.CleanAsync();
        next.SweptSnapshotIds.ShouldBe([second]);
        (next.DeletedSnapshots, lab.HasSnapshot(second)).ShouldBe((1, false));
        CleanupText.ThrowIfIncomplete(next);
    }

    [Fact]
    public async Task Marks_of_a_run_that_ended_before_it_deleted_are_taken_off_and_snapshots_of_others_are_left_alone()
    {
        var (image, foreign) = (lab.Seed(), lab.Seed("foreign"));
        lab.Inside.SeedInstance(Dev, Region, image);
        lab.Inside.SeedInstance(Dev, Region, foreign);
        var (snapshot, alone) = (lab.SnapshotsOf(image)[0], lab.SnapshotsOf(foreign)[0]);
        await lab.Aws().SendAsync(new DeregisterImage { ImageId = foreign });
        foreach (var id in new[] { image, snapshot }) lab.Inside.SetTag(Region, id, TagNames.Cleanup, "20260201T000000Z-00000000");

        (await lab.CleanAsync()).SweptSnapshotIds.ShouldBeEmpty();

        (lab.Mark(image), lab.Mark(snapshot), lab.HasSnapshot(snapshot), lab.HasSnapshot(alone)).ShouldBe((null, null, true, true));
    }

    [Fact]
    public async Task An_image_without_room_for_the_mark_stays_and_the_others_go()
    {
        var (full, image) = (lab.Seed("full"), lab.Seed());
        for (var i = lab.Inside.Tags(Region, full).Count; i < 50; i++) lab.Inside.SetTag(Region, full, $"tag{i}", "x");

        var result = await lab.CleanAsync();

        (lab.IsThere(full), lab.IsThere(image)).ShouldBe((true, false));
        result.Images.Single(i => i.Image.ImageId == full).Problem!.ShouldStartWith("it can't be marked with AmiTools:Cleanup");
    }

    [Fact]
    public async Task What_comes_into_use_or_is_protected_after_the_plan_stays()
    {
        var (used, guarded, gone, image) = (lab.Seed("used"), lab.Seed("guarded"), lab.Seed("gone"), lab.Seed());
        var plan = await lab.PlanAsync();
        lab.Inside.SeedInstance(Prod, Region, used);
        lab.Inside.Share(Region, used, Prod);
        await lab.Aws().SendAsync(new EnableImageDeregistrationProtection { ImageId = guarded });
        await lab.Aws().SendAsync(new DeregisterImage { ImageId = gone, DeleteAssociatedSnapshots = true });
        lab.Run = lab.Run with { Plan = plan.Rows };
        // Shown again, the plan is as it would be executed now.
        (await lab.PlanAsync()).Rows.ToDictionary(r => r.ImageId, r => r.Decision).ShouldBe(new Dictionary<string, CleanupDecision> { [used] = CleanupDecision.Keep, [guarded] = CleanupDecision.Keep, [image] = CleanupDecision.Delete }, ignoreOrder: true);

        var result = await lab.CleanAsync();

        result.Images.ToDictionary(i => i.Image.ImageId, i => i.Outcome).ShouldBe(new Dictionary<string, CleanupOutcome> { [used] = CleanupOutcome.Kept, [guarded] = CleanupOutcome.Kept, [gone] = CleanupOutcome.Gone, [image] = CleanupOutcome.Deleted }, ignoreOrder: true);
        result.PlanId.ShouldBe(plan.Rows[0].PlanId);
        result.Images.Single(i => i.Image.ImageId == used).Image.UsedBy.ShouldHaveSingleItem().ShouldStartWith("instances: ");
    }

    [Fact]
    public async Task Only_what_the_plan_lets_go_goes_and_by_its_own_limits()
    {
        var (planned, left) = (lab.Seed("planned"), lab.Seed("left"));
        var plan = await lab.PlanAsync();
        var later = lab.Seed("later");
        lab.Run = lab.Run with { Plan = [.. plan.Rows.Where(r => r.ImageId == planned)], Request = new() { Limits = new() { OlderThanDays = 3000, KeepLatest = 9 } } };
        (await lab.CleanAsync()).Images.ShouldHaveSingleItem().Image.ImageId.ShouldBe(planned);
        (lab.IsThere(planned), lab.IsThere(left), lab.IsThere(later)).ShouldBe((false, true, true));
    }

    [Fact]
    public async Task Rows_that_are_not_of_one_plan_are_refused()
    {
        lab.Seed("one");
        lab.Seed("two");
        var (first, second) = ((await lab.PlanAsync()).Rows, (await lab.PlanAsync()).Rows);
        await RefusedAsync([first[0], second[1]], "The rows are of two plans");
        await RefusedAsync([first[0], first[1] with { Limits = new() { KeepLatest = 7 } }], "have different limits");
        await RefusedAsync([first[0], first[0]], "twice");

        async Task RefusedAsync(IReadOnlyList<CleanupRow> rows, string message)
        {
            lab.Run = lab.Run with { Plan = rows };
            var failure = await Should.ThrowAsync<AmiToolsException>(lab.CleanAsync());
            failure.ErrorId.ShouldBe("PlanInvalid");
            failure.Message.ShouldContain(message);
            failure.Message.ShouldEndWith("Nothing was deleted.");
        }
    }

    [Fact]
    public async Task Facts_that_take_longer_to_read_than_they_are_good_for_decide_nothing()
    {
        var image = lab.Seed();
        lab.Lab.Connector.Wrap = aws => new Slow(aws, () => lab.Lab.Time.Advance(TimeSpan.FromSeconds(20)));

        var result = await lab.CleanAsync();

        lab.IsThere(image).ShouldBeTrue();
        result.Problems.ShouldHaveSingleItem().ShouldMatch("^Reading everything took [0-9]+ seconds, and what is older than 60 seconds decides nothing: 1 image that might have gone stayed[.]$");
        result.Images.ShouldHaveSingleItem().Outcome.ShouldBe(CleanupOutcome.Kept);
    }

    [Fact]
    public async Task A_target_that_cannot_be_read_stops_nothing_in_the_others_and_the_end_is_an_error()
    {
        var image = lab.Seed("web", account: Prod);
        lab.Run = lab.Run with { Request = lab.Run.Request with { Targets = new() { Names = ["dev"] } } };
        lab.Inside.Deny(Prod, "ec2:DescribeImages");
        lab.Seed("idle");
        var result = await lab.CleanAsync();
        result.Deleted.ShouldBe(0);
        result.Problems.ShouldHaveSingleItem().ShouldStartWith("It can't be told whether images are used: images in prod");
        lab.Run = lab.Run with { Request = lab.Run.Request with { Targets = new() } };
        (await lab.CleanAsync()).Problems.ShouldContain(p => p.StartsWith("The images of the target 'prod'"));
        lab.IsThere(image, Prod).ShouldBeTrue();
    }

    [Fact]
    public async Task A_source_that_does_not_answer_keeps_everything_and_is_an_error()
    {
        var image = lab.Seed();
        lab.Inside.Deny(Dev, "ec2:DescribeFleets");
        var result = await lab.CleanAsync();
        lab.IsThere(image).ShouldBeTrue();
        result.Images.ShouldHaveSingleItem().Image.Reasons.ShouldHaveSingleItem().ShouldStartWith("it can't be told whether it is used: ec2-fleets in dev");
        result.Problems.ShouldHaveSingleItem().ShouldStartWith("It can't be told whether images are used: ec2-fleets");
        lab.Run = lab.Run with { Request = lab.Run.Request with { Options = new() { Optional = ["ec2-fleets"] } } };
        CleanupText.ThrowIfIncomplete(await lab.CleanAsync());
        lab.IsThere(image).ShouldBeFalse();
    }

    [Fact]
    public async Task A_share_with_a_stranger_is_asked_about_where_that_is_required()
    {
        var image = lab.Seed(sharedWith: [Usage.UsageLab.Stranger]);
        var options = lab.Run.Request.Options;
        lab.Run = lab.Run with { Request = lab.Run.Request with { Options = options with { Required = ["shares"] } } };
        var result = await lab.CleanAsync();
        result.Images.ShouldHaveSingleItem().Image.Reasons.ShouldHaveSingleItem().ShouldContain($"{image} is shared with {Usage.UsageLab.Stranger}, and it has no usage report");
        result.Problems.ShouldNotBeEmpty();
        lab.Run = lab.Run with { Request = lab.Run.Request with { Options = options } };
        (await lab.CleanAsync()).Deleted.ShouldBe(1);
    }

    [Fact]
    public async Task An_empty_fleet_is_nothing_to_do()
    {
        var result = await lab.CleanAsync();
        result.Images.ShouldBeEmpty();
        CleanupText.ThrowIfIncomplete(result);
    }

    public void Dispose() => lab.Dispose();

    private sealed class Slow(IAws inner, Action happens) : IAws
    {
        public Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default)
        {
            if (operation.ActionName() is "DescribeInstances" or "DescribeFleets") happens();
            return inner.SendAsync(operation, cancel);
        }
    }
}
