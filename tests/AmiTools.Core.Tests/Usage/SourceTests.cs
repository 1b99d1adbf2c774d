using AmiTools.Aws;
using AmiTools.Core.Usage;
using AmiTools.LocalCloud;
using static AmiTools.Core.Tests.Usage.UsageLab;

namespace AmiTools.Core.Tests.Usage;

/// <summary>Every way in which an image can be in use is seen, and nothing else.</summary>
public sealed class SourceTests
{
    [Fact]
    public async Task Nothing_uses_an_image_that_nothing_names()
    {
        using var lab = new UsageLab();
        var usage = await lab.UsageAsync(lab.DevImage);
        usage.State.ShouldBe(UseState.NotUsed);
        usage.UsedBy.ShouldBeEmpty();
        usage.Unknown.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("running")]
    [InlineData("shutting-down")]
    [InlineData("stopping")]
    [InlineData("stopped")]
    public async Task An_instance_in_any_state_but_terminated(string state) =>
        await ShouldBeUsedAsync("instances", (lab, image) => lab.Inside.SeedInstance(Dev, Region, image, state));

    [Fact]
    public async Task A_terminated_instance_uses_nothing() => await ShouldNotBeUsedAsync((lab, image) => lab.Inside.SeedInstance(Dev, Region, image, "terminated"));

    [Fact]
    public async Task The_default_version_of_a_template() =>
        await ShouldBeUsedAsync("launch-templates", (lab, image) => lab.Inside.SeedLaunchTemplate(Dev, Region, "t", [image, .. Other(20)]));

    [Fact]
    public async Task The_latest_version_of_a_template() =>
        await ShouldBeUsedAsync("launch-templates", (lab, image) => lab.Inside.SeedLaunchTemplate(Dev, Region, "t", [BaseImage, image]));

    [Fact]
    public async Task A_template_through_a_parameter() => await ShouldBeUsedAsync("launch-templates", (lab, image) =>
    {
        // The value that is named is not the current one, so that the parameter itself is not what is seen.
        lab.Inside.SeedParameter(Dev, Region, "/golden", image);
        lab.Inside.SeedParameter(Dev, Region, "/golden", BaseImage);
        lab.Inside.SeedLaunchTemplate(Dev, Region, "broken", ["resolve:ssm:/not/there"]);
        lab.Inside.SeedLaunchTemplate(Dev, Region, "t", ["resolve:ssm:/golden:1"]);
    });

    [Fact]
    public async Task An_older_version_of_a_template_down_to_the_depth()
    {
        await ShouldBeUsedAsync("launch-templates", Seed, new() { TemplateDepth = 4 });
        await ShouldNotBeUsedAsync(Seed, new() { TemplateDepth = 3 });

        static void Seed(UsageLab lab, string image) => lab.Inside.SeedLaunchTemplate(Dev, Region, "t", [BaseImage, image, .. Other(3)]);
    }

    [Fact]
    public async Task A_launch_configuration_on_the_third_page() => await ShouldBeUsedAsync("launch-configurations", (lab, image) =>
    {
        for (var i = 0; i < 250; i++) lab.Inside.SeedLaunchConfiguration(Dev, Region, $"c{i:000}", BaseImage);
        lab.Inside.SeedLaunchConfiguration(Dev, Region, "z", image);
    });

    [Fact]
    public async Task A_group_by_a_pinned_old_version_of_its_template() => await ShouldBeUsedAsync("auto-scaling-groups", (lab, image) =>
        lab.Inside.SeedGroup(Dev, Region, "g", new() { LaunchTemplateId = Old(lab, image), Version = "2" }));

    [Fact]
    public async Task A_mixed_instances_override_by_its_own_template() => await ShouldBeUsedAsync("auto-scaling-groups", (lab, image) =>
        lab.Inside.SeedGroup(Dev, Region, "g", new() { LaunchTemplateId = Plain(lab), Overrides = [new("t3.large", Old(lab, image), "2")] }));

    [Fact]
    public async Task A_mixed_instances_override_by_its_own_image() => await ShouldBeUsedAsync("auto-scaling-groups", (lab, image) =>
        lab.Inside.SeedGroup(Dev, Region, "g", new() { LaunchTemplateId = Plain(lab), Overrides = [new("t3.large", ImageId: image)] }));

