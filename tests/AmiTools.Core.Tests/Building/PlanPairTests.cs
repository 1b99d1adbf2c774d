using AmiTools.Aws;
using AmiTools.Core.Building;
using AmiTools.LocalCloud;
using static AmiTools.Core.Tests.Building.PairLab;

namespace AmiTools.Core.Tests.Building;

/// <summary>Everything that is checked before a build, against the local cloud and with the real Packer.</summary>
public sealed class PlanPairTests
{
    private static async Task<IReadOnlyList<Problem>> ProblemsAsync(PairLab lab, NewPairRequest? request = null)
    {
        var failure = await Should.ThrowAsync<ProblemsFoundException>(() => lab.PlanAsync(request));
        Directory.Exists(lab.Runs).ShouldBeFalse("a plan leaves nothing behind");
        Mutations(lab).ShouldBeEmpty();
        return failure.Problems;
    }

    private static IEnumerable<LoggedCall> Mutations(PairLab lab) => lab.Cloud.Calls.Where(c =>
        !c.Action.StartsWith("Describe", StringComparison.Ordinal) && !c.Action.StartsWith("Get", StringComparison.Ordinal) && c.Parameters.GetValueOrDefault("DryRun") != "true");

    [Fact]
    public async Task A_plan_says_exactly_what_will_be_built()
    {
        await using var lab = await PairLab.StartAsync();
        var plan = await lab.PlanAsync();
        lab.Reporter.ShouldHaveGoneForward($"Checking web {plan.Version}");
        plan.Version.ShouldBe("2.0.57");
        plan.Commit.ShouldBe(Commit);
        plan.IsPrerelease.ShouldBeFalse();
        plan.Members.Select(m => (m.Target.Name, m.AccountId, m.Region, m.ImageName, m.SourceImageId)).ShouldBe(
            [("dev", Dev, Region, "web 2.0.57", BaseImage), ("prod", Prod, Region, "web 2.0.57", BaseImage)]);
        plan.Members[0].Parameters.Single(p => p.Name == "source_ami").File.ShouldEndWith("default.conf");
        Mutations(lab).ShouldBeEmpty();
        Directory.Exists(lab.Runs).ShouldBeFalse();
    }

    [Fact]
    public async Task A_plan_is_built_with_at_most_fifteen_calls_of_our_own_a_target()
    {
        await using var lab = await PairLab.StartAsync();
        var plan = await lab.PlanAsync();
        (await lab.BuildAsync(plan)).IsComplete.ShouldBeTrue();
        foreach (var account in new[] { Dev, Prod })
        {
            lab.OwnCalls(account).Select(c => c.Action).ShouldBe(
            [
                "GetCallerIdentity", "DescribeImages", "DescribeImages", "DescribeImages", "RunInstances", "CreateTags", "DeregisterImage",
                "GetCallerIdentity", "DescribeImages", "DescribeSnapshots", "CreateTags", "DescribeImages",
                // The journal's copy: made, Packer's security group, the commit point, removed; in the second target its own beginning too.
                "PutParameter", "PutParameter", "PutParameter", "DeleteParameter", .. account == Prod ? ["PutParameter"] : Array.Empty<string>(),
            ], ignoreOrder: true);
            lab.DifferentOwnCalls(account).ShouldBeLessThanOrEqualTo(15);
        }
    }

    [Fact]
    public async Task A_template_that_knows_nothing_of_AmiTools_costs_at_most_fifteen_calls_too()
    {
        await using var lab = await PairLab.StartAsync();
        File.Delete(lab.TemplatePath);
        lab.WriteHcl();
        var plan = await lab.PlanAsync();
        var pair = await lab.BuildAsync(plan);
        pair.IsComplete.ShouldBeTrue();
        lab.Cloud.Inside.Images(Prod, Region).ShouldHaveSingleItem().Tags["AmiTools:Pair"].ShouldBe(plan.PairId);
        lab.Cloud.Inside.Snapshots(Prod, Region).ShouldHaveSingleItem().Tags["AmiTools:Commit"].ShouldBe(Commit);
        lab.DifferentOwnCalls(Prod).ShouldBeLessThanOrEqualTo(15, string.Join(" ", lab.OwnCalls(Prod).Select(c => c.Action)));
    }

    [Fact]
    public async Task A_bad_base_image_in_prod_is_found_before_anything_is_built()
    {
        await using var lab = await PairLab.StartAsync();
        lab.Folder.Write("src/common/conf/prod.conf", "source_ami=ami-0123456789abcdef0\n");
        var problem = (await ProblemsAsync(lab)).ShouldHaveSingleItem();
        problem.Id.ShouldBe("BaseImageNotFound");
        problem.Target.ShouldBe("prod");
    }

