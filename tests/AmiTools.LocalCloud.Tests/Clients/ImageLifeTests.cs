namespace AmiTools.LocalCloud.Tests.Clients;

/// <summary>Stages, shares, references, reports and the Recycle Bin, as the AWS SDK for JavaScript and the AWS CLI see them.</summary>
public sealed class ImageLifeTests
{
    private const string Region = "eu-west-1", Dev = "111111111111", Prod = "222222222222";

    [Fact]
    public async Task A_disabled_image_is_hidden_from_its_owner_too_and_loses_its_shares()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        var image = cloud.Inside.SeedImage(Dev, Region, new ImageSeed { Name = "web", SharedWith = [Prod] });
        string[] ids = [image], self = ["self"];
        var answers = JavaScriptSdk.Call(cloud, cloud.Accounts[0],
            new("DisableImage", new { ImageId = image }),
            new("DescribeImages", new { Owners = self }),
            new("DescribeImages", new { ImageIds = ids }),
            new("DescribeImages", new { Owners = self, IncludeDisabled = true }),
            new("RunInstances", new { ImageId = image, MinCount = 1, MaxCount = 1 }),
            new("ModifyImageAttribute", new { ImageId = image, LaunchPermission = new { Add = new[] { new { UserId = Prod } } } }),
            new("EnableImage", new { ImageId = image }),
            new("DescribeImageAttribute", new { ImageId = image, Attribute = "launchPermission" }),
            new("DescribeImages", new { ImageIds = ids }));
        answers[0].Text("Return").ShouldBe("True");
        answers[1].Items("Images").ShouldBeEmpty();
        answers[2].Text("error").ShouldBe("InvalidAMIID.NotFound");
        answers[3].Items("Images").ShouldHaveSingleItem().Text("State").ShouldBe("disabled");
        answers[4].Text("error").ShouldBe("InvalidAMIID.Unavailable");
        answers[5].Text("error").ShouldBe("InvalidAMIID.Unavailable");
        answers[7].Items("LaunchPermissions").ShouldBeEmpty("enabling gives no share back");
        answers[8].Items("Images").ShouldHaveSingleItem().Text("State").ShouldBe("available");
    }

    [Fact]
    public async Task Protection_outlasts_its_end_by_the_cooldown_and_deprecation_hides_from_others()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        var image = cloud.Inside.SeedImage(Dev, Region, new ImageSeed { Name = "web", SharedWith = [Prod], LastLaunched = DateTimeOffset.UtcNow.AddDays(-3) });
        var now = DateTimeOffset.UtcNow;
        string[] ids = [image];
        var answers = JavaScriptSdk.Call(cloud, cloud.Accounts[0],
            new("EnableImageDeregistrationProtection", new { ImageId = image, WithCooldown = true }),
            new("DeregisterImage", new { ImageId = image }),
            new("DisableImageDeregistrationProtection", new { ImageId = image }),
            new("DeregisterImage", new { ImageId = image }),
            new("DescribeImages", new { ImageIds = ids }),
            new("DescribeImageAttribute", new { ImageId = image, Attribute = "lastLaunchedTime" }));
        answers[0].Text("Return").ShouldBe("true");
        answers[1].Text("error").ShouldBe("OperationNotPermitted");
        answers[3].Text("error").ShouldBe("OperationNotPermitted");
        answers[4].Items("Images")[0].Text("DeregistrationProtection")!.ShouldStartWith("disabled-after-");
        DateTimeOffset.Parse(answers[4].Items("Images")[0].Text("LastLaunchedTime")!, null).ShouldBe(now.AddDays(-3), TimeSpan.FromMinutes(1));
        answers[5].GetProperty("LastLaunchedTime").Text("Value").ShouldBe(answers[4].Items("Images")[0].Text("LastLaunchedTime"));

        // The AWS CLI of Debian knows deprecation.
        var at = now.AddDays(1).ToString("yyyy-MM-ddTHH:mm:ssZ", null);
        await AwsCli.JsonAsync(cloud, "ec2", "enable-image-deprecation", "--image-id", image, "--deprecate-at", at);
        (await AwsCli.RunAsync(cloud, cloud.Accounts[0], "ec2", "enable-image-deprecation", "--image-id", image, "--deprecate-at", now.AddYears(11).ToString("yyyy-MM-ddTHH:mm:ssZ", null))).Errors.ShouldContain("(InvalidParameterValue)");
        cloud.Inside.Advance(TimeSpan.FromDays(2));
        JavaScriptSdk.Call(cloud, cloud.Accounts[1], new("DescribeImages", new { Owners = new[] { Dev } }), new("DescribeImages", new { Owners = new[] { Dev }, IncludeDeprecated = true }))
            .Select(a => a.Items("Images").Count).ShouldBe([0, 1]);
        (await AwsCli.JsonAsync(cloud, "ec2", "describe-images", "--owners", "self")).Items("Images").ShouldHaveSingleItem("its owner sees it").Text("DeprecationTime").ShouldNotBeNull();
        await AwsCli.JsonAsync(cloud, "ec2", "disable-image-deprecation", "--image-id", image);
        (await AwsCli.RunAsync(cloud, cloud.Accounts[0], "ec2", "deregister-image", "--image-id", image)).ExitCode.ShouldBe(0, "the cooldown is over");
    }

    [Fact]
    public async Task What_is_deleted_comes_back_from_the_Recycle_Bin_without_its_shares()
    {
        await using var cloud = await LocalCloudServer.StartAsync(new()
        {
            Accounts = [new(Dev, "dev") { RecycleBin = new(Images: TimeSpan.FromDays(7), Snapshots: TimeSpan.FromDays(7)) }, new(Prod, "prod")],
        });
        var image = cloud.Inside.SeedImage(Dev, Region, new ImageSeed { Name = "web", Snapshots = 2, SharedWith = [Prod], Tags = new Dictionary<string, string> { ["version"] = "1" } });
        var snapshots = cloud.Inside.Snapshots(Dev, Region).Select(s => s.Id).ToArray();
        var deleted = JavaScriptSdk.Call(cloud, cloud.Accounts[0], new SdkCall("DeregisterImage", new { ImageId = image, DeleteAssociatedSnapshots = true }))[0];
        deleted.Items("DeleteSnapshotResults").Select(r => (r.Text("SnapshotId"), r.Text("ReturnCode"))).ShouldBe(snapshots.Select(s => ((string?)s, (string?)"success")));
        cloud.Inside.Leftovers(Dev).ShouldBeEmpty();

        (await AwsCli.JsonAsync(cloud, "ec2", "list-images-in-recycle-bin")).Items("Images").ShouldHaveSingleItem().Text("ImageId").ShouldBe(image);
        (await AwsCli.JsonAsync(cloud, "ec2", "list-snapshots-in-recycle-bin", "--page-size", "5")).Items("Snapshots").Select(s => s.Text("SnapshotId")).ShouldBe(snapshots);
        (await AwsCli.RunAsync(cloud, cloud.Accounts[0], "ec2", "restore-image-from-recycle-bin", "--image-id", image)).Errors.ShouldContain("(InvalidSnapshot.NotFound)");
        foreach (var snapshot in snapshots) (await AwsCli.JsonAsync(cloud, "ec2", "restore-snapshot-from-recycle-bin", "--snapshot-id", snapshot)).Text("State").ShouldBe("completed");
        await AwsCli.JsonAsync(cloud, "ec2", "restore-image-from-recycle-bin", "--image-id", image);
        var restored = cloud.Inside.Images(Dev, Region).ShouldHaveSingleItem();
        (restored.Id, restored.State, restored.SnapshotIds.Count, restored.Tags["version"], restored.SharedWith.Count).ShouldBe((image, "available", 2, "1", 0));

        await AwsCli.RunAsync(cloud, cloud.Accounts[0], "ec2", "deregister-image", "--image-id", image);
        cloud.Inside.Advance(TimeSpan.FromDays(8));
        (await AwsCli.RunAsync(cloud, cloud.Accounts[0], "ec2", "restore-image-from-recycle-bin", "--image-id", image)).Errors.ShouldContain("(InvalidAMIID.NotFound)");
    }

    [Fact]
    public async Task References_reports_and_metadata_tell_who_uses_an_image()
    {
        await using var cloud = await LocalCloudServer.StartAsync(new() { PendingDelay = TimeSpan.FromHours(1) });
        var image = cloud.Inside.SeedImage(Dev, Region, new ImageSeed { Name = "web", SharedWith = [Prod] });
        var instance = cloud.Inside.SeedInstance(Dev, Region, image, "stopped");
        var template = cloud.Inside.SeedLaunchTemplate(Dev, Region, "web", [image, "ami-0ba5e000000000001"]);
        cloud.Inside.SeedParameter(Dev, Region, "/web", image, "aws:ec2:image");
        cloud.Inside.SeedParameter(Dev, Region, "/plain", image);
        cloud.Inside.SeedInstance(Prod, Region, image, launched: DateTimeOffset.UtcNow.AddDays(-2));
        cloud.Inside.SeedInstance(Prod, Region, image, launched: DateTimeOffset.UtcNow);
        string[] ids = [image];
        var answers = JavaScriptSdk.Call(cloud, cloud.Accounts[0],
            new("DescribeImageReferences", new { ImageIds = ids, IncludeAllResourceTypes = true, MaxResults = 5 }),
            new("DescribeImageReferences", new { ImageIds = ids, ResourceTypes = new[] { new { ResourceType = "ec2:LaunchTemplate", ResourceTypeOptions = new[] { new { OptionName = "version-depth", OptionValues = new[] { "1" } } } } } }),
            new("DescribeImageReferences", new { ImageIds = ids, IncludeAllResourceTypes = true, MaxResults = 4 }),
            new("DescribeImageReferences", new { ImageIds = Enumerable.Range(0, 11).Select(n => $"ami-{n:x17}"), IncludeAllResourceTypes = true }),
            new("CreateImageUsageReport", new { ImageId = image, ResourceTypes = new[] { new { ResourceType = "ec2:Instance" } } }),
            new("CreateImageUsageReport", new { ImageId = image, ResourceTypes = new[] { new { ResourceType = "ec2:Instance" } } }),
            new("DescribeImageUsageReports", new { ImageIds = ids }),
            new("DescribeImageUsageReportEntries", new { ReportIds = new[] { "$5.ReportId" } }));
        answers[0].Items("ImageReferences").Select(r => (r.Text("ResourceType"), r.Text("Arn"))).ShouldBe([
            ("ec2:Instance", $"arn:aws:ec2:eu-west-1:111111111111:instance/{instance}"),
            ("ec2:LaunchTemplate", $"arn:aws:ec2:eu-west-1:111111111111:launch-template/{template}"),
            ("ssm:Parameter", "arn:aws:ssm:eu-west-1:111111111111:parameter/web")]);
        answers[1].Items("ImageReferences").ShouldBeEmpty("the newest version names another image");
        answers[2].Text("error").ShouldBe("InvalidParameterValue");
        answers[3].Text("error").ShouldBe("InvalidParameterValue");
        answers[5].Text("error").ShouldBe("ResourceLimitExceeded");
        answers[6].Items("ImageUsageReports")[0].Text("State").ShouldBe("pending");
        answers[7].Items("ImageUsageReportEntries").ShouldBeEmpty();

        cloud.Inside.Advance(TimeSpan.FromHours(2));
        cloud.Inside.Remove(Region, image);
        answers = JavaScriptSdk.Call(cloud, cloud.Accounts[0],
            new("DescribeImageUsageReports", new { ImageIds = ids }),
            new("DescribeImageUsageReportEntries", new { ImageIds = ids }),
            new("DescribeInstanceImageMetadata", new { InstanceIds = new[] { instance } }),
            new("DeleteImageUsageReport", new { ReportId = answers[4].Text("ReportId") }));
        answers[0].Items("ImageUsageReports")[0].Text("State").ShouldBe("available");
        var entry = answers[1].Items("ImageUsageReportEntries").ShouldHaveSingleItem();
        (entry.Text("AccountId"), entry.Text("ResourceType"), entry.Text("UsageCount")).ShouldBe((Prod, "ec2:Instance", "1"), "the one of today is not counted yet");
        var metadata = answers[2].Items("InstanceImageMetadata").ShouldHaveSingleItem().GetProperty("ImageMetadata");
        (metadata.Text("ImageId"), metadata.Text("Name"), metadata.Text("State")).ShouldBe((image, "web", "deregistered"));
        answers[3].Text("Return").ShouldBe("True");
    }

    [Fact]
    public async Task A_share_with_an_organization_outlives_an_unshare_and_a_snapshot_knows_none()
    {
        const string Organization = "arn:aws:organizations::111111111111:organization/o-1", Unit = "arn:aws:organizations::111111111111:ou/o-1/ou-1";
        await using var cloud = await LocalCloudServer.StartAsync(new() { Accounts = [new(Dev, "dev"), new(Prod, "prod") { Organizations = [Organization] }] });
        var image = cloud.Inside.SeedImage(Dev, Region, new ImageSeed { Name = "web", IsEncrypted = true });
        var snapshot = cloud.Inside.Snapshots(Dev, Region)[0].Id;
        object Permission(string? user = null, string? organization = null, string? unit = null) => new { UserId = user, OrganizationArn = organization, OrganizationalUnitArn = unit };
        var answers = JavaScriptSdk.Call(cloud, cloud.Accounts[0],
            new("ModifyImageAttribute", new { ImageId = image, LaunchPermission = new { Add = new[] { Permission(Prod), Permission(organization: Organization), Permission(unit: Unit) } } }),
            new("DescribeImageAttribute", new { ImageId = image, Attribute = "launchPermission" }),
            new("ModifyImageAttribute", new { ImageId = image, LaunchPermission = new { Remove = new[] { Permission(Prod) } } }),
            new("ModifySnapshotAttribute", new { SnapshotId = snapshot, CreateVolumePermission = new { Add = new[] { Permission(Prod) } } }));
        answers[1].Items("LaunchPermissions").Select(p => p.Text("UserId") ?? p.Text("OrganizationArn") ?? p.Text("OrganizationalUnitArn")).ShouldBe([Prod, Organization, Unit]);
        answers[2].Text("error").ShouldBeNull();
        answers[3].Text("error").ShouldBe("InvalidParameterValue", "it is encrypted with the default key");
        (await AwsCli.RunAsync(cloud, cloud.Accounts[1], "ec2", "describe-images", "--image-ids", image)).Output.ShouldContain(image);
    }

    [Fact]
    public async Task A_Region_that_is_switched_off_knows_nobody_and_an_action_may_be_unknown()
    {
        await using var cloud = await LocalCloudServer.StartAsync(new()
        {
            Accounts = [new(Dev, "dev") { DisabledRegions = ["ap-southeast-2"] }, new(Prod, "prod")],
            UnknownActions = ["DescribeImageReferences"],
        });
        (await AwsCli.RunAsync(cloud, cloud.Accounts[0], "ec2", "describe-images", "--region", "ap-southeast-2")).Errors.ShouldContain("(AuthFailure)");
        (await AwsCli.RunAsync(cloud, cloud.Accounts[0], "ssm", "describe-parameters", "--region", "ap-southeast-2")).Errors.ShouldContain("(UnrecognizedClientException)");
        (await AwsCli.RunAsync(cloud, cloud.Accounts[1], "ec2", "describe-images", "--owners", "self", "--region", "ap-southeast-2")).ExitCode.ShouldBe(0);
        var answers = JavaScriptSdk.Call(cloud, cloud.Accounts[0],
            new("DescribeRegions"),
            new("DescribeRegions", new { AllRegions = true, Filters = new[] { new { Name = "opt-in-status", Values = new[] { "not-opted-in" } } } }),
            new("DescribeImageReferences", new { ImageIds = new[] { "ami-0ba5e000000000001" }, IncludeAllResourceTypes = true }));
        answers[0].Items("Regions").Select(r => r.Text("RegionName")).ShouldBe(["eu-west-1", "us-east-1"]);
        answers[1].Items("Regions").ShouldHaveSingleItem().Text("RegionName").ShouldBe("ap-southeast-2");
        answers[2].Text("error").ShouldBe("InvalidAction");
    }
}