    [Fact]
    public async Task A_mixed_instances_base() => await ShouldBeUsedAsync("auto-scaling-groups", (lab, image) =>
        lab.Inside.SeedGroup(Dev, Region, "g", new() { LaunchTemplateId = Old(lab, image), Version = "2", Overrides = [new("t3.large")] }));

    [Fact]
    public async Task A_warm_pool_by_what_its_instances_were_launched_from()
    {
        await ShouldBeUsedAsync("auto-scaling-groups", (lab, image) =>
            lab.Inside.SeedGroup(Dev, Region, "g", new() { LaunchTemplateId = Old(lab, image), Version = "2", WarmInstanceIds = ["i-0123456789abcdef0"] }), resource: "g, warm pool");
    }

    [Fact]
    public async Task A_group_whose_template_is_gone_uses_nothing() => await ShouldNotBeUsedAsync((lab, image) =>
    {
        var template = Old(lab, image);
        lab.Inside.SeedGroup(Dev, Region, "g", new() { LaunchTemplateId = template, Version = "2" });
        lab.Inside.Remove(Region, template);
    });

    [Theory]
    [InlineData("open", true)]
    [InlineData("active", true)]
    [InlineData("disabled", true)]
    [InlineData("failed", false)]
    [InlineData("cancelled", false)]
    [InlineData("closed", false)]
    public async Task A_spot_request_that_may_still_launch(string state, bool isUsed) =>
        await (isUsed ? ShouldBeUsedAsync("spot-requests", Seed(state)) : ShouldNotBeUsedAsync(Seed(state)));

    [Fact]
    public async Task A_spot_fleet_by_a_specification() => await ShouldBeUsedAsync("spot-fleets", (lab, image) => lab.Inside.SeedSpotFleet(Dev, Region, [image]));

    [Fact]
    public async Task A_spot_fleet_by_a_template()
    {
        using var lab = new UsageLab();
        var fleet = lab.Inside.SeedSpotFleet(Dev, Region, [], [lab.Inside.SeedLaunchTemplate(Dev, Region, "t", [lab.DevImage])]);
        (await lab.UsageAsync(lab.DevImage)).UsedBy.ShouldContain(u => u.Source == "spot-fleets" && u.Resource == $"{fleet} (active)");
    }

    [Fact]
    public async Task A_cancelled_spot_fleet_uses_nothing() => await ShouldNotBeUsedAsync((lab, image) => lab.Inside.SeedSpotFleet(Dev, Region, [image], state: "cancelled"));

    [Fact]
    public async Task A_fleet_by_an_old_version_and_by_the_image_of_an_override()
    {
        await ShouldBeUsedAsync("ec2-fleets", (lab, image) => lab.Inside.SeedFleet(Dev, Region, Old(lab, image), version: "2"));
        await ShouldBeUsedAsync("ec2-fleets", (lab, image) => lab.Inside.SeedFleet(Dev, Region, Plain(lab), [new("t3.large", ImageId: image)]));
        await ShouldNotBeUsedAsync((lab, image) => lab.Inside.SeedFleet(Dev, Region, Plain(lab), [new("t3.large", ImageId: image)], state: "deleted"));
    }

    [Fact]
    public async Task A_fleet_of_type_instant_is_told_to_nobody_but_its_instances_are()
    {
        await ShouldNotBeUsedAsync((lab, image) => lab.Inside.SeedFleet(Dev, Region, Old(lab, image), version: "2", type: "instant"));
        await ShouldBeUsedAsync("instances", (lab, image) =>
        {
            lab.Inside.SeedFleet(Dev, Region, Old(lab, image), version: "2", type: "instant");
            lab.Inside.SeedInstance(Dev, Region, image, "stopped");
        });
        await ShouldBeUsedAsync("ec2-fleets", (lab, image) => lab.Inside.SeedFleet(Dev, Region, Old(lab, image), version: "2", type: "request"));
    }

    [Fact]
    public async Task A_mixed_group_whose_override_is_pinned_through_a_parameter() => await ShouldBeUsedAsync("auto-scaling-groups", (lab, image) =>
    {
        // Version 1 is named; the current one is another image.
        lab.Inside.SeedParameter(Dev, Region, "/golden", image);
        lab.Inside.SeedParameter(Dev, Region, "/golden", BaseImage);
        lab.Inside.SeedGroup(Dev, Region, "g", new() { LaunchTemplateId = Plain(lab), Overrides = [new("t3.large", ImageId: "resolve:ssm:/golden:1")] });
    }, resource: "g, override t3.large");