    [Fact]
    public async Task Different_base_images_are_refused_unless_allowed()
    {
        await using var lab = await PairLab.StartAsync();
        lab.Folder.Write("src/common/conf/prod.conf", "source_ami=ami-0ba5e000000000001\n");
        (await ProblemsAsync(lab)).ShouldHaveSingleItem().Id.ShouldBe("BaseImagesDiffer");
        (await lab.PlanAsync(lab.Request with { AllowDifferentBaseImages = true })).Members.Count.ShouldBe(2);
        lab.Reporter.Of("warning").ShouldHaveSingleItem().ShouldContain("not the same image");
    }

    [Theory]
    [InlineData("web 2.0.57", "1.0.0")]
    [InlineData("another name", "2.0.57")]
    public async Task A_name_or_version_that_is_taken_is_refused_before_anything(string name, string version)
    {
        await using var lab = await PairLab.StartAsync();
        var id = lab.Cloud.Inside.SeedImage(Prod, Region, name, new Dictionary<string, string> { ["version"] = version, ["AmiTools:Image"] = "web" });
        var problem = (await ProblemsAsync(lab)).ShouldHaveSingleItem();
        problem.Id.ShouldBe("VersionExists");
        problem.Message.ShouldContain(id);
        problem.Target.ShouldBe("prod");
    }

