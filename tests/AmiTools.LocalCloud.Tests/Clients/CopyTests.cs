namespace AmiTools.LocalCloud.Tests.Clients;

/// <summary>Copies, keys and limits, as the AWS CLI and the AWS SDK for JavaScript see them.</summary>
public sealed class CopyTests
{
    private const string Region = "eu-west-1", Dev = "111111111111", Prod = "222222222222";
    private const string Key = "arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-4333-8444-555555555555";

    [Fact]
    public async Task A_copy_takes_time_and_its_snapshots_tell_how_far_it_is()
    {
        await using var cloud = await StartAsync();
        var image = cloud.Inside.SeedImage(Prod, Region, new ImageSeed { Name = "web", Snapshots = 2 });
        (await CopyAsync(cloud, image, "web copy")).Errors.ShouldContain("(InvalidAMIID.NotFound)");
        cloud.Inside.Share(Region, image, Dev);
        (await CopyAsync(cloud, image, "web copy")).Errors.ShouldContain("You do not have permission to access the storage of this ami");
        foreach (var snapshot in cloud.Inside.Snapshots(Prod, Region))
            (await AwsCli.RunAsync(cloud, cloud.Accounts[1], "ec2", "modify-snapshot-attribute", "--snapshot-id", snapshot.Id, "--attribute", "createVolumePermission", "--operation-type", "add", "--user-ids", Dev)).ExitCode.ShouldBe(0);

        // The AWS CLI of Debian does not know tags on creation for a copy.
        var copy = new SdkCall("CopyImage", new { SourceImageId = image, SourceRegion = Region, Name = "web copy", ClientToken = "once", TagSpecifications = new[] { new { ResourceType = "snapshot", Tags = new[] { new { Key = "team", Value = "web" } } } } });
        var twice = JavaScriptSdk.Call(cloud, cloud.Accounts[0], copy, copy);
        twice.Select(c => c.Text("ImageId")).Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        cloud.Inside.Advance(TimeSpan.FromMinutes(30));
        var snapshots = (await AwsCli.JsonAsync(cloud, "ec2", "describe-snapshots", "--owner-ids", "self")).Items("Snapshots");
        snapshots.Select(s => (s.Text("State"), s.Text("Progress"), s.Items("Tags").Count)).ShouldBe([("pending", "49%", 1), ("pending", "49%", 1)]);
        cloud.Inside.Advance(TimeSpan.FromMinutes(31));
        snapshots = (await AwsCli.JsonAsync(cloud, "ec2", "describe-snapshots", "--owner-ids", "self")).Items("Snapshots");
        snapshots.Select(s => (s.Text("State"), s.Text("Progress"))).ShouldBe([("completed", "100%"), ("completed", "100%")]);
        (await AwsCli.JsonAsync(cloud, "ec2", "describe-images", "--owners", "self")).Items("Images").ShouldHaveSingleItem().Text("State").ShouldBe("available");
    }

    [Fact]
    public async Task Limits_of_an_account_are_errors_of_the_call_and_a_wrong_key_is_one_of_the_copy()
    {
        await using var cloud = await StartAsync(o => o with { ConcurrentCopies = 1, ImageQuota = 3 });
        var image = cloud.Inside.SeedImage(Dev, Region, new ImageSeed { Name = "web" });
        (await CopyAsync(cloud, image, "one", "--encrypted", "--kms-key-id", "no-such-key")).ExitCode.ShouldBe(0);
        (await CopyAsync(cloud, image, "two")).Errors.ShouldContain("(ResourceLimitExceeded)");
        cloud.Inside.Advance(TimeSpan.FromHours(2));
        var copies = (await AwsCli.JsonAsync(cloud, "ec2", "describe-images", "--owners", "self", "--filters", "Name=name,Values=one")).Items("Images");
        copies.ShouldHaveSingleItem().GetProperty("StateReason").Text("Message")!.ShouldContain("no-such-key is not accessible");
        (await CopyAsync(cloud, image, "two", "--encrypted", "--kms-key-id", Key)).ExitCode.ShouldBe(0);
        cloud.Inside.Advance(TimeSpan.FromHours(2));
        (await CopyAsync(cloud, image, "three")).Errors.ShouldContain("You have reached your quota of 3");
        (await AwsCli.JsonAsync(cloud, "ec2", "describe-snapshots", "--owner-ids", "self", "--filters", "Name=status,Values=completed", "Name=encrypted,Values=true")).Items("Snapshots").ShouldHaveSingleItem().Text("KmsKeyId").ShouldBe(Key);
    }

    [Fact]
    public async Task A_key_is_AWSs_or_the_accounts_own_and_has_to_be_shared_too()
    {
        await using var cloud = await StartAsync();
        (await AwsCli.JsonAsync(cloud, "kms", "describe-key", "--key-id", "alias/aws/ebs")).GetProperty("KeyMetadata").Text("KeyManager").ShouldBe("AWS");
        (await AwsCli.JsonAsync(cloud, "kms", "describe-key", "--key-id", Key)).GetProperty("KeyMetadata").Text("KeyManager").ShouldBe("CUSTOMER");
        (await AwsCli.RunAsync(cloud, cloud.Accounts[0], "kms", "describe-key", "--key-id", "no-such-key")).Errors.ShouldContain("(NotFoundException)");
        var open = cloud.Inside.SeedImage(Dev, Region, new ImageSeed { Name = "open", IsEncrypted = true, KmsKeyId = Key, SharedWith = [Prod] });
        var closed = cloud.Inside.SeedImage(Dev, Region, new ImageSeed { Name = "closed", IsEncrypted = true, KmsKeyId = Key.Replace("11111111-", "99999999-"), SharedWith = [Prod] });
        var usual = cloud.Inside.SeedImage(Dev, Region, new ImageSeed { Name = "usual", IsEncrypted = true, SharedWith = [Prod] });
        var snapshots = cloud.Inside.Snapshots(Dev, Region).Select(s => s.Id).ToArray();
        object Add(string snapshot) => new { SnapshotId = snapshot, CreateVolumePermission = new { Add = new[] { new { UserId = Prod } } } };
        var shared = JavaScriptSdk.Call(cloud, cloud.Accounts[0], [.. snapshots.Select(s => new SdkCall("ModifySnapshotAttribute", Add(s)))]);
        shared.Select(a => a.Text("error")).ShouldBe([null, null, "InvalidParameterValue"]);
        var copied = JavaScriptSdk.Call(cloud, cloud.Accounts[1], [.. new[] { open, closed }.Select(i => new SdkCall("CopyImage", new { SourceImageId = i, SourceRegion = Region, Name = i }))]);
        copied.Select(a => a.Text("error")).ShouldBe([null, "InvalidRequest"]);
        usual.ShouldNotBeNull();
    }

    private static Task<LocalCloudServer> StartAsync(Func<LocalCloudOptions, LocalCloudOptions>? change = null) => LocalCloudServer.StartAsync((change ?? (o => o))(new()
    {
        CopyDelay = TimeSpan.FromHours(1),
        Accounts = [new(Dev, "dev") { Keys = [new(Key[(Key.LastIndexOf('/') + 1)..], Prod), new("99999999-2222-4333-8444-555555555555")] }, new(Prod, "prod")],
    }));

    private static Task<ClientRun> CopyAsync(LocalCloudServer cloud, string image, string name, params string[] more) =>
        AwsCli.RunAsync(cloud, cloud.Accounts[0], ["ec2", "copy-image", "--source-region", Region, "--source-image-id", image, "--name", name, .. more]);
}
