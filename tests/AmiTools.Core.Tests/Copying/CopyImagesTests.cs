using AmiTools.Core.Copying;
using AmiTools.Core.Images;
using AmiTools.LocalCloud;
using static AmiTools.Core.Tests.Copying.CopyLab;

namespace AmiTools.Core.Tests.Copying;

/// <summary>An image is copied to other accounts and Regions, and nothing stays shared, however it ends.</summary>
public sealed class CopyImagesTests
{
    [Fact]
    public async Task The_copies_join_their_pair_and_nothing_stays_shared()
    {
        using var lab = new CopyLab();
        var copies = await lab.CopyAsync();
        lab.Judge().ShouldBeTrue();
        copies.Select(c => (c.Target, c.AccountId, c.Region, c.PairId, c.IsComplete)).ShouldBe([("prod", Prod, Region, Pair, true), ("east", East, OtherRegion, Pair, true)]);
        var tags = lab.Cloud.Inside.Images(Prod, Region)[0].Tags;
        (tags["team"], tags["AmiTools:Target"], tags["AmiTools:Commit"], tags.ContainsKey("LastUsed")).ShouldBe(("web", "prod", "0123456", false));
        lab.Cloud.Inside.Snapshots(Prod, Region).ShouldAllBe(s => s.Tags["AmiTools:Pair"] == Pair && s.Tags["AmiTools:State"] == "complete");
        var pair = (await new FindPairs(lab.Surroundings()).RunAsync(new() { Targets = lab.Request().Targets }, lab.Reporter, default)).ShouldHaveSingleItem();
        (pair.IsComplete, pair.Members.Count).ShouldBe((true, 3));
        lab.Cloud.Calls.Where(c => c.Action == "CopyImage" && c.Status == 200).Count().ShouldBe(2);
    }

    [Fact]
    public async Task Who_had_access_before_keeps_it()
    {
        using var lab = new CopyLab();
        lab.Cloud.Inside.Share(Region, lab.Image, Prod);
        await lab.CopyAsync(lab.Request("prod"));
        lab.Cloud.Inside.Images(Dev, Region)[0].SharedWith.ShouldBe([Prod]);
        lab.Cloud.Inside.Snapshots(Dev, Region).ShouldAllBe(s => s.SharedWith.Count == 0);
    }

