using static AmiTools.Core.Tests.Cleanup.CleanupLab;

namespace AmiTools.Core.Tests.Cleanup;

/// <summary>What stops a run before its first deletion, and what overrides it.</summary>
public sealed class BreakerTests : IDisposable
{
    private readonly CleanupLab lab = new();

    [Fact]
    public async Task More_deletions_than_a_run_may_make_stop_it()
    {
        var images = new[] { lab.Seed("a"), lab.Seed("b"), lab.Seed("c") };
        lab.Run = lab.Run with { Breakers = lab.Run.Breakers with { MaximumDeletion = 2 } };
        await StoppedAsync("3 images would go, and a run takes at most 2 (-MaximumDeletion, --maximum-deletion).", images);
        lab.Run = lab.Run with { Breakers = lab.Run.Breakers with { MaximumDeletion = 3 } };
        (await lab.CleanAsync()).Deleted.ShouldBe(3);
    }

    [Fact]
    public async Task More_than_half_of_the_fleet_stops_it()
    {
        var images = new[] { lab.Seed("a"), lab.Seed("b") };
        lab.Inside.SeedInstance(Dev, Region, lab.Seed("c"));
        lab.Run = lab.Run with { Breakers = lab.Run.Breakers with { MaximumDeletionPercent = 50 } };
        await StoppedAsync("2 of 3 images would go, and a run takes at most 50 % of the fleet (-MaximumDeletionPercent, --maximum-deletion-percent).", images);
        lab.Inside.SeedInstance(Dev, Region, lab.Seed("d"));
        (await lab.CleanAsync()).Deleted.ShouldBe(2);
    }

    [Theory]
    [InlineData(null, $"dev (account {Dev}, {Region})")]
    [InlineData("used.txt", "all targets together")]
    public async Task A_used_set_that_has_shrunk_to_less_than_half_stops_it(string? path, string where)
    {
        lab.Run = lab.Run with { Breakers = new() { MaximumDeletionPercent = 100, UsedCountPath = path } };
        var busy = new[] { "a", "b", "c" }.Select(n => lab.Inside.SeedInstance(Dev, Region, lab.Seed(n))).ToList();
        (await lab.CleanAsync()).Kept.ShouldBe(3);
        var idle = lab.Seed("idle");
        foreach (var instance in busy.Take(2)) await lab.Aws().SendAsync(new Aws.TerminateInstances { InstanceIds = [instance] });
        lab.Scan([.. lab.Inside.Images(Dev, Region).Select(i => i.Id)]);

        await StoppedAsync($"Only 1 image in use in {where}, and 3 at the last run: less than 50 %. Something may have stopped telling (-MinimumUsedPercent, --minimum-used-percent).", idle);
        // It stays stopped until somebody says that this is right; then the new number is the one to compare with.
        await StoppedAsync("Only 1 image in use in ", idle);
        lab.Run = lab.Run with { Breakers = lab.Run.Breakers with { MinimumUsedPercent = 0 } };
        (await lab.CleanAsync()).Deleted.ShouldBeGreaterThan(0);
        lab.Run = lab.Run with { Breakers = lab.Run.Breakers with { MinimumUsedPercent = 50 } };
        (await lab.CleanAsync()).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_number_that_cannot_be_read_or_kept_stops_it_too()
    {
        var image = lab.Seed();
        lab.Inside.SeedParameter(Dev, Region, "/amitools/cleanup/used", "many");
        (await FailureAsync()).Message.ShouldBe($"The parameter /amitools/cleanup/used of dev (account {Dev}, {Region}) holds 'many'; expected the number of images in use at the last run. Nothing was deleted. Remove it, if nobody knows what it was.");
        await lab.Aws().SendAsync(new Aws.DeleteParameter { Name = "/amitools/cleanup/used" });
        lab.Inside.Deny(Dev, "ssm:PutParameter");
        (await FailureAsync()).Message.ShouldContain("can't be kept");
        lab.Inside.Deny(Dev, "ssm:GetParameter");
        (await FailureAsync()).Message.ShouldContain("Allow ssm:GetParameter and ssm:PutParameter on it, or keep the number in a file (-UsedCountPath, --used-count).");
        lab.Run = lab.Run with { Breakers = lab.Run.Breakers with { UsedCountPath = "no/such/folder/used" } };
        (await FailureAsync()).Message.ShouldContain("can't be kept in ");
        lab.IsThere(image).ShouldBeTrue();

        async Task<AmiToolsException> FailureAsync()
        {
            var failure = await Should.ThrowAsync<AmiToolsException>(lab.CleanAsync());
            failure.ErrorId.ShouldBe("UsedCountUnknown");
            return failure;
        }
    }

    [Fact]
    public async Task A_plan_says_what_would_stop_it()
    {
        lab.Seed("a");
        lab.Run = lab.Run with { Breakers = new() };
        (await lab.PlanAsync()).Stops.ShouldBe(["1 of 1 image would go, and a run takes at most 50 % of the fleet (-MaximumDeletionPercent, --maximum-deletion-percent)."]);
    }

    public void Dispose() => lab.Dispose();

    private async Task StoppedAsync(string message, params string[] images)
    {
        var failure = await Should.ThrowAsync<AmiToolsException>(lab.CleanAsync());
        failure.ErrorId.ShouldBe("CleanupStopped");
        failure.Message.ShouldStartWith("The cleanup was stopped before it deleted anything.");
        failure.Message.ShouldContain(message);
        foreach (var image in images) lab.IsThere(image).ShouldBeTrue();
        lab.Lab.Cloud.Calls.ShouldNotContain(c => c.Action == "DeregisterImage");
    }
}
