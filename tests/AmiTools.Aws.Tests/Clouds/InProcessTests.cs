using AmiTools.LocalCloud;
using AmiTools.Tests;

namespace AmiTools.Aws.Tests.Clouds;

/// <summary>The cloud without a port answers as the one with a port does.</summary>
public sealed class InProcessTests
{
    private const string Region = "eu-west-1", Dev = "111111111111", Prod = "222222222222";

    [Fact]
    public async Task It_answers_what_the_server_answers()
    {
        var options = new LocalCloudOptions { Fleet = new(30, 2, 10, 5, 3), EmptyPages = true };
        await using var server = await LocalCloudServer.StartAsync(options);
        using var over = await SdkAws.OpenAsync(new() { EndpointUrl = server.Url, Region = Region, Credentials = new() { Keys = new(server.Accounts[0].AccessKeyId, server.Accounts[0].SecretAccessKey) } });
        var inside = new InProcessAws(new(options), Dev, Region);

        async Task<string[]> Read(IAws aws) =>
        [
            .. (await aws.AllAsync(t => new DescribeImages { Owners = ["self"], MaxResults = 7, NextToken = t }, p => p.Items)).Select(i => i.ImageId + i.Tags.Count + i.BlockDevices.Count),
            .. (await aws.AllAsync(t => new DescribeInstances { MaxResults = 5, NextToken = t }, p => p.Items)).Select(r => r.Instances[0].ImageId!),
            .. (await aws.AllAsync(t => new DescribeLaunchTemplateVersions { Versions = ["$Latest", "$Default"], MaxResults = 2, NextToken = t }, p => p.Items)).Select(v => $"{v.LaunchTemplateId} {v.VersionNumber} {v.Data!.ImageId}"),
            .. (await aws.AllAsync(t => new DescribeAutoScalingGroups { MaxRecords = 2, NextToken = t }, p => p.Items)).Select(g => $"{g.Name} {g.LaunchTemplate!.LaunchTemplateId} {g.LaunchTemplate.Version}"),
        ];
        var expected = await Read(over);
        expected.Length.ShouldBe(30 + 10 + 5 + 3);
        (await Read(inside)).ShouldBe(expected);
    }

