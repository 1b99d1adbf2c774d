using AmiTools.Aws;
using AmiTools.Core.Environments;
using AmiTools.Core.Tests.Definitions;
using AmiTools.LocalCloud;

namespace AmiTools.Core.Tests.Environments;

public sealed class EstateTests
{
    private const string Head = "targets:\n  - name: dev\n    account: \"111111111111\"\n    region: eu-west-1\n";

    [Fact]
    public void Targets_keep_their_order_and_are_their_own_environments()
    {
        var estate = Read(DefinitionFolder.Environments);
        estate.Targets.Select(t => (t.Name, t.AccountId, t.Region, t.Credentials.EnvironmentPrefix)).ShouldBe([("dev", "111111111111", "eu-west-1", "DEV"), ("prod", "222222222222", "eu-west-1", "PROD")]);
        estate.Environments.ShouldBe([new("dev", "dev"), new("prod", "prod")]);
    }

    [Fact]
    public void JSON_says_the_same()
    {
        var estate = Read("""{"targets":[{"name":"dev","endpoint":"http://127.0.0.1:1","credentials":{"profile":"p","roles":[{"roleArn":"arn:aws:iam::111111111111:role/x","duration":"30m"}]}}],"environments":[{"name":"ci","target":"dev"}],"releaseBranches":["hotfix/*"]}""", "environments.json");
        estate.Targets.Single().Credentials.Roles.Single().Duration.ShouldBe(TimeSpan.FromMinutes(30));
        estate.Environments.ShouldBe([new("ci", "dev")]);
        estate.ReleaseBranches.ShouldBe(["hotfix/*"]);
    }

    [Theory]
    [InlineData("targets: []", "TargetsMissing", 1)]
    [InlineData("target:\n  - name: dev", "UnknownKey", 1)]
    [InlineData("targets:\n  - name: dev\n    acount: \"1\"", "UnknownKey", 3)]
    [InlineData("targets:\n  - account: \"111111111111\"", "KeyMissing", 2)]
    [InlineData("targets:\n  - name: dev\n    account: 1234", "ValueInvalid", 3)]
    [InlineData("targets:\n  - name: dev\n    region: Ireland", "ValueInvalid", 3)]
    [InlineData("targets:\n  - name: dev\n    endpoint: ftp://x", "EndpointInvalid", 3)]
    [InlineData(Head + "  - name: DEV", "DuplicateKey", 5)]
    [InlineData(Head + "environments:\n  - name: ci\n    target: dex", "UnknownTarget", 7)]
    [InlineData(Head + "    credentials: { profile: a, environmentPrefix: B }", "CredentialsAmbiguous", 5)]
    [InlineData(Head + "    credentials:\n      roles: [ { roleArn: nonsense } ]", "ValueInvalid", 6)]
    [InlineData(Head + "    credentials:\n      roles: [ { roleArn: \"arn:aws:iam::111111111111:role/x\", duration: 5m } ]", "DurationInvalid", 6)]
    [InlineData(Head + "    credentials:\n      accessKey: AKIAIOSFODNN7EXAMPLE", "LiteralSecret", 6)]
    [InlineData(Head + "    credentials:\n      profile: wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYab", "LiteralSecret", 6)]
    [InlineData("targets: [\n", "YamlInvalid", 2)]
    [InlineData("just text", "EnvironmentsFileInvalid", 1)]
    public void What_is_wrong_is_named_with_its_line(string text, string id, int line)
    {
        var problems = Should.Throw<ProblemsFoundException>(() => Read(text)).Problems;
        problems.ShouldContain(p => p.Id == id && p.Line == line, string.Join('\n', problems));
        problems.ShouldAllBe(p => !p.Message.Contains("AKIA", StringComparison.Ordinal) && !p.Message.Contains("wJalr", StringComparison.Ordinal));
    }

    [Fact]
    public void The_file_is_found_from_below_and_its_absence_says_what_it_is()
    {
        using var folder = DefinitionFolder.Classic();
        EstateFinder.FindFile(folder.Web).ShouldBe(Path.Combine(folder.Root, "environments.yaml"));
        folder.Write("environments.json", "{}");
        Should.Throw<AmiToolsException>(() => EstateFinder.FindFile(folder.Web)).ErrorId.ShouldBe("TwoEnvironmentsFiles");
    }

