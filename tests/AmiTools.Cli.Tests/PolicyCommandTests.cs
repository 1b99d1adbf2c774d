namespace AmiTools.Cli.Tests;

public class PolicyCommandTests
{
    [Fact]
    public async Task The_policy_of_a_scan_may_write_two_tags_and_nothing_else()
    {
        var run = await CliRun.Of("policy", "Update-AmiLastUsed");
        (run.ExitCode, run.Error).ShouldBe((0, ""));
        var statements = CloudGround.Json(run.Out).GetProperty("Statement").EnumerateArray().ToList();
        statements.Select(s => s.GetProperty("Sid").GetString()).ShouldBe(["Read", "WriteTagsOfImage"]);
        statements[1].GetProperty("Condition").GetProperty("ForAllValues:StringEquals").GetProperty("aws:TagKeys").EnumerateArray().Select(k => k.GetString()).ShouldBe(["LastUsed", "LastUsedRuntime"]);
    }

    [Fact]
    public async Task Explained_it_is_a_table_or_a_document()
    {
        var table = await CliRun.Of("policy", "remove-*", "--explain");
        table.Out.TrimEnd().Split('\n').Length.ShouldBe(4);
        table.Out.ShouldContain("Remove-PairedAmi  ec2:DeregisterImage  AmiTools   removes an image, with its snapshots");
        CloudGround.Json((await CliRun.Of("policy", "remove-*", "--explain", "--json")).Out).GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task What_is_no_cmdlet_is_told()
    {
        var run = await CliRun.Of("policy", "Get-AmiByVersoin");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith("error: There is no cmdlet 'Get-AmiByVersoin' in AmiTools. Did you mean 'Get-AmiByVersion'?");
        (await CliRun.Of("policy", "Get-AmiByVersion", "--partition", "azure")).Error.ShouldStartWith("error: There is no partition 'azure'; expected one of aws, aws-cn, aws-us-gov.");
    }
}
