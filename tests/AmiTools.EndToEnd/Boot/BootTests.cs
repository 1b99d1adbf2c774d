using System.Text;
using System.Text.Json;

namespace AmiTools.EndToEnd.Boot;

/// <summary>The example's playbook, run for real: what it makes of a document, and what it refuses.</summary>
public sealed class BootTests
{
    [Fact]
    public async Task An_instance_provisions_itself_from_what_its_metadata_service_says_and_a_second_boot_changes_nothing()
    {
        await using var ground = await BootGround.StartAsync();
        var volume = await ground.CreateVolumeAsync();
        ground.Cloud.Inside.SeedParameter(BootGround.Account, BootGround.Region, "/production/service/database/password", "hunter2 {{ 1 + 1 }}", type: "SecureString");
        ground.Cloud.Inside.SeedParameter(BootGround.Account, BootGround.Region, "/production/service/workers", "4");
        ground.Cloud.Inside.SeedParameter(BootGround.Account, BootGround.Region, "/production/service-of-another", "no");
        // A few keys more than the playbook knows, and more than ASCII.
        var document = $$$"""{"environment":"production","service":"shop","parameterPath":"/production/service","extra":{"features":{"logging":true,"dark_mode":false},"greeting":"Grüße","volumeId":"{{{volume}}}"}}""";
        await using var metadata = MetadataService.Start(ground.InstanceId, BootGround.Region, Encoding.UTF8.GetBytes(document));

        var first = await ground.BootAsync(metadata);

        first.ExitCode.ShouldBe(0, first.Text);
        ground.Read("/etc/service/boot.env").ShouldBe("ENVIRONMENT=production\nSERVICE=shop\nFEATURE_DARK_MODE=false\nFEATURE_LOGGING=true\nDATA=/srv/data\n");
        ground.Read("/etc/systemd/journald.conf.d/30-boot.conf").ShouldBe("[Journal]\nStorage=persistent\n");
        ground.Read("/etc/service/user-data.json").ShouldBe(document);
        ground.Read("/etc/fstab").ShouldBe($"/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_{volume.Replace("-", "")} /srv/data ext4 defaults,nofail,x-systemd.makefs,x-systemd.device-timeout=60s 0 2\n");
        (await ground.AttachedToAsync(volume)).ShouldBe(ground.InstanceId);
        JsonDocument.Parse(ground.Read("/etc/service/parameters.json")).RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString())
            .ShouldBe(new Dictionary<string, string?> { ["/production/service/database/password"] = "hunter2 {{ 1 + 1 }}", ["/production/service/workers"] = "4" }, ignoreOrder: true);
        ground.Files()["etc/service/parameters.json"].ShouldStartWith($"{UnixFileMode.UserRead | UnixFileMode.UserWrite} ");
        first.Text.ShouldNotContain("hunter2");
        // With the token from the first question to the last, and nothing asked but what is needed.
        metadata.Asked.ShouldBe(["PUT /latest/api/token 200", "GET /latest/meta-data/instance-id 200", "GET /latest/meta-data/placement/region 200", "GET /latest/user-data 200"]);

        var before = ground.Files();
        var second = await ground.BootAsync(metadata);