    [Fact]
    public async Task Another_images_version_is_no_obstacle()
    {
        await using var lab = await PairLab.StartAsync();
        lab.Cloud.Inside.SeedImage(Dev, Region, "db 2.0.57", new Dictionary<string, string> { ["version"] = "2.0.57", ["AmiTools:Image"] = "db" });
        (await lab.PlanAsync()).Members.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Missing_permissions_are_found_by_dry_runs()
    {
        await using var lab = await PairLab.StartAsync();
        lab.Cloud.Inside.Deny(Prod, "ec2:RunInstances");
        lab.Cloud.Inside.Deny(Dev, "ec2:DeregisterImage");
        var problem = (await ProblemsAsync(lab)).ShouldHaveSingleItem();
        problem.Id.ShouldBe("PermissionMissing");
        problem.Target.ShouldBe("prod");
        problem.Message.ShouldContain("RunInstances");
        lab.Reporter.Of("warning").ShouldHaveSingleItem().ShouldContain("[dev] DeregisterImage may be refused");
    }

    [Fact]
    public async Task All_problems_of_all_targets_come_at_once()
    {
        await using var lab = await PairLab.StartAsync();
        lab.Cloud.Inside.Deny(Dev, "ec2:RunInstances");
        lab.Cloud.Inside.SeedImage(Dev, Region, "web 2.0.57");
        lab.Variables["PROD_AWS_SECRET_ACCESS_KEY"] = "wrong";
        var problems = await ProblemsAsync(lab);
        problems.Select(p => (p.Target, p.Id)).ShouldBe([("dev", "PermissionMissing"), ("dev", "VersionExists"), ("prod", "TargetUnreachable")], ignoreOrder: true);
    }

    [Fact]
    public async Task Credentials_of_another_account_are_refused()
    {
        await using var lab = await PairLab.StartAsync();
        lab.Variables["PROD_AWS_ACCESS_KEY_ID"] = lab.Variables["DEV_AWS_ACCESS_KEY_ID"];
        lab.Variables["PROD_AWS_SECRET_ACCESS_KEY"] = lab.Variables["DEV_AWS_SECRET_ACCESS_KEY"];
        (await ProblemsAsync(lab)).ShouldHaveSingleItem().Id.ShouldBe("AccountDiffers");
    }

    [Fact]
    public async Task What_packer_does_not_accept_is_told_before_anything_is_built()
    {
        await using var lab = await PairLab.StartAsync();
        lab.WriteTemplate(", \"nonsense_option\": true");
        var problems = await ProblemsAsync(lab);
        problems.Select(p => p.Target).ShouldBe(["dev", "prod"]);
        problems.ShouldAllBe(p => p.Id == "PackerRefusesTemplate" && p.File == lab.TemplatePath && p.Message.Contains("nonsense_option"));
    }

    [Fact]
    public async Task A_template_tag_of_ours_with_another_value_is_refused()
    {
        await using var lab = await PairLab.StartAsync();
        lab.WriteTemplate(", \"run_tags\": { \"AmiTools:Pair\": \"mine\" }");
        var problems = await ProblemsAsync(lab);
        problems.ShouldAllBe(p => p.Id == "TagConflict" && p.Message.Contains("'mine'"));
        problems.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Wrong_files_are_told_without_any_call()
    {
        await using var lab = await PairLab.StartAsync();
        lab.Folder.Write("src/web/conf/prod.conf", "instance_tipe=t3.large\n");
        (await ProblemsAsync(lab)).ShouldHaveSingleItem().Line.ShouldBe(1);
        lab.Cloud.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Off_the_release_branches_only_the_first_target_is_built_as_a_prerelease()
    {
        await using var lab = await PairLab.StartAsync();
        var plan = await lab.PlanAsync(lab.Request with { Branch = "feature/x" });
        plan.IsPrerelease.ShouldBeTrue();
        plan.Version.ShouldBe("2.0.57-feature-x");
        var pair = await lab.BuildAsync(plan);
        pair.IsPrerelease.ShouldBeTrue();
        pair.IsComplete.ShouldBeFalse();
        pair.Members.ShouldHaveSingleItem().Target.ShouldBe("dev");
        lab.Cloud.Calls.ShouldNotContain(c => c.Account == Prod);
    }

    [Fact]
    public async Task A_missing_packer_is_told_before_any_call()
    {
        await using var lab = await PairLab.StartAsync();
        lab.Variables["PATH"] = "/nowhere";
        (await Should.ThrowAsync<AmiToolsException>(() => lab.PlanAsync())).Kind.ShouldBe(FailureKind.NotInstalled);
        lab.Cloud.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Packers_child_sees_this_targets_secret_and_nothing_of_the_host_or_of_another_target()
    {
        await using var lab = await PairLab.StartAsync();
        var packer = lab.Folder.Script("fake/packer", $"""
            echo "$*" >> {lab.Folder.Path}/arguments
            [ "$1" = validate ] && exit 0
            env > {lab.Folder.Path}/environment-$AWS_ACCESS_KEY_ID
            echo "1,,ui,message,    amazon-ebs: the secret is $AWS_SECRET_ACCESS_KEY"
            echo "1,,ui,error,==> amazon-ebs: failed with $AWS_SECRET_ACCESS_KEY"
            exit 1
            """);
        var request = lab.Request with { PackerPath = packer };
        var plan = await lab.PlanAsync(request);
        var (dev, prod) = (lab.Variables["DEV_AWS_SECRET_ACCESS_KEY"], lab.Variables["PROD_AWS_SECRET_ACCESS_KEY"]);
        foreach (var only in new[] { Dev, Prod })
        {
            var failure = await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync(plan with { PairId = plan.PairId + only, Members = [.. plan.Members.Where(m => m.AccountId == only)] }));
            failure.ToString().ShouldNotContain(only == Dev ? dev : prod);
            failure.Message.ShouldContain("failed with ***");
        }
        foreach (var (account, own, other) in new[] { (lab.Cloud.Accounts[0], dev, prod), (lab.Cloud.Accounts[1], prod, dev) })
        {
            var seen = File.ReadAllText($"{lab.Folder.Path}/environment-{account.AccessKeyId}");
            seen.ShouldContain("AWS_SECRET_ACCESS_KEY=" + own);
            seen.ShouldContain("CHECKPOINT_DISABLE=1");
            seen.ShouldNotContain(other);
            seen.ShouldNotContain("TEAMCITY");
            seen.ShouldNotContain("canary");
            seen.ShouldNotContain("DEV_AWS");
        }
        lab.Reporter.All.ShouldNotContain(l => l.Contains(dev) || l.Contains(prod));
        lab.Reporter.Of("output").ShouldContain(l => l.Contains("the secret is ***"));
        var arguments = File.ReadAllText($"{lab.Folder.Path}/arguments");
        arguments.ShouldNotContain(dev);
        arguments.ShouldNotContain(prod);
        foreach (var file in Directory.GetFiles(lab.Runs, "*", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            text.ShouldNotContain(dev);
            text.ShouldNotContain(prod);
            if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }
    }

    [Fact]
    public async Task A_secret_override_goes_by_a_file_that_is_gone_afterwards()
    {
        await using var lab = await PairLab.StartAsync();
        lab.WriteTemplate(rest: """, "provisioners": [{ "type": "shell-local", "inline": ["echo value-{{user `winrm_password`}}"] }]""");
        var plan = await lab.PlanAsync(lab.Request with { Overrides = new Dictionary<string, string> { ["winrm_password"] = "canary-winrm-password" } });
        await lab.BuildAsync(plan);
        lab.Reporter.All.ShouldNotContain(l => l.Contains("canary-winrm-password"));
        lab.Reporter.Of("output").ShouldContain(l => l.Contains("value-***"));
        Directory.GetFiles(lab.Runs, "*", SearchOption.AllDirectories).ShouldAllBe(f => !File.ReadAllText(f).Contains("canary-winrm-password"));
        Directory.GetDirectories(Path.GetTempPath(), "amitools-" + plan.PairId + "*").ShouldBeEmpty();
    }
}
