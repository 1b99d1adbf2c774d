using System.Text.Json;

namespace AmiTools.LocalCloud.Tests.Clients;

/// <summary>Key pairs that OpenSSH can use, so that a stand-in for an instance can let in who has the private key.</summary>
public sealed class KeyPairTests
{
    [Fact]
    public async Task The_public_key_is_the_one_of_the_private_key_and_an_instance_starts_with_it()
    {
        var started = new List<StartedInstance>();
        await using var cloud = await LocalCloudServer.StartAsync(new() { InstanceStarts = started.Add });
        var folder = Directory.CreateTempSubdirectory("amitools-key-").FullName;
        try
        {
            var pem = Path.Combine(folder, "key.pem");
            await File.WriteAllTextAsync(pem, (await JsonAsync(cloud, "create-key-pair", "--key-name", "mine")).GetProperty("KeyMaterial").GetString());
            // ssh-keygen refuses a private key that others can read.
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(pem, UnixFileMode.UserRead);

            var fromPrivate = (await Client.RunAsync("ssh-keygen", ["-y", "-f", pem])).Output.Trim();
            var described = (await JsonAsync(cloud, "describe-key-pairs", "--include-public-key")).GetProperty("KeyPairs")[0];
            await JsonAsync(cloud, "run-instances", "--image-id", "ami-0ba5e000000000001", "--key-name", "mine", "--user-data", "{}");
            await JsonAsync(cloud, "run-instances", "--image-id", "ami-0ba5e000000000001");

            fromPrivate.ShouldStartWith("ssh-rsa ");
            described.GetProperty("PublicKey").GetString().ShouldBe(fromPrivate);
            started.Select(s => s.PublicKey).ShouldBe([fromPrivate, null]);
            started[0].ShouldBe(started[0] with { Account = "111111111111", Region = "eu-west-1", ImageId = "ami-0ba5e000000000001", UserData = "e30=" });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_imported_key_is_shown_only_to_who_asks_for_it()
    {
        await using var cloud = await LocalCloudServer.StartAsync();
        const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBZ1wVnDnLzpVhGnGLYqkyNPmPjTXBqz5gm0ZkGOIrDc";
        await JsonAsync(cloud, "import-key-pair", "--key-name", "mine", "--public-key-material", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Key + "\n")));

        (await JsonAsync(cloud, "describe-key-pairs")).GetProperty("KeyPairs")[0].TryGetProperty("PublicKey", out _).ShouldBeFalse();
        (await JsonAsync(cloud, "describe-key-pairs", "--include-public-key")).GetProperty("KeyPairs")[0].GetProperty("PublicKey").GetString().ShouldBe(Key);
    }

    private static async Task<JsonElement> JsonAsync(LocalCloudServer cloud, params string[] command)
    {
        var run = await Client.RunAsync("/usr/bin/aws", ["--endpoint-url", cloud.Url.GetLeftPart(UriPartial.Authority), "--output", "json", "ec2", .. command], cloud.Accounts[0]);
        run.ExitCode.ShouldBe(0, run.Errors);
        return JsonDocument.Parse(run.Output).RootElement;
    }
}