    [Fact]
    public async Task An_Image_Builder_recipe_is_seen_by_the_second_witness()
    {
        const string Recipe = "arn:aws:imagebuilder:eu-west-1:111111111111:image-recipe/web/1.0.0";
        using var lab = new UsageLab();
        // The local cloud has no Image Builder: its answer is given here, with the name that AWS has in front.
        lab.Connector.Wrap = aws => new Witness(aws, lab.DevImage, Recipe);
        var usage = await lab.UsageAsync(lab.DevImage);
        usage.State.ShouldBe(UseState.Used);
        var use = usage.UsedBy.ShouldHaveSingleItem();
        (use.Source, use.Resource).ShouldBe(("image-references", Recipe));
        lab.Cloud.Calls.Where(c => c.Action == "DescribeImageReferences").ShouldAllBe(c => c.Parameters.Values.Contains("imagebuilder:ImageRecipe") && c.Parameters.Values.Contains("imagebuilder:ContainerRecipe"));
    }

    private sealed class Witness(IAws inner, string image, string recipe) : IAws
    {
        public async Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default)
        {
            var answer = await inner.SendAsync(operation, cancel);
            return answer is ImageReferencePage page && operation is DescribeImageReferences asked && asked.ImageIds.Contains(image)
                ? (TResult)(object)(page with { Items = [new() { ImageId = image, ResourceType = "imagebuilder:ImageRecipe", Arn = recipe }] })
                : answer;
        }
    }

    [Fact]
    public async Task A_parameter_typed_or_plain_on_any_page()
    {
        await ShouldBeUsedAsync("parameters", (lab, image) => lab.Inside.SeedParameter(Dev, Region, "/golden", image, "aws:ec2:image"));
        await ShouldBeUsedAsync("parameters", (lab, image) =>
        {
            for (var i = 0; i < 60; i++) lab.Inside.SeedParameter(Dev, Region, $"/a/{i:00}", "x");
            lab.Inside.SeedParameter(Dev, Region, "no-slash", $"ami-11112222,{image}", type: "StringList");
        });
        await ShouldNotBeUsedAsync((lab, image) => lab.Inside.SeedParameter(Dev, Region, "/amitools/pairs/x", image));
    }

    [Fact]
    public async Task The_base_of_an_image_but_not_the_original_of_a_copy()
    {
        await ShouldBeUsedAsync("bases", (lab, image) => lab.Seed(Dev, "dev", "5.0.1", "other", "pair-5", source: image));
        await ShouldNotBeUsedAsync((lab, image) => lab.Seed(Dev, "dev", "5.0.1", "other", "pair-5", source: image, more: new Dictionary<string, string> { ["AmiTools:Origin"] = "copied" }));
    }

    [Fact]
    public async Task A_pin() => await ShouldBeUsedAsync("pins", (lab, image) => lab.Inside.SetTag(Region, image, "AmiTools:Pinned", "by ops"));

    [Fact]
    public async Task A_file_that_names_it()
    {
        using var lab = new UsageLab();
        File.WriteAllText(Path.Combine(lab.Folder.Path, "prod.tfvars"), $"ami = \"{lab.DevImage}\"\n");
        var use = (await lab.UsageAsync(lab.DevImage, new() { Files = ["prod.tfvars"] })).UsedBy.ShouldHaveSingleItem();
        use.Source.ShouldBe("files");
        use.Resource.ShouldBe(Path.Combine(lab.Folder.Path, "prod.tfvars"));

        var missing = await lab.UsageAsync(lab.DevImage, new() { Files = ["nothing.tfvars"] });
        missing.State.ShouldBe(UseState.Unknown);
        missing.Unknown[0].Cause.ShouldContain("nothing.tfvars can't be read");
    }

    [Fact]
    public async Task The_second_witness_sees_it_too_and_an_endpoint_without_it_is_no_harm()
    {
        using (var lab = new UsageLab())
        {
            lab.Inside.SeedInstance(Dev, Region, lab.DevImage);
            (await lab.UsageAsync(lab.DevImage)).UsedBy.Select(u => u.Source).ShouldBe(["instances", "image-references"]);
        }
        using var without = new UsageLab(new() { UnknownActions = ["DescribeImageReferences"] });
        var usage = await without.UsageAsync(without.DevImage);
        usage.State.ShouldBe(UseState.NotUsed);
        usage.Unknown.ShouldHaveSingleItem().ToString().ShouldBe($"image-references in dev ({Dev}, {Region}): the endpoint has no DescribeImageReferences");
        (await without.UsageAsync(without.DevImage, new() { Required = ["image-references"] })).State.ShouldBe(UseState.Unknown);
    }

    [Fact]
    public async Task An_account_that_is_a_target_tells_its_use_of_a_shared_image_itself()
    {
        await ShouldBeUsedAsync("instances", (lab, image) =>
        {
            lab.Inside.Share(Region, image, Prod);
            lab.Inside.SeedInstance(Prod, Region, image);
        });
    }

    [Fact]
    public async Task An_account_that_is_no_target_is_told_by_a_usage_report()
    {
        using var lab = new UsageLab();
        lab.Inside.Share(Region, lab.DevImage, Stranger);
        lab.Inside.SeedInstance(Stranger, Region, lab.DevImage, launched: lab.Time.GetUtcNow() - TimeSpan.FromDays(3));
        var required = new UsageOptions { Required = ["shares"] };

        var before = await lab.UsageAsync(lab.DevImage, required);
        before.State.ShouldBe(UseState.Unknown);
        before.Unknown.ShouldHaveSingleItem().Cause.ShouldBe($"{lab.DevImage} is shared with {Stranger}, and it has no usage report of the last 24 hours; have one made with -UsageReport");
        lab.Cloud.Calls.ShouldNotContain(c => c.Action == "CreateImageUsageReport");

        (await lab.UsageAsync(lab.DevImage, required with { CreateReports = true })).Unknown.ShouldHaveSingleItem().Cause.ShouldEndWith("its usage report has just been begun; ask again later");
        lab.Time.Advance(TimeSpan.FromHours(1));
        var after = await lab.UsageAsync(lab.DevImage, required);
        after.State.ShouldBe(UseState.Used);
        var use = after.UsedBy.ShouldHaveSingleItem();
        (use.Source, use.AccountId, use.Resource).ShouldBe(("shares", Stranger, "1 ec2:Instance"));
    }

    [Fact]
    public async Task A_member_of_its_pair()
    {
        using var lab = new UsageLab();
        lab.Inside.SeedInstance(Prod, Region, lab.ProdImage);
        var usage = await lab.UsageAsync(lab.DevImage);
        usage.State.ShouldBe(UseState.Used);
        var use = usage.UsedBy.ShouldHaveSingleItem();
        use.Source.ShouldBe("pairs");
        use.Resource.ShouldStartWith($"{lab.ProdImage} in prod is used by instances: i-");
    }

    private static IEnumerable<string> Other(int count) => Enumerable.Repeat(BaseImage, count);

    private static Action<UsageLab, string> Seed(string state) => (lab, image) => lab.Inside.SeedSpotRequest(Dev, Region, image, state);

    /// <summary>A template that names the image in its version 2 alone, which is older than what is looked at by itself.</summary>
    private static string Old(UsageLab lab, string image) => lab.Inside.SeedLaunchTemplate(Dev, Region, "old", [BaseImage, image, .. Other(20)]);

    private static string Plain(UsageLab lab) => lab.Inside.SeedLaunchTemplate(Dev, Region, "plain", [BaseImage]);

    private static async Task ShouldBeUsedAsync(string source, Action<UsageLab, string> seed, UsageOptions? options = null, string? resource = null)
    {
        // Empty first pages too: EC2 filters after paging.
        using var lab = new UsageLab(new() { EmptyPages = true });
        seed(lab, lab.DevImage);
        var usage = await lab.UsageAsync(lab.DevImage, options);
        usage.State.ShouldBe(UseState.Used);
        usage.UsedBy.Select(u => u.Source).Where(s => s != "image-references").Distinct().ShouldBe([source]);
        if (resource is not null) usage.UsedBy.ShouldContain(u => u.Resource == resource);
        (await lab.UsageAsync(lab.ProdImage, options)).UsedBy.ShouldAllBe(u => u.Source == UsageSources.Pairs);
    }

    private static async Task ShouldNotBeUsedAsync(Action<UsageLab, string> seed, UsageOptions? options = null)
    {
        using var lab = new UsageLab();
        seed(lab, lab.DevImage);
        (await lab.UsageAsync(lab.DevImage, options)).State.ShouldBe(UseState.NotUsed);
    }
}
