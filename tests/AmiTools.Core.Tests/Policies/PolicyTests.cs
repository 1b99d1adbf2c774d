using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using AmiTools.Core.Policies;
using AmiTools.LocalCloud;

namespace AmiTools.Core.Tests.Policies;

/// <summary>The table of permissions against what is really called.</summary>
public sealed partial class PolicyTests
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<LoggedCall>>>> observed = new();

    // Builds are whole ones, five of them dying: they take their time.
    private static readonly string[] building = ["New-PairedAmi", "Repair-PairedAmi"];

    public static TheoryData<string> Callers => [.. ObservedCalls.Of.Keys.Except(building)];

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task What_is_called_is_what_the_policy_allows(string cmdlet)
    {
        await CheckNothingElseIsCalledAsync(cmdlet);
        await CheckAllIsCalledAsync(cmdlet);
    }

    [Theory]
    [InlineData("New-PairedAmi")]
    [InlineData("Repair-PairedAmi")]
    [Trait("Category", "Full")]
    public Task What_is_called_by_a_build_and_its_repair_is_what_the_policy_allows(string cmdlet) => What_is_called_is_what_the_policy_allows(cmdlet);

    [Fact]
    public async Task The_check_can_fail()
    {
        var tag = (await CallsAsync("Update-AmiLastUsed")).First(c => c.Action == "CreateTags");
        PolicyOf("Get-AmiUsage").Allows(tag).ShouldBeFalse();
        var scan = PolicyOf("Update-AmiLastUsed");
        scan.Allows(tag).ShouldBeTrue();
        scan.Allows(tag with { Parameters = new Dictionary<string, string>(tag.Parameters) { ["Tag.1.Key"] = "version" } }).ShouldBeFalse();
        scan.Allows(tag with { Parameters = new Dictionary<string, string>(tag.Parameters) { ["ResourceId.1"] = "i-0123456789abcdef0" } }).ShouldBeFalse();
    }

    [Fact]
    public void Every_cmdlet_of_the_manifest_is_in_the_table_and_those_that_call_are_observed()
    {
        var exported = Exported().Match(File.ReadAllText(Path.Combine(Root(), "AmiTools.psd1"))).Groups[1].Value;
        PermissionTable.Of.Keys.ShouldBe(Quoted().Matches(exported).Select(m => m.Groups[1].Value), ignoreOrder: true);
        PermissionTable.Of.Where(e => e.Value.Count > 0).Select(e => e.Key).ShouldBe(ObservedCalls.Of.Keys, ignoreOrder: true);
    }

    [Fact]
    public void A_policy_reads_as_IAM_wants_it() =>
        Json(["Remove-PairedAmi", "Get-AmiByVersion"], "aws-cn").ShouldBe("""
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "Read",
                  "Effect": "Allow",
                  "Action": [
                    "ec2:DescribeImages"
                  ],
                  "Resource": "*"
                },
                {
                  "Sid": "WriteImageSnapshot",
                  "Effect": "Allow",
                  "Action": [
                    "ec2:DeregisterImage"
                  ],
                  "Resource": [
                    "arn:aws-cn:ec2:*::image/*",
                    "arn:aws-cn:ec2:*::snapshot/*"
                  ]
                },
                {
                  "Sid": "WriteSnapshot",
                  "Effect": "Allow",
                  "Action": [
                    "ec2:DeleteSnapshot"
                  ],
                  "Resource": [
                    "arn:aws-cn:ec2:*::snapshot/*"
                  ]
                }
              ]
            }
            """);

    [Fact]
    public void Names_of_statements_are_unique_letters_and_digits()
    {
        foreach (var chosen in PermissionTable.Of.Where(p => p.Value.Count > 0).Select(p => p.Key).Append("*"))
        {
            var names = PolicyOf(chosen).Names;
            names.ShouldBe(names.Distinct(), chosen);
            names.ShouldAllBe(n => n.All(char.IsAsciiLetterOrDigit));
        }
    }

    // "IAM and AWS STS quotas", IAM User Guide: 6,144 characters, blanks not counted.
    [Fact]
    public void All_together_fit_into_one_managed_policy() => Json(["*"]).Count(c => !char.IsWhiteSpace(c)).ShouldBeInRange(2000, 6144);

    [Theory]
    [InlineData("UnknownCmdlet", "There is no cmdlet 'Update-AmiLastUse' in AmiTools. Did you mean 'Update-AmiLastUsed'?", "Update-AmiLastUse")]
    [InlineData("UnknownCmdlet", "There is no cmdlet 'nope' in AmiTools. Known: Copy-AmiToTarget, Get-AmiAccess, Get-AmiByVersion, Get-AmiCleanupPlan, Get-AmiDefinition, Get-AmiParameter, Get-AmiPolicy, Get-AmiReference, Get-AmiSchedule, Get-AmiUsage, Get-AmiUserDataSchema, Get-PairedAmi, Grant-AmiAccess, Invoke-AmiCleanup, New-AmiUserData, New-PairedAmi, Protect-Ami, Register-AmiPair, Register-AmiSchedule, Remove-PairedAmi and 13 more.", "nope")]
    [InlineData("NoPermissionNeeded", "Get-AmiDefinition asks nothing of AWS; no policy is needed.", "get-amidefinition")]
    [InlineData("NoPermissionNeeded", "Start-AmiLocalCloud, Stop-AmiLocalCloud ask nothing of AWS; no policy is needed.", "*-AmiLocalCloud")]
    public void What_has_no_policy_is_told(string id, string message, string cmdlet)
    {
        var failed = Should.Throw<AmiToolsException>(() => Json([cmdlet]));
        (failed.ErrorId, failed.Message).ShouldBe((id, message));
        failed.RecommendedAction.ShouldBe(id == "NoPermissionNeeded" ? "Leave it out of the list." : null);
    }

    [Fact]
    public void Explained_each_action_says_what_it_is_for()
    {
        var explained = new GetPolicy().Explain(new() { Cmdlets = ["*"] });
        explained.ShouldAllBe(p => p.Why.Length > 10 && p.Resources.Count > 0);
        explained.Select(p => (p.Cmdlet, p.Action, string.Join(' ', p.Resources), p.IsDependent)).ShouldBeUnique();
        explained.Single(p => p.Cmdlet == "Update-AmiLastUsed" && p.Action == "ec2:CreateTags").TagKeys.ShouldBe(["LastUsed", "LastUsedRuntime"]);
    }

    private static async Task CheckNothingElseIsCalledAsync(string cmdlet)
    {
        var policy = PolicyOf(cmdlet);
        var calls = await CallsAsync(cmdlet);
        calls.Count.ShouldBeGreaterThan(0);
        calls.Where(c => !policy.Allows(c)).Select(c => $"{c.Service}:{c.Action} {string.Join(' ', c.Parameters)}").ShouldBeEmpty();
    }

    // But what is said to be dependent.
    private static async Task CheckAllIsCalledAsync(string cmdlet)
    {
        var called = (await CallsAsync(cmdlet)).Select(c => $"{c.Service}:{c.Action}").ToHashSet();
        var permissions = PermissionTable.Of[cmdlet];
        permissions.Where(p => !p.IsDependent).Select(p => p.Action).Distinct().Where(a => !called.Contains(a)).ShouldBe([]);
        // Nothing that is called is excused.
        permissions.Where(p => p.IsDependent && called.Contains(p.Action) && permissions.All(o => o.IsDependent || o.Action != p.Action)).Select(p => p.Action).ShouldBeEmpty();
    }

    private static Policy PolicyOf(string cmdlet) => new(Json([cmdlet]));

    private static string Json(IReadOnlyList<string> cmdlets, string partition = "aws") => new GetPolicy().Run(new() { Cmdlets = cmdlets, Partition = partition });

    // Called once for both tests.
    private static Task<IReadOnlyList<LoggedCall>> CallsAsync(string cmdlet) => observed.GetOrAdd(cmdlet, c => new(() => ObservedCalls.Of[c]())).Value;

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\((.*?)\)", RegexOptions.Singleline)]
    private static partial Regex Exported();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
