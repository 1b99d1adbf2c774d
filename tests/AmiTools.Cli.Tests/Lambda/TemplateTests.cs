using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AmiTools.Core.Policies;
using YamlDotNet.RepresentationModel;

namespace AmiTools.Cli.Tests.Lambda;

/// <summary>examples/lambda by a YAML parser: what the roles may do, what starts the functions, and that all belongs together.</summary>
public sealed class TemplateTests
{
    private static readonly YamlMappingNode account = Read("account.yaml"), template = Read("template.yaml");

    [Theory]
    [InlineData("Scan", "Update-AmiLastUsed")]
    [InlineData("Cleanup", "Invoke-AmiCleanup")]
    public void A_role_of_an_account_may_do_what_Get_AmiPolicy_says_and_nothing_else(string job, string cmdlet)
    {
        var role = At(account, "Resources", job + "Role", "Properties");
        var policies = (YamlSequenceNode)role["Policies"];
        var policy = policies.Children.ShouldHaveSingleItem();
        JsonNode.DeepEquals(Json(policy["PolicyDocument"]), JsonNode.Parse(new GetPolicy().Run(new() { Cmdlets = [cmdlet] }))).ShouldBeTrue($"Write it anew: policy {cmdlet}");
        role.Children.ContainsKey("ManagedPolicyArns").ShouldBeFalse();
        // Nobody but that function becomes it.
        var trust = ((YamlSequenceNode)role["AssumeRolePolicyDocument"]["Statement"]).Children.ShouldHaveSingleItem();
        (Tagged(trust["Principal"]["AWS"]), Text(trust["Action"])).ShouldBe(($"!Ref {job}FunctionRole", "sts:AssumeRole"));
    }

    [Theory]
    [InlineData("Scan")]
    [InlineData("Cleanup")]
    public void A_function_may_become_the_roles_of_its_job_and_write_its_log(string job)
    {
        var role = At(template, "Resources", job + "FunctionRole", "Properties");
        role.Children.ContainsKey("ManagedPolicyArns").ShouldBeFalse();
        var statements = ((YamlSequenceNode)((YamlSequenceNode)role["Policies"]).Children.ShouldHaveSingleItem()["PolicyDocument"]["Statement"]).Children;
        statements.Select(s => (Json(s["Action"])!.ToJsonString(), Tagged(s["Resource"]))).ShouldBe(
        [
            ("\"sts:AssumeRole\"", $"!Ref {job}Roles"),
            ("""["logs:CreateLogStream","logs:PutLogEvents"]""", $"!Sub arn:aws:logs:${{AWS::Region}}:${{AWS::AccountId}}:log-group:/amitools/{job.ToLowerInvariant()}:*"),
        ]);
        At(template, "Resources", job + "Log", "Properties")["LogGroupName"].ToString().ShouldBe("/amitools/" + job.ToLowerInvariant());
    }

    [Theory]
    [InlineData("Scan")]
    [InlineData("Cleanup")]
    public async Task A_function_runs_one_job_by_the_clock_and_never_twice_at_once(string job)
    {
        var function = At(template, "Resources", job + "Function", "Properties");
        (Text(function["Runtime"]), Text(function["Architectures"][0]), Text(function["ReservedConcurrentExecutions"]), Tagged(function["Role"])).ShouldBe(("provided.al2023", "x86_64", "1", $"!GetAtt {job}FunctionRole.Arn"));
        var clock = function["Events"]["Clock"];
        (Text(clock["Type"]), Tagged(clock["Properties"]["ScheduleExpression"]), Text(clock["Properties"]["RetryPolicy"]["MaximumRetryAttempts"])).ShouldBe(("ScheduleV2", $"!Ref {job}Schedule", "0"));
        // The event, with the parameter's default in it, is one that the handler can run.
        var input = Text(clock["Properties"]["Input"]).Replace($"${{{job}Arguments}}", Text(At(template, "Parameters", job + "Arguments")["Default"]), StringComparison.Ordinal);
        var arguments = new AmiTools.Cli.Lambda.Invocation("id", DateTimeOffset.UtcNow, input).Arguments();
        var run = await CliRun.Of([Text(function["Handler"]), .. arguments, "--check-command"]);
        (run.ExitCode, run.Error).ShouldBe((0, ""));
        // Nothing goes before somebody has looked.
        if (job == "Cleanup") arguments.ShouldBe(["--what-if"]);
    }

    [Fact]
    public void Both_jobs_are_about_the_same_accounts_and_Regions_each_by_its_own_role()
    {
        Targets("scan").Select(t => t with { Role = "" }).ShouldBe(Targets("cleanup").Select(t => t with { Role = "" }));
        foreach (var job in new[] { "scan", "cleanup" })
        {
            Targets(job).ShouldAllBe(t => t.Role == $"arn:aws:iam::{t.Account}:role/amitools-{job}");
            Text(At(account, "Resources", job == "scan" ? "ScanRole" : "CleanupRole", "Properties")["RoleName"]).ShouldBe("amitools-" + job);
        }
    }

    private sealed record Target(string Name, string Account, string Region, string Role);

    private static List<Target> Targets(string job) =>
    [
        .. ((YamlSequenceNode)Read($"package/{job}.yaml")["targets"]).Select(t => new Target(Text(t["name"]), Text(t["account"]), Text(t["region"]), Text(t["credentials"]["roles"][0]["roleArn"]))),
    ];

    private static YamlMappingNode Read(string file, [CallerFilePath] string here = "")
    {
        using var reader = File.OpenText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "examples", "lambda", file));
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents.ShouldHaveSingleItem().RootNode;
    }

    private static YamlMappingNode At(YamlNode node, params string[] path) => (YamlMappingNode)path.Aggregate(node, (n, name) => n[name]);

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static string Tagged(YamlNode node) => $"{node.Tag} {Text(node)}";

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Select(e => KeyValuePair.Create(Text(e.Key), Json(e.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(Json)]),
        _ => JsonValue.Create(Text(node)),
    };
}
