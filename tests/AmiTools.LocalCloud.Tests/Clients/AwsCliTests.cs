using static AmiTools.LocalCloud.Tests.Clients.AwsCli;

namespace AmiTools.LocalCloud.Tests.Clients;

/// <summary>Debian's AWS CLI against the cloud: what its parser makes of the answers.</summary>
public sealed class AwsCliTests
{
    [Fact]
    public async Task It_knows_who_it_is()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        var identity = await JsonAsync(cloud, "sts", "get-caller-identity");
        identity.GetProperty("Account").GetString().ShouldBe("111111111111");
        identity.GetProperty("Arn").GetString().ShouldBe("arn:aws:iam::111111111111:user/dev");
    }

    [Fact]
    public async Task It_assumes_a_role_for_a_token_and_that_is_good_for_a_call()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        string[] command = ["sts", "assume-role-with-web-identity", "--role-arn", "arn:aws:iam::222222222222:role/AmiTools", "--role-session-name", "ci", "--web-identity-token"];
        var answer = await JsonAsync(cloud, [.. command, "header.payload.signature"]);
        var keys = answer.GetProperty("Credentials");
        string Text(string name) => keys.GetProperty(name).GetString()!;
        answer.GetProperty("AssumedRoleUser").GetProperty("Arn").GetString().ShouldBe("arn:aws:sts::222222222222:assumed-role/AmiTools/ci");
        var run = await Client.RunAsync("/usr/bin/aws", ["--endpoint-url", cloud.Url.ToString(), "sts", "get-caller-identity"], new("", "", Text("AccessKeyId"), Text("SecretAccessKey")), more: new Dictionary<string, string> { ["AWS_SESSION_TOKEN"] = Text("SessionToken") });
        run.Output.ShouldContain("222222222222", customMessage: run.Errors);
        cloud.Calls.Single(c => c.Action == "AssumeRoleWithWebIdentity").Parameters.Keys.ShouldNotContain("WebIdentityToken");
        (await RunAsync(cloud, cloud.Accounts[0], [.. command, "nonsense"])).Errors.ShouldContain("An error occurred (InvalidIdentityToken)");
    }

    [Fact]
    public async Task It_reads_images_over_several_pages()
    {
        await using var cloud = await LocalCloudServer.StartAsync(new() { Images = 25, EmptyPages = true });
        var images = (await JsonAsync(cloud, "ec2", "describe-images", "--owners", "self", "--page-size", "10")).GetProperty("Images");
        images.GetArrayLength().ShouldBe(25);
        var first = images[0];
        first.GetProperty("State").GetString().ShouldBe("available");
        first.GetProperty("Public").GetBoolean().ShouldBeFalse();
        first.GetProperty("EnaSupport").GetBoolean().ShouldBeTrue();
        first.GetProperty("BlockDeviceMappings")[0].GetProperty("Ebs").GetProperty("VolumeSize").GetInt32().ShouldBe(8);
        first.GetProperty("Tags").EnumerateArray().ShouldContain(t => t.GetProperty("Key").GetString() == "AmiTools:State" && t.GetProperty("Value").GetString() == "complete");
        DateTimeOffset.Parse(first.GetProperty("CreationDate").GetString()!, null).ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddHours(-1));
        // 25 images in pages of 10 are 3 pages, and one was empty.
        cloud.Calls.Count(c => c.Action == "DescribeImages").ShouldBe(4);
    }

    [Fact]
    public async Task It_filters_with_wildcards()
    {
        await using var cloud = await LocalCloudServer.StartAsync(new() { Images = 20 });
        var names = (await JsonAsync(cloud, "ec2", "describe-images", "--owners", "self", "--filters", "Name=tag:AmiTools:Image,Values=web-*", "Name=state,Values=available", "--query", "Images[].Name"))
            .EnumerateArray().Select(n => n.GetString());
        names.ShouldBe(["web-server-1.0.0", "web-server-1.0.1", "web-server-1.0.2"]);
    }

    [Theory]
    [InlineData("InvalidAMIID.Malformed", "ec2", "describe-images", "--image-ids", "ami-zzz")]
    [InlineData("InvalidAMIID.NotFound", "ec2", "describe-images", "--image-ids", "ami-00000000000000000")]
    [InlineData("InvalidInstanceID.NotFound", "ec2", "terminate-instances", "--instance-ids", "i-00000000000000000")]
    [InlineData("InvalidParameterValue", "ec2", "describe-images", "--filters", "Name=nonsense,Values=x")]
    [InlineData("DryRunOperation", "ec2", "run-instances", "--image-id", "ami-0ba5e000000000001", "--dry-run")]
    [InlineData("AuthFailure", "ec2", "deregister-image", "--image-id", "ami-0ba5e000000000001")]
    [InlineData("UnsupportedOperation", "ec2", "describe-nat-gateways")]
    [InlineData("ParameterNotFound", "ssm", "get-parameter", "--name", "/nothing")]
    [InlineData("AccessDenied", "sts", "assume-role", "--role-arn", "arn:aws:iam::222222222222:role/Nobody", "--role-session-name", "test")]
    public async Task It_shows_AWSs_error_code(string code, params string[] command)
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        var run = await RunAsync(cloud, cloud.Accounts[0], command);
        run.ExitCode.ShouldNotBe(0);
        run.Errors.ShouldContain($"An error occurred ({code})");
    }

    [Fact]
    public async Task Wrong_keys_are_refused()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        var wrongSecret = cloud.Accounts[0] with { SecretAccessKey = "not-the-secret" };
        (await RunAsync(cloud, wrongSecret, "ec2", "describe-regions")).Errors.ShouldContain("(AuthFailure)");
        (await RunAsync(cloud, wrongSecret, "sts", "get-caller-identity")).Errors.ShouldContain("(SignatureDoesNotMatch)");
        (await RunAsync(cloud, new CloudAccount("333333333333", "nobody", "AKIANOBODY0000000000", "x"), "sts", "get-caller-identity")).Errors.ShouldContain("(InvalidClientTokenId)");
    }

    [Fact]
    public async Task Parameters_have_versions_and_a_history()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        (await JsonAsync(cloud, "ssm", "put-parameter", "--name", "/a/b", "--value", "1", "--type", "String")).GetProperty("Version").GetInt32().ShouldBe(1);
        (await RunAsync(cloud, cloud.Accounts[0], "ssm", "put-parameter", "--name", "/a/b", "--value", "2", "--type", "String")).Errors.ShouldContain("(ParameterAlreadyExists)");
        (await JsonAsync(cloud, "ssm", "put-parameter", "--name", "/a/b", "--value", "2", "--type", "String", "--overwrite")).GetProperty("Version").GetInt32().ShouldBe(2);
        (await JsonAsync(cloud, "ssm", "get-parameter-history", "--name", "/a/b")).GetProperty("Parameters").EnumerateArray().Select(p => p.GetProperty("Value").GetString()).ShouldBe(["1", "2"]);
        await JsonAsync(cloud, "ssm", "label-parameter-version", "--name", "/a/b", "--parameter-version", "1", "--labels", "good");
        (await JsonAsync(cloud, "ssm", "get-parameter", "--name", "/a/b:good")).GetProperty("Parameter").GetProperty("Value").GetString().ShouldBe("1");
        (await JsonAsync(cloud, "ssm", "describe-parameters", "--parameter-filters", "Key=Name,Option=BeginsWith,Values=/a")).GetProperty("Parameters").GetArrayLength().ShouldBe(1);
        (await JsonAsync(cloud, "ssm", "get-parameters-by-path", "--path", "/a")).GetProperty("Parameters").GetArrayLength().ShouldBe(1);
        (await JsonAsync(cloud, "ssm", "get-parameter", "--name", "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64")).GetProperty("Parameter").GetProperty("Value").GetString().ShouldBe("ami-0ba5e000000000002");
    }

    [Fact]
    public async Task An_assumed_role_may_call()
    {
        await using var cloud = await LocalCloudServer.StartAsync(new() { Roles = [new CloudRole("arn:aws:iam::222222222222:role/Build", ExternalId: "xyz")] });
        (await RunAsync(cloud, cloud.Accounts[0], "sts", "assume-role", "--role-arn", "arn:aws:iam::222222222222:role/Build", "--role-session-name", "test")).Errors.ShouldContain("(AccessDenied)");
        var credentials = (await JsonAsync(cloud, "sts", "assume-role", "--role-arn", "arn:aws:iam::222222222222:role/Build", "--role-session-name", "test", "--external-id", "xyz")).GetProperty("Credentials");
        var session = new CloudAccount("222222222222", "prod", credentials.GetProperty("AccessKeyId").GetString()!, credentials.GetProperty("SecretAccessKey").GetString()!);
        var token = new Dictionary<string, string> { ["AWS_SESSION_TOKEN"] = credentials.GetProperty("SessionToken").GetString()! };
        var identity = await Client.RunAsync("/usr/bin/aws", ["--endpoint-url", cloud.Url.ToString(), "sts", "get-caller-identity"], session, more: token);
        identity.Output.ShouldContain("arn:aws:sts::222222222222:assumed-role/Build/test");
        (await RunAsync(cloud, session, "sts", "get-caller-identity")).Errors.ShouldContain("(InvalidClientTokenId)");
    }

    [Fact]
    public async Task Deregistering_takes_the_snapshots_along_except_shared_ones()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        var one = cloud.Inside.SeedImage("111111111111", "eu-west-1", "one");
        var shared = cloud.Inside.Snapshots("111111111111", "eu-west-1").Single().Id;
        var two = cloud.Inside.SeedImage("111111111111", "eu-west-1", "two", snapshotIds: [shared]);
        (await RunAsync(cloud, cloud.Accounts[0], "ec2", "delete-snapshot", "--snapshot-id", shared)).Errors.ShouldContain("(InvalidSnapshot.InUse)");
        (await RunAsync(cloud, cloud.Accounts[1], "ec2", "deregister-image", "--image-id", one)).Errors.ShouldContain("(InvalidAMIID.NotFound)");
        (await RunAsync(cloud, cloud.Accounts[0], "ec2", "deregister-image", "--image-id", one)).ExitCode.ShouldBe(0);
        cloud.Inside.Images("111111111111", "eu-west-1").Single().Id.ShouldBe(two);
    }

    [Fact]
    public async Task Too_many_tags_are_refused_and_nothing_is_changed()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        var image = cloud.Inside.SeedImage("111111111111", "eu-west-1", "tagged");
        var tags = Enumerable.Range(0, 51).Select(i => $"Key=k{i},Value=v");
        (await RunAsync(cloud, cloud.Accounts[0], ["ec2", "create-tags", "--resources", image, "--tags", .. tags])).Errors.ShouldContain("(TagLimitExceeded)");
        (await RunAsync(cloud, cloud.Accounts[0], "ec2", "create-tags", "--resources", image, "ami-00000000000000000", "--tags", "Key=a,Value=b")).Errors.ShouldContain("(InvalidAMIID.NotFound)");
        (await RunAsync(cloud, cloud.Accounts[0], "ec2", "create-tags", "--resources", image, "--tags", "Key=aws:x,Value=b")).Errors.ShouldContain("(InvalidParameterValue)");
        cloud.Inside.Tags("eu-west-1", image).ShouldBeEmpty();
    }
}
