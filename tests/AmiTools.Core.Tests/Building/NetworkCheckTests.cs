using AmiTools.LocalCloud;
using static AmiTools.Core.Tests.Building.PairLab;

namespace AmiTools.Core.Tests.Building;

/// <summary>A network that is missing in one target is found before anything is built in any, with the place that names it.</summary>
public sealed class NetworkCheckTests
{
    private const string Of = "0000";
    private const string Nowhere = "0123456789abcdef0";

    [Fact]
    public async Task The_other_accounts_subnet_is_refused_with_the_file_and_line_that_names_it()
    {
        await using var lab = await PairLab.StartAsync();
        lab.WriteTemplate(""", "subnet_id": "{{user `subnet_id`}}", "vpc_id": "{{user `vpc_id`}}" """);
        lab.Folder.Write("src/common/conf/default.conf", $"source_ami={BaseImage}\n# everybody's\nsubnet_id=subnet-0{Dev}0001\nvpc_id=vpc-0{Dev}{Of}\n");
        lab.Folder.Write("src/common/conf/prod.conf", $"vpc_id=vpc-0{Prod}{Of}\n");

        (await ProblemsAsync(lab)).ShouldBe(
        [
            $"{lab.Root}/common/conf/default.conf:3: [prod] 'subnet_id' names the subnet subnet-0{Dev}0001, which is not in account {Prod}, {Region}. Here are subnet-0{Prod}0001, subnet-0{Prod}0002. The value is that of all targets; conf/prod can name another.",
        ]);
    }

    [Fact]
    public async Task Each_missing_thing_of_each_target_is_named_at_once_whatever_form_it_has_in_its_file()
    {
        await using var lab = await PairLab.StartAsync();
        lab.WriteTemplate(""", "vpc_id": "{{user `vpc_id`}}", "security_group_ids": "{{user `security_group_ids`}}", "subnet_id": "{{user `where`}}" """);
        lab.Folder.Write("src/web/conf/dev.yaml", $"vpc_id: vpc-{Nowhere}\nsecurity_group_ids: sg-0{Dev}{Of},sg-{Nowhere}\nwhere: subnet-0{Dev}0001\n");
        lab.Folder.Write("src/web/conf/prod.json", $$"""
            {
              "vpc_id": "vpc-0{{Prod}}{{Of}}",
              "security_group_ids": "sg-0{{Prod}}{{Of}}",
              "where": "subnet-of-prod"
            }
            """);

        (await ProblemsAsync(lab)).ShouldBe(
        [
            $"{lab.Root}/web/conf/dev.yaml:1: [dev] 'vpc_id' names the VPC vpc-{Nowhere}, which is not in account {Dev}, {Region}. Here are vpc-0{Dev}{Of}.",
            $"{lab.Root}/web/conf/dev.yaml:2: [dev] 'security_group_ids' names the security group sg-{Nowhere}, which is not in account {Dev}, {Region}. Here are sg-0{Dev}{Of}.",
            // No form of an id, but the template uses it for a subnet.
            $"{lab.Root}/web/conf/prod.json:4: [prod] 'where' names the subnet subnet-of-prod, which is not in account {Prod}, {Region}. Here are subnet-0{Prod}0001, subnet-0{Prod}0002.",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task What_the_template_itself_names_has_the_templates_place_and_a_list_is_looked_through()
    {
        await using var lab = await PairLab.StartAsync();
        File.Delete(lab.TemplatePath);
        var hcl = lab.WriteHcl();
        File.WriteAllText(hcl, File.ReadAllText(hcl).Replace("communicator = \"none\"", $"communicator = \"none\"\n  security_group_ids = [\"sg-0{Dev}{Of}\", var.more[0]]") + "\nvariable \"more\" { type = list(string) }\n");
        lab.Folder.Write("src/web/conf/default.yaml", $"more:\n  - sg-{Nowhere}\n");

        (await ProblemsAsync(lab)).ShouldBe(
        [
            $"{lab.Root}/web/conf/default.yaml:1: [dev] 'more' names the security group sg-{Nowhere}, which is not in account {Dev}, {Region}. Here are sg-0{Dev}{Of}. The value is that of all targets; conf/dev can name another.",
            $"{lab.Root}/web/conf/default.yaml:1: [prod] 'more' names the security group sg-{Nowhere}, which is not in account {Prod}, {Region}. Here are sg-0{Prod}{Of}. The value is that of all targets; conf/prod can name another.",
            $"{hcl}:17: [prod] the template names the security group sg-0{Dev}{Of}, which is not in account {Prod}, {Region}. Here are sg-0{Prod}{Of}.",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task What_the_test_alone_would_use_is_looked_for_when_there_is_a_test()
    {
        await using var lab = await PairLab.StartAsync();
        lab.Folder.Write("src/common/conf/prod.conf", $"subnet_id=subnet-{Nowhere}\n");
        (await lab.PlanAsync()).Members.Count.ShouldBe(2, "the template does not take it, and there is no test");
        (await ProblemsAsync(lab, lab.Request with { Test = new() { Command = "true" } })).ShouldHaveSingleItem().ShouldStartWith($"{lab.Root}/common/conf/prod.conf:1: [prod] 'subnet_id' names the subnet subnet-{Nowhere}, which is not in account {Prod}");
    }

    [Fact]
    public async Task Where_looking_is_not_allowed_the_build_is_not_refused()
    {
        await using var lab = await PairLab.StartAsync();
        lab.Cloud.Faults.Add(new Fault("DescribeSubnets") { Count = 0, Code = "UnauthorizedOperation", Message = "You are not authorized (planned).", Status = 403 });
        lab.WriteTemplate(""", "subnet_id": "{{user `subnet_id`}}" """);
        lab.Folder.Write("src/common/conf/default.conf", $"source_ami={BaseImage}\nsubnet_id=subnet-{Nowhere}\n");
        (await lab.PlanAsync()).Members.Count.ShouldBe(2);
        lab.Reporter.Of("verbose").ShouldContain(l => l.Contains($"[dev] whether subnet-{Nowhere} is there could not be told: "));
    }

    /// <summary>What a plan refuses; nothing was changed for it, and nothing is left on disk.</summary>
    private static async Task<IReadOnlyList<string>> ProblemsAsync(PairLab lab, NewPairRequest? request = null)
    {
        var failure = await Should.ThrowAsync<ProblemsFoundException>(() => lab.PlanAsync(request));
        failure.Problems.ShouldAllBe(p => p.Id == "NetworkMissing");
        lab.Cloud.Calls.Where(c => c.Status == 200).ShouldAllBe(c => c.Action.StartsWith("Describe") || c.Action.StartsWith("Get"));
        Directory.Exists(lab.Runs).ShouldBeFalse();
        return [.. failure.Problems.Select(p => p.ToString())];
    }
}
