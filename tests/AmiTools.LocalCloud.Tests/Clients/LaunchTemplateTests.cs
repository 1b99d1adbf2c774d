using System.Text.Json;

namespace AmiTools.LocalCloud.Tests.Clients;

/// <summary>Launch templates, and what launches from them, as other clients see them.</summary>
public sealed class LaunchTemplateTests
{
    private const string Old = "ami-0ba5e000000000001", New = "ami-0ba5e000000000002";

    [Fact]
    public async Task The_AWS_CLI_makes_templates_and_reads_their_versions()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        var made = (await AwsCli.JsonAsync(cloud, "ec2", "create-launch-template", "--launch-template-name", "web", "--launch-template-data", $$"""{"ImageId":"{{Old}}","InstanceType":"t3.micro","SecurityGroupIds":["sg-1"]}""", "--tag-specifications", "ResourceType=launch-template,Tags=[{Key=a,Value=b}]")).GetProperty("LaunchTemplate");
        var id = made.GetProperty("LaunchTemplateId").GetString()!;
        made.GetProperty("Tags")[0].GetProperty("Value").GetString().ShouldBe("b");
        (await AwsCli.JsonAsync(cloud, "ec2", "create-launch-template-version", "--launch-template-id", id, "--source-version", "1", "--launch-template-data", $$"""{"ImageId":"{{New}}"}""")).GetProperty("LaunchTemplateVersion").GetProperty("VersionNumber").GetInt64().ShouldBe(2);
        (await AwsCli.JsonAsync(cloud, "ec2", "create-launch-template-version", "--launch-template-name", "web", "--launch-template-data", """{"ImageId":"resolve:ssm:/image"}""")).GetProperty("LaunchTemplateVersion").GetProperty("VersionNumber").GetInt64().ShouldBe(3);
        (await AwsCli.JsonAsync(cloud, "ec2", "modify-launch-template", "--launch-template-id", id, "--default-version", "2")).GetProperty("LaunchTemplate").GetProperty("DefaultVersionNumber").GetInt64().ShouldBe(2);

        var all = (await AwsCli.JsonAsync(cloud, "ec2", "describe-launch-template-versions", "--launch-template-id", id, "--page-size", "2")).Items("LaunchTemplateVersions");
        all.Select(v => (v.GetProperty("VersionNumber").GetInt64(), v.GetProperty("LaunchTemplateData").GetProperty("ImageId").GetString(), v.GetProperty("DefaultVersion").GetBoolean()))
            .ShouldBe([(3, "resolve:ssm:/image", false), (2, New, true), (1, Old, false)]);
        all[1].GetProperty("LaunchTemplateData").GetProperty("InstanceType").GetString().ShouldBe("t3.micro", "taken from the source version");
        (await AwsCli.JsonAsync(cloud, "ec2", "describe-launch-template-versions", "--versions", "$Latest", "$Default")).Items("LaunchTemplateVersions").Count.ShouldBe(2);