    [Fact]
    public void A_target_that_is_not_there_has_a_near_one()
    {
        using var folder = DefinitionFolder.Classic();
        var selection = new TargetSelection { Names = ["prd"] };
        Should.Throw<AmiToolsException>(() => EstateFinder.Choose(EstateFinder.Load(selection, folder.Web, "/"), selection)).Message.ShouldContain("Did you mean 'prod'?");
    }

    [Fact]
    public async Task A_target_connects_and_knows_its_account()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        using var connection = await Connect(cloud, Target(cloud));
        (connection.AccountId, connection.Region).ShouldBe(("111111111111", "eu-west-1"));
        (await connection.CredentialsForChildAsync(TimeSpan.FromHours(1), default)).AccessKeyId.ShouldBe(cloud.Accounts[0].AccessKeyId);
    }

    [Fact]
    public async Task Credentials_of_another_account_are_refused()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        var e = await Should.ThrowAsync<AmiToolsException>(() => Connect(cloud, Target(cloud) with { AccountId = "333333333333" }));
        (e.ErrorId, e.Kind).ShouldBe(("AccountDiffers", FailureKind.Authentication));
        e.Message.ShouldContain("declared as account 333333333333");
        cloud.Calls.Select(c => c.Action).ShouldBe(["GetCallerIdentity"]);
    }

    [Fact]
    public async Task Wrong_keys_are_an_authentication_failure_without_the_secret()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        var variables = new Dictionary<string, string> { ["DEV_AWS_ACCESS_KEY_ID"] = cloud.Accounts[0].AccessKeyId, ["DEV_AWS_SECRET_ACCESS_KEY"] = "wrong-secret" };
        var e = await Should.ThrowAsync<AmiToolsException>(() => new TargetConnector(variables).ConnectAsync(Target(cloud), SilentReporter.Instance, default));
        e.Kind.ShouldBe(FailureKind.Authentication);
        e.ToString().ShouldNotContain("wrong-secret");
    }

    [Fact]
    public async Task A_role_of_the_other_account_is_assumed_with_its_external_id()
    {
        await using var cloud = await LocalCloudServer.StartAsync(new() { Roles = [new CloudRole("arn:aws:iam::222222222222:role/Build", "xyz")] });
        var target = Target(cloud) with { AccountId = "222222222222", Credentials = new() { EnvironmentPrefix = "DEV", Roles = [new() { RoleArn = "arn:aws:iam::222222222222:role/Build", ExternalId = "xyz" }] } };
        using var connection = await Connect(cloud, target);
        connection.AccountId.ShouldBe("222222222222");
        var child = await connection.CredentialsForChildAsync(TimeSpan.FromHours(2), default);
        child.SessionToken.ShouldNotBeNullOrEmpty();
        child.Expires.ShouldNotBeNull();
        var refused = target with { Credentials = target.Credentials with { Roles = [new() { RoleArn = "arn:aws:iam::222222222222:role/Build" }] } };
        (await Should.ThrowAsync<AmiToolsException>(() => Connect(cloud, refused))).Kind.ShouldBe(FailureKind.PermissionDenied);
    }

    private static AmiTarget Target(LocalCloudServer cloud) => new() { Name = "dev", AccountId = "111111111111", Region = "eu-west-1", EndpointUrl = cloud.Url, Credentials = new() { EnvironmentPrefix = "DEV" } };

    private static Task<ITargetConnection> Connect(LocalCloudServer cloud, AmiTarget target) =>
        new TargetConnector(new Dictionary<string, string> { ["DEV_AWS_ACCESS_KEY_ID"] = cloud.Accounts[0].AccessKeyId, ["DEV_AWS_SECRET_ACCESS_KEY"] = cloud.Accounts[0].SecretAccessKey }).ConnectAsync(target, SilentReporter.Instance, default);

    private static Estate Read(string text, string name = "environments.yaml")
    {
        var folder = Directory.CreateTempSubdirectory("estate-").FullName;
        try
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, text);
            return EstateReader.Read(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
