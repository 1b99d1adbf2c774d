using AmiTools.Aws;
using static AmiTools.Core.Tests.Cleanup.CleanupLab;

namespace AmiTools.Core.Tests.Cleanup;

/// <summary>An image that nothing keeps goes one stage a run.</summary>
public sealed class StageTests : IDisposable
{
    private readonly CleanupLab lab = new();

    [Fact]
    public async Task It_is_deprecated_then_disabled_then_deleted_and_stays_a_while_in_each()
    {
        var image = lab.Seed(sharedWith: [Prod]);
        Stage(CleanupStage.Deregister);

        await OutcomeAsync(CleanupOutcome.Deprecated);
        (await lab.Aws().SendAsync(new DescribeImages { ImageIds = [image] })).Items[0].DeprecationTime.ShouldNotBeNull();
        await OutcomeAsync(CleanupOutcome.Kept, "nothing keeps it; it is deprecated since 2026-03-01T12:00:00Z, and stays so for 7 days");
        lab.Lab.Time.Advance(TimeSpan.FromDays(7));
        lab.Scan(image);
        await OutcomeAsync(CleanupOutcome.Disabled);
        lab.Inside.Images(Dev, Region)[0].ShouldSatisfyAllConditions(i => i.State.ShouldBe("disabled"), i => i.SharedWith.ShouldBeEmpty());
        (await lab.Aws().SendAsync(new GetParameter { Name = "/amitools/shares/" + image })).Parameter.Value.ShouldBe(Prod);
        lab.Lab.Time.Advance(TimeSpan.FromDays(7));
        lab.Scan(image);
        await OutcomeAsync(CleanupOutcome.Deleted);
        lab.IsThere(image).ShouldBeFalse();
    }

    [Fact]
    public async Task No_image_goes_further_than_the_stage_given()
    {
        var image = lab.Seed();
        Stage(CleanupStage.Deprecate);
        await OutcomeAsync(CleanupOutcome.Deprecated);
        lab.Lab.Time.Advance(TimeSpan.FromDays(30));
        lab.Scan(image);
        await OutcomeAsync(CleanupOutcome.Kept, "nothing keeps it; it is deprecated since 2026-03-01T12:00:00Z, and this run takes none further");
    }

    [Fact]
    public async Task Shares_that_cannot_be_remembered_stay()
    {
        var image = lab.Seed(sharedWith: [Prod]);
        Stage(CleanupStage.Disable);
        await OutcomeAsync(CleanupOutcome.Deprecated);
        lab.Lab.Time.Advance(TimeSpan.FromDays(7));
        lab.Scan(image);
        lab.Run = lab.Run with { Breakers = lab.Run.Breakers with { UsedCountPath = "used" } };
        lab.Inside.Deny(Dev, "ssm:PutParameter");
        await OutcomeAsync(CleanupOutcome.Failed);
        lab.Inside.Images(Dev, Region)[0].SharedWith.ShouldBe([Prod]);
        lab.Inside.AllowAll();
        await OutcomeAsync(CleanupOutcome.Disabled);
    }

    [Fact]
    public async Task A_tag_that_is_no_stage_keeps_the_image()
    {
        var image = lab.Seed();
        Stage(CleanupStage.Deregister);
        lab.Inside.SetTag(Region, image, TagNames.Stage, "retired");
        await OutcomeAsync(CleanupOutcome.Kept, "AmiTools:Stage is 'retired', which is no stage; expected one like 'disabled 2026-03-01T12:00:00Z'. Restore-Ami takes the image out of its stage");
    }

    public void Dispose() => lab.Dispose();

    private void Stage(CleanupStage stage) => lab.Run = lab.Run with { Request = lab.Run.Request with { Limits = lab.Run.Request.Limits with { Stage = stage } } };

    private async Task OutcomeAsync(CleanupOutcome outcome, string? reason = null)
    {
        var image = (await lab.CleanAsync()).Images.ShouldHaveSingleItem();
        image.Outcome.ShouldBe(outcome, image.ToString());
        if (reason is not null) image.Image.Reasons.ShouldBe([reason]);
    }
}
