using AmiTools.Core.Usage;
using AmiTools.LocalCloud;
using static AmiTools.Core.Tests.Usage.UsageLab;

namespace AmiTools.Core.Tests.Usage;

/// <summary>The heartbeat: LastUsed on what is used and its pair, LastUsedRuntime only where everything could be told.</summary>
public sealed class ScanTests
{
    private const string Now = "2026-03-01T12:00:00Z";

    [Fact]
    public async Task A_used_image_and_all_members_of_its_pair_are_tagged_and_every_image_has_its_heartbeat()
    {
        using var lab = new UsageLab();
        var idle = lab.Seed(Dev, "dev", "1.0.0", pair: "pair-1.0.0");
        lab.Inside.SeedInstance(Prod, Region, lab.ProdImage);
        var result = await ScanAsync(lab);
        result.Problems.ShouldBeEmpty();
        result.ToString().ShouldBe("3 images scanned: 2 used, 3 with a heartbeat, 0 without");
        foreach (var image in new[] { lab.DevImage, lab.ProdImage }) Tags(lab, image).ShouldBe((Now, Now));
        Tags(lab, idle).ShouldBe((null, Now));
        result.Images.Select(i => (i.ImageId, i.LastUsed, i.LastUsedRuntime)).ShouldBe([(lab.DevImage, Now, Now), (idle, null, Now), (lab.ProdImage, Now, Now)], ignoreOrder: true);
    }

    [Fact]
    public async Task Images_that_are_not_ours_and_base_images_of_others_are_left_alone()
    {
        using var lab = new UsageLab();
        var foreign = lab.Inside.SeedImage(Dev, Region, new ImageSeed { Name = "somebody's" });
        lab.Inside.SeedInstance(Dev, Region, foreign);
        await ScanAsync(lab);
        Tags(lab, foreign).ShouldBe((null, null));
    }

    [Fact]
    public async Task An_unknown_required_source_leaves_the_heartbeat_as_it_was_and_still_tags_what_is_used()
    {
        using var lab = new UsageLab();
        var alone = lab.Seed(Dev, "dev", "2.0.0", "other", pair: null);
        lab.Inside.SetTag(Region, lab.DevImage, "LastUsedRuntime", "2026-02-01T00:00:00Z");
        lab.Inside.SeedInstance(Dev, Region, lab.DevImage);
        lab.Inside.Deny(Prod, "ec2:DescribeFleets");
        var result = await ScanAsync(lab);
        Tags(lab, lab.DevImage).ShouldBe((Now, "2026-02-01T00:00:00Z"));
        Tags(lab, lab.ProdImage).ShouldBe((Now, null));
        Tags(lab, alone).ShouldBe((null, Now));
        var failure = Should.Throw<AmiToolsException>(() => ScanText.ThrowIfIncomplete(result));
        (failure.ErrorId, failure.Kind).ShouldBe(("ScanIncomplete", FailureKind.PartlyDone));
        failure.Message.ShouldStartWith("The scan is not complete: 2 of 3 images have no new heartbeat, and a cleanup keeps them.");
        failure.Message.ShouldContain($"ec2-fleets in prod ({Prod}, {Region})");
    }

    [Fact]
    public async Task A_target_that_cannot_be_reached_leaves_every_pair_without_a_heartbeat()
    {
        using var lab = new UsageLab();
        lab.Connector.Unreachable.Add("prod");
        var result = await ScanAsync(lab);
        Tags(lab, lab.DevImage).ShouldBe((null, null));
        result.Problems.ShouldContain("The target 'prod' can't be used: planned.");
        lab.Connector.Unreachable.Add("dev");
        (await Should.ThrowAsync<AmiToolsException>(() => ScanAsync(lab))).ErrorId.ShouldBe("TargetUnreachable");
    }