        second.ExitCode.ShouldBe(0, second.Text);
        second.Changed.ShouldBe(0, second.Text);
        ground.Files().ShouldBe(before, ignoreOrder: true);
        ground.Cloud.Calls.Count(c => c.Action == "AttachVolume").ShouldBe(1);
    }

    [Fact]
    public async Task A_small_document_needs_no_network_and_a_later_one_takes_the_place_of_an_earlier()
    {
        await using var ground = await BootGround.StartAsync();

        (await ground.BootFromFileAsync("""{"environment":"staging","extra":{"features":{"logging":true}}}""")).ExitCode.ShouldBe(0);
        ground.Read("/etc/service/boot.env").ShouldBe("ENVIRONMENT=staging\nFEATURE_LOGGING=true\n");
        var run = await ground.BootFromFileAsync("""{"environment":"ci"}""");

        run.ExitCode.ShouldBe(0, run.Text);
        ground.Read("/etc/service/boot.env").ShouldBe("ENVIRONMENT=ci\n");
        ground.Read("/etc/systemd/journald.conf.d/30-boot.conf").ShouldBe("[Journal]\nStorage=volatile\n");
        ground.Read("/etc/service/parameters.json").Trim().ShouldBe("{}");
        ground.Has("/etc/fstab").ShouldBeFalse();
        ground.Cloud.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_document_is_never_code()
    {
        await using var ground = await BootGround.StartAsync();
        var code = "{{ lookup('pipe', 'touch " + ground.Canary + "') }}";
        var document = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["environment"] = "ci",
            ["extra"] = new Dictionary<string, object> { ["note"] = code, [code] = new[] { code }, ["dollar"] = $"$(touch {ground.Canary})" },
        });

        var run = await ground.BootFromFileAsync(document);

        run.ExitCode.ShouldBe(0, run.Text);
        ground.Read("/etc/service/user-data.json").ShouldBe(document);
        File.Exists(ground.Canary).ShouldBeFalse();
    }

    [Theory]
    [InlineData("environment")]
    [InlineData("service")]
    [InlineData("parameterPath")]
    [InlineData(null)]
    [Trait("Category", "Full")]
    public async Task Code_in_the_place_of_a_name_is_refused_and_not_run(string? key)
    {
        await using var ground = await BootGround.StartAsync();
        var code = "{{ lookup('pipe', 'touch " + ground.Canary + "') }}";

        var run = await ground.BootFromFileAsync(JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["environment"] = "ci", [key ?? code] = code }));

        run.ExitCode.ShouldNotBe(0);
        run.Text.ShouldContain("The user data is wrong");
        File.Exists(ground.Canary).ShouldBeFalse();
        ground.Files().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("#!/bin/sh\ntouch /tmp/x\n", "The user data is no JSON object; expected metadata such as")]
    [InlineData("", "The user data is no JSON object")]
    [InlineData("[]", "The user data is no JSON object")]
    [InlineData("{}", "'environment' must be a name of at most 40 letters")]
    [InlineData("""{"environment":7}""", "'environment' must be a name")]
    [InlineData("""{"environment":"ci\nADMIN=true"}""", "'environment' must be a name")]
    [InlineData("""{"environment":"ci","volumeId":"vol-0123456789abcdef0"}""", "at the top there are only environment, service, parameterPath and extra.")]
    [InlineData("""{"environment":"ci","parameterPath":"--help"}""", "'parameterPath' must be a path of Parameter Store")]
    [InlineData("""{"environment":"ci","extra":[]}""", "'extra' must be an object.")]
    [InlineData("""{"environment":"ci","extra":{"volumeId":"vol-1; touch /tmp/x"}}""", "'extra.volumeId' must be a volume's id")]
    [InlineData("""{"environment":"ci","extra":{"features":{"logging":"yes"}}}""", "'extra.features' must be names, each true or false.")]
    [InlineData("""{"environment":"ci","extra":{"features":{"a\nADMIN":true}}}""", "'extra.features' must be names")]
    [Trait("Category", "Full")]
    public async Task What_is_no_metadata_is_refused_before_anything_is_written(string document, string message)
    {
        await using var ground = await BootGround.StartAsync();

        var run = await ground.BootFromFileAsync(document);

        run.ExitCode.ShouldNotBe(0);
        run.Text.ShouldContain(message);
        ground.Files().ShouldBeEmpty();
        ground.Cloud.Calls.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task A_volume_of_another_instance_is_never_taken_away()
    {
        await using var ground = await BootGround.StartAsync();
        var volume = await ground.CreateVolumeAsync();
        var document = $$$"""{"environment":"ci","extra":{"volumeId":"{{{volume}}}"}}""";
        (await ground.BootFromFileAsync(document)).ExitCode.ShouldBe(0);
        var owner = ground.InstanceId;
        await using var metadata = MetadataService.Start(ground.SeedInstance(), BootGround.Region, Encoding.UTF8.GetBytes(document));

        var run = await ground.BootAsync(metadata);

        run.ExitCode.ShouldNotBe(0);
        run.Text.ShouldContain($"Volume {volume} is attached to {owner}");
        (await ground.AttachedToAsync(volume)).ShouldBe(owner);
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task What_is_not_there_is_named()
    {
        await using var ground = await BootGround.StartAsync();
        await using var without = MetadataService.Start(ground.InstanceId, BootGround.Region, null);
        (await ground.BootAsync(without)).Text.ShouldContain("This instance has no user data; expected a JSON document such as");

        var run = await ground.BootFromFileAsync("""{"environment":"ci","extra":{"volumeId":"vol-0123456789abcdef0"}}""");
        run.ExitCode.ShouldNotBe(0);
        run.Text.ShouldContain("InvalidVolume.NotFound");
        ground.Has("/etc/service/boot.env").ShouldBeFalse();
    }
}