    [Fact]
    public async Task A_copy_that_takes_time_tells_its_progress_in_percent()
    {
        using var lab = new CopyLab(o => o with { CopyDelay = TimeSpan.FromMilliseconds(400) });
        await lab.CopyAsync();
        lab.Judge().ShouldBeTrue();
        lab.Reporter.All.Count(t => t.Contains("Copying web 2.0.57 to prod")).ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task A_refusal_that_only_EC2_can_give_is_undone_unshared_and_names_the_way_out()
    {
        using var lab = new CopyLab(seed: new ImageSeed { Name = "", HasBillingProducts = true });
        var failure = await Should.ThrowAsync<AmiToolsException>(() => lab.CopyAsync());
        failure.ErrorId.ShouldBe("CopyRefused");
        failure.Message.ShouldContain("Images with EC2 BillingProduct codes cannot be copied to another AWS account");
        failure.Message.ShouldEndWith("Build it there instead (New-PairedAmi). Nothing is left of it, and nothing is shared.");
        lab.Judge().ShouldBeFalse();
    }

    [Fact]
    public async Task A_copy_that_fails_late_takes_the_other_one_with_it()
    {
        using var lab = new CopyLab();
        lab.Cloud.Inside.FailNextImage(East, "no room");
        (await Should.ThrowAsync<AmiToolsException>(() => lab.CopyAsync())).Message.ShouldContain("no room");
        lab.Judge().ShouldBeFalse();
    }

    [Fact]
    public async Task A_wrong_key_fails_late_and_a_right_one_encrypts()
    {
        using var lab = new CopyLab();
        (await Should.ThrowAsync<AmiToolsException>(() => lab.CopyAsync(lab.Request("east") with { Encrypt = true, KmsKeyId = "no-such-key" }))).Message.ShouldContain("no-such-key is not accessible");
        lab.Judge().ShouldBeFalse();
        await lab.CopyAsync(lab.Request("east") with { Encrypt = true, KmsKeyId = Key });
    }

    [Fact]
    public async Task A_quota_is_told_and_undone()
    {
        using var lab = new CopyLab(o => o with { ConcurrentCopies = 1 });
        (await Should.ThrowAsync<AmiToolsException>(() => lab.CopyAsync())).Message.ShouldContain("Wait until other copies have ended, remove images, or have the quota raised.");
        lab.Judge().ShouldBeFalse();
    }

    [Fact]
    public async Task A_time_out_and_a_stop_are_undone_and_unshared()
    {
        using (var lab = new CopyLab(o => o with { CopyDelay = TimeSpan.FromHours(1) }))
        {
            (await Should.ThrowAsync<AmiToolsException>(() => lab.CopyAsync(lab.Request("prod", "east") with { CopyTimeout = TimeSpan.FromSeconds(30) }))).ErrorId.ShouldBe("CopyTimedOut");
            lab.Judge().ShouldBeFalse();
        }
        using var other = new CopyLab(o => o with { CopyDelay = TimeSpan.FromHours(1) });
        using var stop = new CancellationTokenSource();
        other.Cloud.BeforeEach = (_, action, account) => { if (action == "DescribeSnapshots" && account == Prod) stop.Cancel(); };
        await Should.ThrowAsync<OperationCanceledException>(() => other.CopyAsync(cancel: stop.Token));
        other.Judge().ShouldBeFalse();
    }

    [Fact]
    public async Task A_share_that_can_not_be_taken_back_is_an_error_and_a_repair_takes_it_back()
    {
        using var lab = new CopyLab();
        // Each is asked once by a dry run, and shares once.
        lab.Cloud.Faults.Add(new Fault("ModifyImageAttribute", Call: 3) { Code = "UnauthorizedOperation", Status = 403, Message = "planned" });
        var failure = await Should.ThrowAsync<AmiToolsException>(() => lab.CopyAsync());
        (failure.ErrorId, failure.Kind).ShouldBe(("CommitIncomplete", FailureKind.PartlyDone));
        failure.Message.ShouldContain($"{lab.Image} may still be shared with {Prod}, {East} (account {Dev}, {Region})");
        (await lab.RepairAsync("machine-a", ".")).ShouldHaveSingleItem().Outcome.ShouldBe(RepairOutcome.Finished);
        lab.Judge().ShouldBeTrue();
    }

    [Theory]
    [InlineData("marketplace", "MarketplaceImage")]
    [InlineData("default key", "DefaultKey")]
    [InlineData("twice", "VersionExists")]
    [InlineData("denied there", "PermissionMissing")]
    [InlineData("denied here", "PermissionMissing")]
    public async Task What_can_be_known_is_refused_before_anything_is_shared(string what, string problem)
    {
        using var lab = new CopyLab(seed: new ImageSeed { Name = "", ProductCodes = what == "marketplace" ? ["abc"] : [], IsEncrypted = what == "default key" });
        if (what == "twice") await lab.CopyAsync();
        if (what == "denied there") lab.Cloud.Inside.Deny(East, "ec2:CopyImage");
        if (what == "denied here") lab.Cloud.Inside.Deny(Dev, "ec2:ModifySnapshotAttribute");
        lab.Cloud.ClearCalls();
        var failure = await Should.ThrowAsync<ProblemsFoundException>(() => lab.CopyAsync());
        failure.Problems.Select(p => p.Id).Distinct().ShouldBe([problem]);
        lab.Cloud.Calls.ShouldNotContain(c => c.Action.StartsWith("Modify", StringComparison.Ordinal) && c.Status == 200);
    }
}
