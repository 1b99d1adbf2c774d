using AmiTools.Core.Cleanup;
using AmiTools.Core.Tests.Usage;

namespace AmiTools.Core.Tests.Cleanup;

/// <summary>Images that somebody keeps by hand.</summary>
public sealed class PinTests : IDisposable
{
    private readonly CleanupLab lab = new();

    [Fact]
    public async Task A_pinned_image_stays_until_the_pin_ends_or_is_taken_off()
    {
        var (image, other) = (lab.Seed(), lab.Seed("other"));
        await PinAsync(new() { Images = [image], Reason = "runs in the lab", Until = new(2026, 3, 5, 0, 0, 0, TimeSpan.Zero), By = "Jane Doe: ops" });
        await PinAsync(new() { Images = ["other@1.0.1"], Reason = "audit", By = "ops" });
        Pinned(image).ShouldBe("by Jane-Doe--ops until 2026-03-05: runs in the lab");
        Pinned(other).ShouldBe("by ops: audit");

        (await lab.PlanAsync()).Rows.Single(r => r.ImageId == image).Reasons.ShouldBe(["pinned: by Jane-Doe--ops until 2026-03-05: runs in the lab"]);
        // The day counts to its end.
        lab.Lab.Time.Advance(new DateTimeOffset(2026, 3, 5, 23, 59, 0, TimeSpan.Zero) - lab.Lab.Time.GetUtcNow());
        lab.Scan(image, other);
        (await lab.PlanAsync()).Rows.ShouldAllBe(r => r.Decision == CleanupDecision.Keep);
        lab.Lab.Time.Advance(TimeSpan.FromMinutes(2));
        (await lab.PlanAsync()).Rows.Where(r => r.Decision == CleanupDecision.Delete).Select(r => r.ImageId).ShouldBe([image]);

        await PinAsync(new() { Images = [other], Remove = true });
        Pinned(other).ShouldBeNull();
        (await lab.CleanAsync()).Deleted.ShouldBe(2);
    }

    [Theory]
    [InlineData("2026-03-01T12:00:00Z", "because", "PinInThePast", "A pin until 2026-03-01T12:00:00Z would be over already; expected a time to come.")]
    [InlineData(null, " ", "PinReasonInvalid", "The reason has 1 characters; expected 1 to 150 on one line: it is kept in a tag.")]
    [InlineData(null, "two\nlines", "PinReasonInvalid", "The reason has 9 characters; expected 1 to 150 on one line: it is kept in a tag.")]
    public async Task A_pin_that_cannot_be_meant_is_refused(string? until, string reason, string id, string message)
    {
        var image = lab.Seed();
        var failure = await Should.ThrowAsync<AmiToolsException>(PinAsync(new() { Images = [image], Reason = reason, Until = until is null ? null : DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture) }));
        (failure.ErrorId, failure.Message).ShouldBe((id, message));
        Pinned(image).ShouldBeNull();
    }

    [Fact]
    public async Task A_refusal_names_the_image_and_the_target()
    {
        var image = lab.Seed();
        lab.Inside.Deny(UsageLab.Dev, "ec2:CreateTags");
        var failure = await Should.ThrowAsync<AmiToolsException>(PinAsync(new() { Images = [image], Reason = "because" }));
        failure.Kind.ShouldBe(FailureKind.PermissionDenied);
        failure.Message.ShouldStartWith($"AmiTools:Pinned of {image} in dev can't be written: ");
    }

    public void Dispose() => lab.Dispose();

    private string? Pinned(string image) => lab.Inside.Tags(UsageLab.Region, image).GetValueOrDefault(TagNames.Pinned);

    private async Task PinAsync(PinRequest request)
    {
        var pins = new PinImages(lab.Lab.Surroundings);
        foreach (var planned in await pins.PlanAsync(request, lab.Reporter, CancellationToken.None)) await pins.RunAsync(request, planned, lab.Reporter, CancellationToken.None);
    }
}
