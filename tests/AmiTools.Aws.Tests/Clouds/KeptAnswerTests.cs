using AmiTools.LocalCloud;
using AmiTools.Tests;

namespace AmiTools.Aws.Tests.Clouds;

public sealed class KeptAnswerTests
{
    private const string Region = "eu-west-1", Dev = "111111111111", Prod = "222222222222";

    [Fact]
    public async Task Kept_answers_are_forgotten_by_every_change_and_are_nobody_elses()
    {
        var cloud = new InProcessCloud(new() { KeepAnswers = true, Fleet = new(3, 2) });
        var (dev, prod) = (new InProcessAws(cloud, Dev, Region), new InProcessAws(cloud, Prod, Region));
        async Task<int> Count(IAws aws) => (await aws.SendAsync(new DescribeImages { Owners = ["self"], MaxResults = 1000 })).Items.Count;
        (await Count(dev), await Count(dev), await Count(prod)).ShouldBe((3, 3, 0));
        var seeded = cloud.Inside.SeedImage(Dev, Region, new ImageSeed { Name = "more" });
        (await Count(dev)).ShouldBe(4);
        await dev.SendAsync(new DeregisterImage { ImageId = seeded });
        (await Count(dev)).ShouldBe(3);
        await dev.SendAsync(new CreateTags { Resources = ["ami-0f1ee700000000000"], Tags = [new() { Key = "new", Value = "tag" }] });
        (await dev.SendAsync(new DescribeImages { Owners = ["self"], MaxResults = 1000 })).Items[0].Tags.ShouldContain(t => t.Key == "new");
    }

    [Fact]
    public async Task A_made_up_fleet_has_the_counts_that_were_asked_for_and_every_user_names_an_image_that_is_there()
    {
        var aws = new InProcessAws(new(new() { Fleet = new(40, 2, 20, 10, 4) { Tags = new Dictionary<string, string> { ["LastUsedRuntime"] = "x" } } }), Dev, Region);
        var images = await aws.AllAsync(t => new DescribeImages { Owners = ["self"], MaxResults = 1000, NextToken = t }, p => p.Items);
        var ids = images.Select(i => i.ImageId).ToHashSet();
        ids.Count.ShouldBe(40);
        images.ShouldAllBe(i => i.BlockDevices.Count == 2 && i.Tags.Any(t => t.Key == "LastUsedRuntime"));
        (await aws.SendAsync(new DescribeSnapshots { OwnerIds = ["self"] })).Items.Select(s => s.SnapshotId).ShouldBe(images.SelectMany(i => i.BlockDevices.Select(d => d.Ebs!.SnapshotId!)), ignoreOrder: true);
        var used = (await aws.SendAsync(new DescribeInstances())).Items.Select(r => r.Instances[0].ImageId!).ToArray();
        used.Distinct().Count().ShouldBe(20);
        used.ShouldAllBe(i => ids.Contains(i));
        var templates = (await aws.SendAsync(new DescribeLaunchTemplateVersions { Versions = ["$Latest"] })).Items;
        templates.Count.ShouldBe(10);
        templates.ShouldAllBe(v => ids.Contains(v.Data!.ImageId!));
        (await aws.SendAsync(new DescribeAutoScalingGroups())).Items.ShouldAllBe(g => templates.Any(t => t.LaunchTemplateId == g.LaunchTemplate!.LaunchTemplateId));
    }
}
