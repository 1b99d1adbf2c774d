using System.Text.Json;
using AmiTools.LocalCloud;

namespace AmiTools.EndToEnd.RealImages;

/// <summary>The example images, built with the real Packer over a real SSH, with shell scripts and a real Ansible.</summary>
public sealed class RealImageTests
{
    [Fact]
    public async Task A_base_image_and_a_service_on_it_are_built_in_both_accounts()
    {
        await using var ground = await ImageGround.StartAsync();
        Plant(ground);
        var commit = (await ground.Playground.GitAsync("rev-parse", "HEAD")).Trim();

        var bases = await BuildAsync(ground, "base-linux", "7");
        var services = await BuildAsync(ground, "service", "12");

        bases.Version.ShouldBe("1.0.7");
        services.Version.ShouldBe("2.0.12");
        foreach (var (target, account, days, port, greeting) in new[]
        {
            ("dev", Playground.Dev, "7", "8080", "This is the service, in development."),
            ("prod", Playground.Prod, "90", "80", "This is the service."),
        })
        {
            var (baseImage, service) = (Only(ground, account, "base-linux"), Only(ground, account, "service"));
            baseImage.Id.ShouldBe(bases.Members[target]);
            service.Id.ShouldBe(services.Members[target]);

            // Each target's service stands on its own member of the base's pair.
            service.SourceImageId.ShouldBe(baseImage.Id);
            service.Tags["AmiTools:Source"].ShouldBe(baseImage.Id);
            ShouldHaveTags(ground, account, baseImage, "base-linux", bases, target, commit);
            ShouldHaveTags(ground, account, service, "service", services, target, commit);

            // What the shell scripts of the base made.
            ground.Read(target, "/etc/ssh/sshd_config.d/10-image.conf").ShouldContain("PasswordAuthentication no");
            ground.Read(target, "/etc/systemd/journald.conf.d/10-image.conf").ShouldContain($"MaxRetentionSec={days}day\n");
            ground.Read(target, "/etc/image-release.d/10-base-linux").ShouldBe($"IMAGE=base-linux\nVERSION=1.0.7\nCOMMIT={commit}\nSOURCE_IMAGE=ami-0ba5e000000000002\nTARGET={target}\n");

            // What the two roles made.
            ground.Read(target, "/etc/systemd/journald.conf.d/20-service.conf").ShouldBe($"[Journal]\nMaxRetentionSec={days}day\n");
            ground.Read(target, "/etc/image-release.d/20-service").ShouldBe($"IMAGE=service\nVERSION=2.0.12\nCOMMIT={commit}\nSOURCE_IMAGE={baseImage.Id}\nTARGET={target}\n");
            ground.Read(target, "/etc/service/service.env").ShouldBe($"SERVICE_PORT={port}\n");
            ground.Read(target, "/srv/service/index.html").ShouldContain($"<p>{greeting}</p>\n<p>Version 2.0.12</p>");
            new FileInfo(Path.Combine(ground.Instance(target), "etc/systemd/system/multi-user.target.wants/service.service")).LinkTarget.ShouldBe("/etc/systemd/system/service.service");

            // What an instance provisions itself with.
            ground.Read(target, "/usr/local/lib/service-boot/boot.yml").ShouldStartWith("# Run at every boot");
            ground.Read(target, "/etc/cloud/cloud.cfg.d/90-service.cfg").ShouldContain("allow_userdata: false\n");
            new FileInfo(Path.Combine(ground.Instance(target), "etc/systemd/system/multi-user.target.wants/service-boot.service")).LinkTarget.ShouldBe("/etc/systemd/system/service-boot.service");

            // What the clean-up took away.
            File.Exists(Path.Combine(ground.Instance(target), "etc/ssh/ssh_host_rsa_key")).ShouldBeFalse();
            File.Exists(Path.Combine(ground.Instance(target), "home/ec2-user/.ssh/authorized_keys")).ShouldBeFalse();
            ground.Read(target, "/etc/machine-id").ShouldBeEmpty();
        }
        // Two images with a snapshot each in both accounts, and of the builds nothing else.
        ground.Playground.Leftovers().Select(l => l.Split(' ')[1]).Order().ShouldBe(["image", "image", "image", "image", "snapshot", "snapshot", "snapshot", "snapshot"]);
    }