    [Fact]
    public async Task Tags_are_found_by_wildcards()
    {
        var cloud = new InProcessCloud();
        var image = cloud.Inside.SeedImage(Dev, Region, "web", new Dictionary<string, string> { ["LastUsed"] = "a", ["LastUsedRuntime"] = "b", ["version"] = "1.0.1" });
        var aws = new InProcessAws(cloud, Dev, Region);
        async Task<IEnumerable<string>> Keys(params Filter[] filters) => (await aws.AllAsync(t => new DescribeTags { Filters = filters, NextToken = t }, p => p.Items)).Select(t => t.Key);
        (await Keys(new Filter("key", "LastUsed*"), new Filter("resource-id", image))).ShouldBe(["LastUsed", "LastUsedRuntime"], ignoreOrder: true);
        (await Keys(new Filter("key", "LastUsed"), new Filter("resource-id", image))).ShouldBe(["LastUsed"]);
        (await Keys(new Filter("value", "1.0.?"), new Filter("resource-type", "image"))).ShouldBe(["version"]);
        (await Keys(new Filter("value", "2.*"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Faults_and_denials_come_as_from_the_server_and_a_fault_before_has_no_effect()
    {
        var cloud = new InProcessCloud();
        var image = cloud.Inside.SeedImage(Dev, Region, new ImageSeed { Name = "web" });
        var aws = new InProcessAws(cloud, Dev, Region, retries: 1);
        cloud.Faults.Add(new("DeregisterImage", Kind: FaultKind.Cut, When: FaultTime.Before) { Count = 2 });
        (await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new DeregisterImage { ImageId = image }))).Code.ShouldBe(AwsException.ConnectionFailed);
        cloud.Inside.Images(Dev, Region).ShouldHaveSingleItem();

        cloud.Faults.Clear();
        cloud.Faults.Add(new("DeregisterImage", Kind: FaultKind.HtmlOk, When: FaultTime.After));
        (await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new DeregisterImage { ImageId = image }))).Code.ShouldBe("InvalidAMIID.NotFound", "the first try took effect");
        cloud.Inside.Deny(Dev, "autoscaling:DescribeAutoScalingGroups");
        (await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new DescribeAutoScalingGroups()))).Code.ShouldBe("AccessDenied");
        cloud.Calls.Count(c => c.Action == "DeregisterImage").ShouldBe(4);
    }

    [Theory]
    [InlineData(FaultTime.Before, 1)]
    [InlineData(FaultTime.After, 0)]
    public async Task A_connection_that_is_cut_by_the_server_has_the_effect_that_the_fault_says(FaultTime when, int left)
    {
        await using var server = await LocalCloudServer.StartAsync();
        var image = server.Inside.SeedImage(Dev, Region, new ImageSeed { Name = "web" });
        // Every call: the SDK sends a call again whose connection broke, however many tries are allowed.
        server.Faults.Add(new("DeregisterImage", Kind: FaultKind.Cut, When: when) { Count = 0 });
        using var aws = await SdkAws.OpenAsync(new() { EndpointUrl = server.Url, Region = Region, MaxRetries = 0, Credentials = new() { Keys = new(server.Accounts[0].AccessKeyId, server.Accounts[0].SecretAccessKey) } });
        await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new DeregisterImage { ImageId = image }));
        server.Inside.Images(Dev, Region).Count.ShouldBe(left);
    }

    [Fact]
    public async Task Filters_of_parameters_and_labels_are_honoured()
    {
        var cloud = new InProcessCloud(new() { EmptyPages = true });
        cloud.Inside.SeedParameter(Dev, Region, "/app/image", "ami-1", "aws:ec2:image");
        cloud.Inside.SeedParameter(Dev, Region, "/app/deep/image", "ami-2", "aws:ec2:image");
        cloud.Inside.SeedParameter(Dev, Region, "/app/text", "ami-3");
        cloud.Inside.SeedParameter(Dev, Region, "/app/secret", "ami-4", type: "SecureString");
        var aws = new InProcessAws(cloud, Dev, Region);
        async Task<string[]> Names(params ParameterFilter[] filters) => [.. (await aws.AllAsync(t => new DescribeParameters { ParameterFilters = filters, MaxResults = 2, NextToken = t }, p => p.Items)).Select(p => p.Name)];
        (await Names()).Length.ShouldBe(4);
        (await Names(new ParameterFilter { Key = "DataType", Values = ["aws:ec2:image"] })).ShouldBe(["/app/deep/image", "/app/image"]);
        (await Names(new ParameterFilter { Key = "Type", Values = ["String"] }, new ParameterFilter { Key = "Path", Values = ["/app"] })).ShouldBe(["/app/image", "/app/text"]);
        (await Names(new ParameterFilter { Key = "Name", Option = "Contains", Values = ["deep"] })).ShouldBe(["/app/deep/image"]);
        (await Should.ThrowAsync<AwsException>(() => Names(new ParameterFilter { Key = "KeyId", Values = ["x"] }))).Code.ShouldBe("InvalidFilterKey");
        (await aws.SendAsync(new GetParameters { Names = ["/app/image:1", "/app/none"] })).InvalidParameters.ShouldBe(["/app/none"]);
    }

    [Fact]
    public async Task The_world_may_change_between_two_calls()
    {
        var cloud = new InProcessCloud();
        var image = cloud.Inside.SeedImage(Dev, Region, new ImageSeed { Name = "web" });
        cloud.BeforeEach = (_, action, _) => { if (action == "DescribeInstances") cloud.Inside.SeedInstance(Dev, Region, image); };
        (await new InProcessAws(cloud, Dev, Region).SendAsync(new DescribeInstances())).Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_cleared_cloud_is_as_new_and_accounts_stay_apart()
    {
        var cloud = new InProcessCloud();
        var shared = cloud.Inside.SeedImage(Dev, Region, new ImageSeed { Name = "web", SharedWith = [Prod], IsProtected = true, Snapshots = 2 });
        cloud.Inside.SeedImage(Dev, Region, new ImageSeed { Name = "own" });
        cloud.Inside.SeedParameter(Prod, Region, "/a", shared);
        cloud.Inside.SeedParameter(Prod, Region, "/a", "ami-2");
        var prod = new InProcessAws(cloud, Prod, Region);
        (await prod.SendAsync(new DescribeImages { ExecutableUsers = ["self"] })).Items.ShouldHaveSingleItem().DeregistrationProtection.ShouldBeNull("its owner alone sees it");
        (await prod.SendAsync(new GetParameterHistory { Name = "/a" })).Items.Select(v => v.Value).ShouldBe([shared, "ami-2"]);
        cloud.Inside.Clear();
        (await prod.SendAsync(new DescribeImages { ExecutableUsers = ["self"] })).Items.ShouldBeEmpty();
        (await prod.SendAsync(new DescribeParameters())).Items.ShouldBeEmpty();
        cloud.Inside.Leftovers(Dev).ShouldBeEmpty();
        (await prod.SendAsync(new DescribeImages { Owners = ["amazon"] })).Items.Count.ShouldBe(4);
    }
}