    /// <summary>Every call of a scan, broken in every way: never a heartbeat on an image whose use could not be told.</summary>
    [Theory]
    [InlineData(FaultKind.Error)]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.Html)]
    [InlineData(FaultKind.HtmlOk)]
    [InlineData(FaultKind.EmptyBody)]
    [InlineData(FaultKind.Cut)]
    public async Task No_broken_read_ends_in_a_heartbeat(FaultKind kind)
    {
        string[] reads;
        using (var lab = Lab())
        {
            await ScanAsync(lab);
            reads = [.. lab.Cloud.Calls.Select(c => c.Action).Where(a => a.StartsWith("Describe", StringComparison.Ordinal) || a.StartsWith("Get", StringComparison.Ordinal)).Distinct()];
            Tags(lab, lab.DevImage).ShouldBe((Now, Now));
            // The second witnesses are not asked in a scan.
            reads.ShouldNotContain("DescribeImageReferences");
            reads.Length.ShouldBe(12, string.Join(", ", reads));
        }
        foreach (var action in reads)
        {
            using var lab = Lab();
            lab.Cloud.Faults.Add(new Fault(action, Kind: kind) { Account = Prod, Count = 0 });
            var result = await ScanAsync(lab);
            Tags(lab, lab.DevImage).Runtime.ShouldBeNull(action);
            Tags(lab, lab.ProdImage).Runtime.ShouldBeNull(action);
            result.Problems.ShouldNotBeEmpty(action);
        }

        static UsageLab Lab()
        {
            var lab = new UsageLab();
            var template = lab.Inside.SeedLaunchTemplate(Prod, Region, "t", ["resolve:ssm:/p"]);
            lab.Inside.SeedParameter(Prod, Region, "/p", BaseImage);
            lab.Inside.SeedGroup(Prod, Region, "g", new() { LaunchTemplateId = template, WarmInstanceIds = ["i-0123456789abcdef0"] });
            lab.Inside.SeedInstance(Prod, Region, lab.ProdImage);
            return lab;
        }
    }

    /// <summary>n images get a heartbeat, m are used: at most n/1000 and m/1000 calls, each rounded up.</summary>
    [Theory]
    [InlineData(1, 0, 0, 1)]
    [InlineData(1, 1, 0, 1)]
    [InlineData(1000, 900, 0, 2)]
    [InlineData(1001, 900, 0, 2)]
    [InlineData(1001, 1001, 0, 2)]
    [InlineData(2500, 1800, 0, 3)]
    [InlineData(3000, 3000, 0, 3)]
    [InlineData(3, 2, 1, 2)]
    [InlineData(1500, 1400, 700, 3)]
    public async Task Tags_are_written_in_as_few_calls_as_possible(int images, int used, int uncertain, int expected)
    {
        using var lab = new UsageLab();
        lab.Inside.Remove(Region, lab.DevImage);
        // What is shared with an account that can't tell is not certain; the used come first, and so do these.
        var ids = Enumerable.Range(0, images).Select(i => lab.Seed(Dev, "dev", $"1.1.{i}", pair: null, sharedWith: i < uncertain ? [Prod] : [])).ToList();
        foreach (var id in ids.Take(used)) lab.Inside.SeedInstance(Dev, Region, id);
        if (uncertain > 0) lab.Inside.Deny(Prod, "ec2:DescribeFleets");
        var result = await ScanAsync(lab);
        var calls = lab.Cloud.Calls.Where(c => c.Action == "CreateTags" && c.Account == Dev).ToList();
        calls.Count.ShouldBe(expected);
        var (n, m) = (images - uncertain, used);
        calls.Count.ShouldBeLessThanOrEqualTo((int)Math.Ceiling(n / 1000.0) + (int)Math.Ceiling(m / 1000.0));
        result.Images.Count(i => i.Target == "dev" && i.IsHeartbeatWritten).ShouldBe(n);
        ids.Count(i => Tags(lab, i).Used == Now).ShouldBe(m);
        ids.Count(i => Tags(lab, i).Runtime == Now).ShouldBe(n);
    }

    [Fact]
    public async Task What_vanishes_between_read_and_tag_is_dropped_and_the_others_are_tagged()
    {
        using var lab = new UsageLab();
        var gone = Enumerable.Range(0, 3).Select(i => lab.Seed(Dev, "dev", $"1.1.{i}", pair: null)).ToList();
        foreach (var id in gone) lab.Inside.SeedInstance(Dev, Region, id);
        lab.Cloud.BeforeEach = (_, action, account) =>
        {
            if (action != "CreateTags" || account != Dev || gone.Count == 0) return;
            foreach (var id in gone) lab.Inside.Remove(Region, id);
            gone.Clear();
        };
        var result = await ScanAsync(lab);
        result.Problems.ShouldBeEmpty();
        result.Images.Select(i => i.ImageId).ShouldBe([lab.DevImage, lab.ProdImage], ignoreOrder: true);
        Tags(lab, lab.DevImage).ShouldBe((null, Now));
        lab.Cloud.Calls.Count(c => c.Action == "CreateTags" && c.Account == Dev).ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public async Task No_heartbeat_is_written_where_the_use_could_not_be()
    {
        using var lab = new UsageLab();
        lab.Inside.SeedInstance(Dev, Region, lab.DevImage);
        lab.Cloud.Faults.Add(new Fault("CreateTags") { Account = Dev, Code = "TagLimitExceeded", Message = "50 tags" });
        var result = await ScanAsync(lab);
        Tags(lab, lab.DevImage).ShouldBe((null, null));
        result.Problems.ShouldHaveSingleItem().ShouldStartWith($"LastUsed can't be written in dev (account {Dev}, {Region}): ");
    }

    [Fact]
    public async Task What_if_writes_nothing_and_says_what_would_be_written()
    {
        using var lab = new UsageLab();
        lab.Inside.SeedInstance(Dev, Region, lab.DevImage);
        var result = await ScanAsync(lab, whatIf: true);
        lab.Cloud.Calls.ShouldNotContain(c => c.Action == "CreateTags");
        result.Images.ShouldAllBe(i => i.IsLastUsedWritten && i.IsHeartbeatWritten && i.LastUsed == null);
        result.ToString().ShouldBe("2 images scanned: 2 used, 2 with a heartbeat, 0 without (nothing was written)");
    }

    [Fact]
    public async Task One_target_is_scanned_by_what_all_targets_say()
    {
        using var lab = new UsageLab();
        lab.Inside.SeedInstance(Prod, Region, lab.ProdImage);
        await new ScanLastUsed(lab.Surroundings).RunAsync(new() { Targets = new() { Names = ["dev"] } }, lab.Reporter, CancellationToken.None);
        Tags(lab, lab.DevImage).ShouldBe((Now, Now));
        Tags(lab, lab.ProdImage).ShouldBe((null, null));
    }

    private static Task<ScanResult> ScanAsync(UsageLab lab, bool whatIf = false) => new ScanLastUsed(lab.Surroundings).RunAsync(new() { WhatIf = whatIf }, lab.Reporter, CancellationToken.None);

    private static (string? Used, string? Runtime) Tags(UsageLab lab, string image)
    {
        var tags = lab.Inside.Tags(Region, image);
        return (tags.GetValueOrDefault("LastUsed"), tags.GetValueOrDefault("LastUsedRuntime"));
    }
}