    [Fact]
    public async Task A_task_that_fails_in_prod_takes_devs_image_with_it()
    {
        await using var ground = await ImageGround.StartAsync();
        SeedBase(ground, "1.0.7");
        await ground.ConfigureAsync("service/conf/dev.conf", "service_port=8081");
        File.WriteAllText(Path.Combine(ground.Images, "service", "conf", "prod.conf"), "service_port=eighty\n");
        await ground.CommitAsync();
        var before = ground.Playground.Leftovers();

        await using var build = await ground.Playground.RunAsync("build", "images/service", "--build-number", "13");

        build.ExitCode.ShouldBe(1, build.Error);
        // dev was there, and prod failed in the role and not before.
        ground.Read("dev", "/etc/service/service.env").ShouldBe("SERVICE_PORT=8081\n");
        ground.Playground.Calls(Playground.Dev, "CreateImage").ShouldBe(1);
        ground.Playground.Calls(Playground.Prod, "RunInstances").ShouldBeGreaterThan(0);
        ground.Playground.Calls(Playground.Prod, "CreateImage").ShouldBe(0);
        File.Exists(Path.Combine(ground.Instance("prod"), "etc/image-release.d/20-service")).ShouldBeTrue();
        File.Exists(Path.Combine(ground.Instance("prod"), "etc/service/service.env")).ShouldBeFalse();
        (build.Out + build.Error).ShouldContain("service_port is 'eighty'; expected a port from 1 to 65535");
        build.Error.ShouldContain($"error: Packer failed for service 2.0.13 in target 'prod' (account {Playground.Prod}, {Playground.Region})");
        ground.Playground.Leftovers().ShouldBe(before);
    }

    [Fact]
    public async Task Without_the_base_in_prod_nothing_is_begun_in_dev()
    {
        await using var ground = await ImageGround.StartAsync();
        SeedBase(ground, "1.0.7", Playground.Dev);
        var before = ground.Playground.Leftovers();

        await using var build = await ground.Playground.RunAsync("build", "images/service", "--build-number", "14");

        build.ExitCode.ShouldBe(1, build.Error);
        build.Error.ShouldContain("base-linux@1.0.*");
        build.Error.ShouldContain(Playground.Prod);
        ground.Playground.Calls(Playground.Dev, "CreateKeyPair").ShouldBe(0);
        ground.Playground.Leftovers().ShouldBe(before);
    }

    private static async Task<BuiltPair> BuildAsync(ImageGround ground, string image, string number)
    {
        await using var build = await ground.Playground.RunAsync("build", "images/" + image, "--build-number", number, "--json");
        build.ExitCode.ShouldBe(0, build.Error);
        var pair = JsonDocument.Parse(build.Out).RootElement;
        pair.GetProperty("isComplete").GetBoolean().ShouldBeTrue();
        return new(
            pair.GetProperty("pairId").GetString()!,
            pair.GetProperty("version").GetString()!,
            pair.GetProperty("members").EnumerateArray().ToDictionary(m => m.GetProperty("target").GetString()!, m => m.GetProperty("imageId").GetString()!));
    }

    private static void ShouldHaveTags(ImageGround ground, string account, SeenImage image, string name, BuiltPair pair, string target, string commit)
    {
        var snapshots = ground.Playground.Cloud.Inside.Snapshots(account, Playground.Region).Where(s => image.SnapshotIds.Contains(s.Id)).ToList();
        snapshots.Count.ShouldBe(1);
        image.State.ShouldBe("available");
        image.Name.ShouldBe($"{name} {pair.Version}");
        image.Description.ShouldBe($"{name} {pair.Version} from commit {commit}");
        image.Tags["CostCentre"].ShouldBe("platform");
        foreach (var tags in new[] { image.Tags, snapshots[0].Tags })
        {
            tags["version"].ShouldBe(pair.Version);
            tags["AmiTools:Image"].ShouldBe(name);
            tags["AmiTools:Target"].ShouldBe(target);
            tags["AmiTools:Pair"].ShouldBe(pair.Id);
            tags["AmiTools:Commit"].ShouldBe(commit);
            tags["AmiTools:State"].ShouldBe("complete");
        }
    }

    private static SeenImage Only(ImageGround ground, string account, string name) =>
        ground.Playground.Cloud.Inside.Images(account, Playground.Region).Single(i => i.Tags.GetValueOrDefault("AmiTools:Image") == name);

    /// <summary>A finished pair of the base image, as an earlier build left it.</summary>
    private static void SeedBase(ImageGround ground, string version, params string[] accounts)
    {
        foreach (var account in accounts.Length > 0 ? accounts : [Playground.Dev, Playground.Prod])
        {
            ground.Playground.Cloud.Inside.SeedImage(account, Playground.Region, "base-linux " + version, new Dictionary<string, string>
            {
                ["version"] = version,
                ["AmiTools:Image"] = "base-linux",
                ["AmiTools:Pair"] = "pair-of-an-earlier-build",
                ["AmiTools:State"] = "complete",
            });
        }
    }

    /// <summary>What an instance has when it has started, and an image must not have.</summary>
    private static void Plant(ImageGround ground)
    {
        foreach (var target in new[] { "dev", "prod" })
        {
            foreach (var file in new[] { "etc/ssh/ssh_host_rsa_key", "home/ec2-user/.ssh/authorized_keys", "etc/machine-id" })
            {
                var path = Path.Combine(ground.Instance(target), file);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, "of the instance\n");
            }
        }
    }

    private sealed record BuiltPair(string Id, string Version, IReadOnlyDictionary<string, string> Members);
}
