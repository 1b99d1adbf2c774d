using AmiTools.Aws;
using AmiTools.Core.Cleanup.Restoring;
using AmiTools.LocalCloud;
using static AmiTools.Core.Tests.Cleanup.CleanupLab;

namespace AmiTools.Core.Tests.Cleanup;

/// <summary>What a cleanup took is given back, as far as EC2 has it.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly CleanupLab lab = new();

    [Fact]
    public async Task A_disabled_image_comes_back_with_its_shares_and_counts_as_used()
    {
        var image = lab.Seed(sharedWith: [Prod]);
        await ToDisabledAsync(image);

        var restored = await RestoreAsync(image);

        restored.Steps.ShouldBe(["enabled", "no longer deprecated", "out of its stage"]);
        restored.SharedWith.ShouldBe([Prod]);
        var now = lab.Inside.Images(Dev, Region).ShouldHaveSingleItem();
        (now.State, now.Tags.GetValueOrDefault(TagNames.Stage), now.Tags["LastUsed"]).ShouldBe(("available", null, "2026-03-08T12:00:00Z"));
        now.SharedWith.ShouldBe([Prod]);
        lab.Inside.Leftovers(Dev).ShouldNotContain(l => l.Contains("/amitools/shares/"));
        // Not by the next cleanup.
        (await lab.CleanAsync()).Images.ShouldHaveSingleItem().Outcome.ShouldBe(CleanupOutcome.Kept);
        (await PlanAsync(image)).Steps.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_image_comes_back_from_the_Recycle_Bin_with_its_snapshots_and_without_marks()
    {
        lab.Inside.SetRecycleBin(Dev, new(TimeSpan.FromDays(7), TimeSpan.FromDays(7)));
        var image = lab.Seed(sharedWith: [Prod, Usage.UsageLab.Stranger]);
        var snapshot = lab.SnapshotsOf(image)[0];
        lab.Seed("other");
        (await lab.CleanAsync()).Deleted.ShouldBe(2);

        var restored = await RestoreAsync(image);

        (restored.Name, restored.Version).ShouldBe(("web", "1.0.1"));
        (lab.IsThere(image), lab.HasSnapshot(snapshot), lab.Mark(image), lab.Mark(snapshot)).ShouldBe((true, true, null, null));
        restored.SharedWith.ShouldBe([Prod, Usage.UsageLab.Stranger], ignoreOrder: true);
        lab.Inside.Images(Dev, Region).ShouldHaveSingleItem().ShouldSatisfyAllConditions(i => i.SharedWith.Count.ShouldBe(2), i => i.Tags.Keys.ShouldNotContain(TagNames.Shares));
        lab.Inside.Snapshots(Dev, Region).Count.ShouldBe(1);
        (await lab.CleanAsync()).Deleted.ShouldBe(0);
    }

    [Fact]
    public async Task More_shares_than_a_tag_holds_come_back_too()
    {
        lab.Inside.SetRecycleBin(Dev, new(TimeSpan.FromDays(7), TimeSpan.FromDays(7)));
        string[] many = [.. Enumerable.Range(1, 25).Select(n => $"9000000000{n:00}")];
        var image = lab.Seed(sharedWith: many);
        (await lab.CleanAsync()).Deleted.ShouldBe(1);
        (await RestoreAsync(image)).SharedWith.ShouldBe(many, ignoreOrder: true);
        lab.Inside.Leftovers(Dev).ShouldNotContain(l => l.Contains("/amitools/shares/"));
    }

    [Fact]
    public async Task An_image_whose_shares_cannot_be_remembered_is_not_deleted()
    {
        var (image, other) = (lab.Seed(sharedWith: [Prod]), lab.Seed("other"));
        lab.Lab.Cloud.Faults.Add(new("CreateTags", 2, FaultKind.Error) { Code = "UnauthorizedOperation", Status = 403, Message = "No (planned)." });
        var result = await lab.CleanAsync();
        (lab.IsThere(image), lab.IsThere(other)).ShouldBe((true, false));
        result.Images.Single(i => i.Image.ImageId == image).Problem!.ShouldStartWith("whom it is shared with can't be remembered, and would be lost if it had to come back: ");
        (await lab.CleanAsync()).Deleted.ShouldBe(1);
    }

    [Fact]
    public async Task Disabled_and_then_deleted_it_comes_back_as_it_was_before_the_first_stage()
    {
        lab.Inside.SetRecycleBin(Dev, new(TimeSpan.FromDays(7), TimeSpan.FromDays(7)));
        var image = lab.Seed(sharedWith: [Prod]);
        await ToDisabledAsync(image);
        lab.Lab.Time.Advance(TimeSpan.FromDays(7));
        lab.Scan(image);
        (await lab.CleanAsync()).Deleted.ShouldBe(1);
        (await RestoreAsync(image)).SharedWith.ShouldBe([Prod]);
        lab.Inside.Images(Dev, Region).ShouldHaveSingleItem().State.ShouldBe("available");
    }

    [Fact]
    public async Task A_restore_that_ended_in_the_middle_goes_on_where_it_was()
    {
        lab.Inside.SetRecycleBin(Dev, new(TimeSpan.FromDays(7), TimeSpan.FromDays(7)));
        var image = lab.Seed(sharedWith: [Prod]);
        await ToDisabledAsync(image);
        lab.Lab.Time.Advance(TimeSpan.FromDays(7));
        lab.Scan(image);
        (await lab.CleanAsync()).Deleted.ShouldBe(1);
        foreach (var action in new[] { "RestoreSnapshotFromRecycleBin", "RestoreImageFromRecycleBin", "EnableImage", "DisableImageDeprecation", "ModifyImageAttribute", "DeleteParameter", "CreateTags", "DeleteTags" })
        {
            lab.Lab.Cloud.Faults.Add(new(action, 1, FaultKind.Error) { Code = "UnauthorizedOperation", Status = 403, Message = "No (planned)." });
            (await Should.ThrowAsync<AmiToolsException>(RestoreAsync(image), action)).ErrorId.ShouldBe("RestoreFailed");
        }
        await RestoreAsync(image);
        var now = lab.Inside.Images(Dev, Region).ShouldHaveSingleItem();
        (now.State, now.SharedWith.Count, now.Tags.ContainsKey(TagNames.Cleanup), now.Tags.ContainsKey(TagNames.Stage)).ShouldBe(("available", 1, false, false));
    }

    [Fact]
    public async Task What_is_nowhere_is_said_with_the_accounts_and_why_a_bin_could_not_be_read()
    {
        var image = lab.Seed();
        (await lab.CleanAsync()).Deleted.ShouldBe(1);
        lab.Inside.Deny(Prod, "ec2:ListImagesInRecycleBin");
        var failure = await Should.ThrowAsync<AmiToolsException>(PlanAsync(image));
        (failure.ErrorId, failure.Kind).ShouldBe(("ImageNotFound", FailureKind.NotFound));
        failure.Message.ShouldStartWith($"The image {image} is neither an image nor in the Recycle Bin of the targets dev (account {Dev}, {Region}), prod (account {Prod}, {Region}).");
        failure.Message.ShouldContain($"The Recycle Bin of prod (account {Prod}, {Region}) can't be read: ");
    }

    public void Dispose() => lab.Dispose();

    private async Task ToDisabledAsync(string image)
    {
        lab.Run = lab.Run with { Request = lab.Run.Request with { Limits = lab.Run.Request.Limits with { Stage = CleanupStage.Deregister } } };
        (await lab.CleanAsync()).Deprecated.ShouldBe(1);
        lab.Lab.Time.Advance(TimeSpan.FromDays(7));
        lab.Scan(image);
        (await lab.CleanAsync()).Disabled.ShouldBe(1);
    }

    private async Task<RestoredImage> PlanAsync(string image) =>
        (await new RestoreImages(lab.Lab.Surroundings).PlanAsync(new() { Images = [image] }, lab.Reporter, CancellationToken.None)).ShouldHaveSingleItem();

    private async Task<RestoredImage> RestoreAsync(string image) =>
        await new RestoreImages(lab.Lab.Surroundings).RunAsync(new() { Images = [image] }, await PlanAsync(image), lab.Reporter, CancellationToken.None);
}