        (await AwsCli.JsonAsync(cloud, "ec2", "delete-launch-template-versions", "--launch-template-id", id, "--versions", "1", "2")).GetProperty("UnsuccessfullyDeletedLaunchTemplateVersions")[0].GetProperty("VersionNumber").GetInt64().ShouldBe(2, "it is the default");
        (await AwsCli.RunAsync(cloud, cloud.Accounts[0], "ec2", "describe-launch-template-versions", "--launch-template-id", id, "--versions", "1")).Errors.ShouldContain("(InvalidLaunchTemplateId.VersionNotFound)");
        (await AwsCli.RunAsync(cloud, cloud.Accounts[1], "ec2", "describe-launch-templates", "--launch-template-ids", id)).Errors.ShouldContain("(InvalidLaunchTemplateId.NotFound)");
        await AwsCli.JsonAsync(cloud, "ec2", "delete-launch-template", "--launch-template-id", id);
        (await AwsCli.JsonAsync(cloud, "ec2", "describe-launch-templates")).Items("LaunchTemplates").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_alias_is_resolved_when_asked_for_and_a_page_goes_over_all_templates()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        cloud.Inside.SeedParameter("111111111111", "eu-west-1", "/image", New, "aws:ec2:image");
        foreach (var n in Enumerable.Range(1, 3)) cloud.Inside.SeedLaunchTemplate("111111111111", "eu-west-1", $"t-{n}", [Old, "resolve:ssm:/image"]);
        string[] both = ["$Latest", "$Default"];
        var answers = JavaScriptSdk.Call(cloud, cloud.Accounts[0],
            new("DescribeLaunchTemplateVersions", new { Versions = both, MaxResults = 4, ResolveAlias = true }),
            new("DescribeLaunchTemplateVersions", new { Versions = both, MaxResults = 4, ResolveAlias = true, NextToken = "$1.NextToken" }),
            new("DescribeLaunchTemplateVersions", new { Versions = both, MaxResults = 201 }),
            new("DescribeLaunchTemplateVersions", new { MaxResults = 10 }),
            new("RunInstances", new { MinCount = 1, MaxCount = 1, LaunchTemplate = new { LaunchTemplateName = "t-1", Version = "$Latest" } }));
        string[] Images(JsonElement page) => [.. page.Items("LaunchTemplateVersions").Select(v => v.GetProperty("LaunchTemplateData").GetProperty("ImageId").GetString()!)];
        Images(answers[0]).ShouldBe([New, Old, New, Old]);
        Images(answers[1]).ShouldBe([New, Old]);
        answers[1].Text("NextToken").ShouldBeNull();
        answers[2].Text("error").ShouldBe("InvalidParameterValue");
        answers[3].Text("error").ShouldBe("MissingParameter");
        answers[4].Items("Instances")[0].Text("ImageId").ShouldBe(New);
    }

    [Fact]
    public async Task The_AWS_CLI_makes_groups_configurations_and_warm_pools()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        var (a, b) = (cloud.Inside.SeedLaunchTemplate("111111111111", "eu-west-1", "a", [Old]), cloud.Inside.SeedLaunchTemplate("111111111111", "eu-west-1", "b", [New]));
        await AwsCli.JsonAsync(cloud, "autoscaling", "create-launch-configuration", "--launch-configuration-name", "lc", "--image-id", Old, "--instance-type", "t3.micro");
        await AwsCli.JsonAsync(cloud, "autoscaling", "create-auto-scaling-group", "--auto-scaling-group-name", "by-configuration", "--launch-configuration-name", "lc", "--min-size", "0", "--max-size", "1");
        await AwsCli.JsonAsync(cloud, "autoscaling", "create-auto-scaling-group", "--auto-scaling-group-name", "mixed", "--min-size", "0", "--max-size", "4", "--desired-capacity", "2", "--mixed-instances-policy",
            $$"""{"LaunchTemplate":{"LaunchTemplateSpecification":{"LaunchTemplateId":"{{a}}","Version":"$Latest"},"Overrides":[{"InstanceType":"t3.small"},{"InstanceType":"t3.large","LaunchTemplateSpecification":{"LaunchTemplateId":"{{b}}"} }]} }""");
        await AwsCli.JsonAsync(cloud, "autoscaling", "put-warm-pool", "--auto-scaling-group-name", "by-configuration", "--min-size", "1");

        var groups = (await AwsCli.JsonAsync(cloud, "autoscaling", "describe-auto-scaling-groups", "--page-size", "1")).Items("AutoScalingGroups");
        groups[0].Text("LaunchConfigurationName").ShouldBe("lc");
        groups[0].GetProperty("WarmPoolConfiguration").GetProperty("MinSize").GetInt32().ShouldBe(1);
        groups[1].GetProperty("DesiredCapacity").GetInt32().ShouldBe(2);
        var mixed = groups[1].GetProperty("MixedInstancesPolicy").GetProperty("LaunchTemplate");
        mixed.GetProperty("LaunchTemplateSpecification").Text("LaunchTemplateId").ShouldBe(a);
        mixed.GetProperty("Overrides")[1].GetProperty("LaunchTemplateSpecification").Text("LaunchTemplateId").ShouldBe(b);
        (await AwsCli.RunAsync(cloud, cloud.Accounts[0], "autoscaling", "delete-launch-configuration", "--launch-configuration-name", "lc")).Errors.ShouldContain("(ResourceInUse)");
        (await AwsCli.RunAsync(cloud, cloud.Accounts[0], "autoscaling", "describe-warm-pool", "--auto-scaling-group-name", "none")).Errors.ShouldContain("(ValidationError)");
    }

    [Fact]
    public async Task Auto_Scaling_answers_50_unless_asked_and_at_most_100()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        var template = cloud.Inside.SeedLaunchTemplate("111111111111", "eu-west-1", "a", [Old]);
        for (var n = 0; n < 60; n++)
        {
            cloud.Inside.SeedLaunchConfiguration("111111111111", "eu-west-1", $"lc-{n}", Old);
            cloud.Inside.SeedGroup("111111111111", "eu-west-1", $"g-{n}", new() { LaunchTemplateId = template, Overrides = [new("t3.micro", ImageId: New)] });
        }
        var instance = cloud.Inside.SeedInstance("111111111111", "eu-west-1", Old, "stopped");
        cloud.Inside.SeedGroup("111111111111", "eu-west-1", "warm", new() { LaunchTemplateId = template, WarmInstanceIds = [instance] });
        var answers = JavaScriptSdk.Call(cloud, cloud.Accounts[0],
            new("DescribeLaunchConfigurations", null, "auto-scaling"),
            new("DescribeLaunchConfigurations", new { NextToken = "$1.NextToken" }, "auto-scaling"),
            new("DescribeAutoScalingGroups", new { MaxRecords = 100, IncludeInstances = false }, "auto-scaling"),
            new("DescribeAutoScalingGroups", new { MaxRecords = 101 }, "auto-scaling"),
            new("DescribeWarmPool", new { AutoScalingGroupName = "warm" }, "auto-scaling"));
        answers[0].Items("LaunchConfigurations").Count.ShouldBe(50);
        answers[1].Items("LaunchConfigurations").Count.ShouldBe(10);
        answers[2].Items("AutoScalingGroups").Count.ShouldBe(61);
        answers[2].Items("AutoScalingGroups")[0].GetProperty("MixedInstancesPolicy").GetProperty("LaunchTemplate").Items("Overrides")[0].Text("ImageId").ShouldBe(New);
        answers[3].Text("error").ShouldBe("ValidationError");
        answers[4].Items("Instances")[0].Text("InstanceId").ShouldBe(instance);
        answers[4].GetProperty("WarmPoolConfiguration").Text("PoolState").ShouldBe("Stopped");
    }

    [Fact]
    public async Task Spot_requests_Spot_Fleets_and_fleets_keep_their_images()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        var template = cloud.Inside.SeedLaunchTemplate("111111111111", "eu-west-1", "a", [Old]);
        var spot = (await AwsCli.JsonAsync(cloud, "ec2", "request-spot-instances", "--instance-count", "2", "--type", "persistent", "--launch-specification", $$"""{"ImageId":"{{Old}}","InstanceType":"t3.micro"}""")).Items("SpotInstanceRequests");
        spot.Count.ShouldBe(2);
        spot[0].GetProperty("LaunchSpecification").Text("ImageId").ShouldBe(Old);
        var fleet = (await AwsCli.JsonAsync(cloud, "ec2", "request-spot-fleet", "--spot-fleet-request-config",
            $$"""{"IamFleetRole":"arn:aws:iam::111111111111:role/fleet","TargetCapacity":1,"LaunchSpecifications":[{"ImageId":"{{New}}"}],"LaunchTemplateConfigs":[{"LaunchTemplateSpecification":{"LaunchTemplateId":"{{template}}","Version":"1"} }],"TagSpecifications":[{"ResourceType":"spot-fleet-request","Tags":[{"Key":"a","Value":"b"}]}]}""")).Text("SpotFleetRequestId")!;
        var answers = JavaScriptSdk.Call(cloud, cloud.Accounts[0],
            new("DescribeSpotFleetRequests", new { SpotFleetRequestIds = new[] { fleet } }),
            new("CreateFleet", new { Type = "maintain", TargetCapacitySpecification = new { TotalTargetCapacity = 1 }, LaunchTemplateConfigs = new[] { new { LaunchTemplateSpecification = new { LaunchTemplateId = template, Version = "$Default" }, Overrides = new[] { new { InstanceType = "t3.small", ImageId = New } } } } }),
            new("CreateFleet", new { Type = "instant", TargetCapacitySpecification = new { TotalTargetCapacity = 1 }, LaunchTemplateConfigs = new[] { new { LaunchTemplateSpecification = new { LaunchTemplateId = template, Version = "$Default" } } } }),
            new("DescribeFleets"),
            new("DescribeFleets", new { FleetIds = new[] { "$3.FleetId" } }),
            new("CancelSpotInstanceRequests", new { SpotInstanceRequestIds = new[] { spot[0].Text("SpotInstanceRequestId") } }),
            new("DescribeSpotInstanceRequests", new { Filters = new[] { new { Name = "state", Values = new[] { "open" } } } }),
            new("DeleteFleets", new { FleetIds = new[] { "$2.FleetId" }, TerminateInstances = false }));
        var config = answers[0].Items("SpotFleetRequestConfigs")[0];
        config.GetProperty("SpotFleetRequestConfig").Items("LaunchSpecifications")[0].Text("ImageId").ShouldBe(New);
        config.GetProperty("SpotFleetRequestConfig").Items("LaunchTemplateConfigs")[0].GetProperty("LaunchTemplateSpecification").Text("Version").ShouldBe("1");
        config.Items("Tags")[0].Text("Value").ShouldBe("b");
        var shown = answers[3].Items("Fleets").ShouldHaveSingleItem();
        shown.Text("FleetId").ShouldBe(answers[1].Text("FleetId"), "the instant one comes only to its id");
        shown.Items("LaunchTemplateConfigs")[0].Items("Overrides")[0].Text("ImageId").ShouldBe(New);
        answers[4].Items("Fleets")[0].Text("Type").ShouldBe("instant");
        answers[6].Items("SpotInstanceRequests").ShouldHaveSingleItem().Text("SpotInstanceRequestId").ShouldBe(spot[1].Text("SpotInstanceRequestId"));
        answers[7].Items("SuccessfulFleetDeletions")[0].Text("CurrentFleetState").ShouldBe("deleted_running");
    }
}
