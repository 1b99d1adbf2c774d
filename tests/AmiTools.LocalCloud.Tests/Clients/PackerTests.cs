namespace AmiTools.LocalCloud.Tests.Clients;

/// <summary>The real Packer against the cloud.</summary>
public sealed class PackerTests
{
    private const string Template = """
        {
          "variables": { "endpoint": "", "name": "" },
          "builders": [{
            "type": "amazon-ebs", "region": "eu-west-1", "custom_endpoint_ec2": "{{user `endpoint`}}",
            "skip_metadata_api_check": true, "skip_region_validation": true, "skip_credential_validation": true,
            "source_ami_filter": { "filters": { "name": "al2023-ami-*", "root-device-type": "ebs" }, "owners": ["amazon"], "most_recent": true },
            "instance_type": "t3.micro", "communicator": "none", "ami_name": "{{user `name`}}",
            "run_tags": { "run": "yes" }, "tags": { "version": "1.0.0", "odd": "a<b>&\"c" }, "ami_regions": [AMIREGIONS], "ami_users": ["222222222222"], "snapshot_users": ["222222222222"]
          }]
        }
        """;

    [Fact]
    public async Task Packer_builds_an_image_and_cleans_up()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        var run = await BuildAsync(cloud, "first-1.0.0", Template.Replace("AMIREGIONS", "", StringComparison.Ordinal));
        run.ExitCode.ShouldBe(0, run.Output + string.Join('\n', cloud.Calls.Where(c => c.Status >= 400)));

        var image = cloud.Inside.Images("111111111111", "eu-west-1").ShouldHaveSingleItem();
        image.Name.ShouldBe("first-1.0.0");
        image.State.ShouldBe("available");
        image.SourceImageId.ShouldBe("ami-0ba5e000000000002");
        image.Tags["version"].ShouldBe("1.0.0");
        image.Tags["odd"].ShouldBe("a<b>&\"c");
        image.SharedWith.ShouldBe(["222222222222"]);
        cloud.Inside.Snapshots("111111111111", "eu-west-1").ShouldHaveSingleItem().Tags["version"].ShouldBe("1.0.0");
        // Nothing but the image and its snapshot stays.
        cloud.Inside.Leftovers("111111111111").Count.ShouldBe(2);
        cloud.Calls.ShouldNotContain(c => c.ErrorCode == "UnsupportedOperation");
        run.Output.ShouldContain($"eu-west-1: {image.Id}");
    }

    [Fact]
    public async Task Packer_copies_to_another_Region()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        var run = await BuildAsync(cloud, "copied-1.0.0", Template.Replace("AMIREGIONS", "\"us-east-1\"", StringComparison.Ordinal));
        run.ExitCode.ShouldBe(0, run.Output);
        cloud.Inside.Images("111111111111", "us-east-1").ShouldHaveSingleItem().Tags["version"].ShouldBe("1.0.0");
    }

    [Fact]
    public async Task A_duplicate_name_fails_Packers_build()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        cloud.Inside.SeedImage("111111111111", "eu-west-1", "taken-1.0.0");
        var run = await BuildAsync(cloud, "taken-1.0.0", Template.Replace("AMIREGIONS", "", StringComparison.Ordinal));
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("is used by an existing AMI", customMessage: run.Output);
    }

    [Fact]
    public async Task Packer_reports_a_fault_and_cleans_up()
    {
        await using var cloud = await LocalCloudServer.StartAsync(new() { Faults = [new Fault("CreateImage") { Code = "InvalidRequest", Message = "planned", Count = 0 }] });
        var run = await BuildAsync(cloud, "faulty-1.0.0", Template.Replace("AMIREGIONS", "", StringComparison.Ordinal));
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("planned");
        cloud.Inside.Leftovers("111111111111").ShouldBeEmpty();
    }

    private static async Task<ClientRun> BuildAsync(LocalCloudServer cloud, string name, string template)
    {
        var folder = Directory.CreateTempSubdirectory("packer-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "template.json"), template);
            return await Client.RunAsync("packer", ["build", "-machine-readable", "-var", $"endpoint={cloud.Url}", "-var", $"name={name}", "template.json"], cloud.Accounts[0], folder,
                new Dictionary<string, string> { ["AWS_POLL_DELAY_SECONDS"] = "1" });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
