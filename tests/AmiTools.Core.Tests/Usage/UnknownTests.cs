using AmiTools.Core.Usage;
using AmiTools.LocalCloud;
using static AmiTools.Core.Tests.Usage.UsageLab;

namespace AmiTools.Core.Tests.Usage;

/// <summary>What could not be read is never taken for "not used".</summary>
public sealed class UnknownTests
{
    public static TheoryData<string> RequiredActions =>
    [
        "ec2:DescribeInstances", "ec2:DescribeLaunchTemplateVersions", "autoscaling:DescribeLaunchConfigurations", "autoscaling:DescribeAutoScalingGroups",
        "ec2:DescribeSpotInstanceRequests", "ec2:DescribeSpotFleetRequests", "ec2:DescribeFleets", "ssm:DescribeParameters", "ssm:GetParameters",
    ];

    [Theory]
    [MemberData(nameof(RequiredActions))]
    public async Task A_missing_permission_is_unknown(string action)
    {
        using var lab = new UsageLab();
        lab.Inside.SeedParameter(Dev, Region, "/a", "x");
        lab.Inside.Deny(Dev, action);
        var usage = await lab.UsageAsync(lab.DevImage);
        usage.State.ShouldBe(UseState.Unknown);
        usage.Unknown.ShouldContain(u => u.IsRequired && u.Target == "dev" && u.Cause.Contains(action));
        lab.Reporter.Of("warning").ShouldContain(w => w.Contains("is unknown in dev (account 111111111111, eu-west-1)") && w.Contains(action));
    }

    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.Cut)]
    [InlineData(FaultKind.HtmlOk)]
    [InlineData(FaultKind.EmptyBody)]
    public async Task A_page_in_the_middle_that_fails_to_the_end_is_unknown(FaultKind kind)
    {
        using var lab = new UsageLab();
        for (var i = 0; i < 1500; i++) lab.Inside.SeedInstance(Dev, Region, BaseImage);
        lab.Cloud.Faults.Add(new Fault("DescribeInstances", Call: 2, Kind: kind) { Account = Dev, Count = 0 });
        (await lab.UsageAsync(lab.DevImage)).State.ShouldBe(UseState.Unknown);
    }

    [Fact]
    public async Task A_use_that_was_seen_outweighs_what_is_unknown()
    {
        using var lab = new UsageLab();
        lab.Inside.SeedInstance(Dev, Region, lab.DevImage);
        lab.Inside.Deny(Dev, "ec2:DescribeFleets");
        var usage = await lab.UsageAsync(lab.DevImage);
        usage.State.ShouldBe(UseState.Used);
        usage.Unknown.Select(u => u.Source).ShouldBe(["ec2-fleets"]);
        (await lab.UsageAsync(lab.DevImage, new() { Optional = ["ec2-fleets"] })).Unknown.ShouldHaveSingleItem().IsRequired.ShouldBeFalse();
    }

    [Fact]
    public async Task An_endpoint_without_an_api_is_said_once_a_place()
    {
        using var lab = new UsageLab(new() { UnknownActions = ["DescribeFleets"] });
        (await lab.AllAsync()).ShouldAllBe(u => u.State == UseState.Unknown);
        lab.Reporter.Of("warning").Count(w => w.EndsWith("the endpoint has no DescribeFleets", StringComparison.Ordinal)).ShouldBe(2);
        using var optional = new UsageLab(new() { UnknownActions = ["DescribeFleets"] });
        (await optional.AllAsync(new() { Options = new() { Optional = ["ec2-fleets"] } })).ShouldAllBe(u => u.State == UseState.NotUsed);
    }

    [Fact]
    public async Task What_is_unknown_in_one_target_matters_there_where_it_is_shared_and_to_its_pair_alone()
    {
        using var lab = new UsageLab();
        var alone = lab.Seed(Dev, "dev", "2.0.1", pair: null);
        var shared = lab.Seed(Dev, "dev", "2.0.2", pair: null, sharedWith: [Prod]);
        lab.Inside.Deny(Prod, "ec2:DescribeInstances");
        var states = (await lab.AllAsync()).ToDictionary(u => u.ImageId, u => u.State);
        states[alone].ShouldBe(UseState.NotUsed);
        states[shared].ShouldBe(UseState.Unknown);
        states[lab.ProdImage].ShouldBe(UseState.Unknown);
        states[lab.DevImage].ShouldBe(UseState.Unknown);
    }

    [Fact]
    public async Task Where_it_cannot_be_told_what_is_shared_everything_counts_as_shared()
    {
        using var lab = new UsageLab();
        var alone = lab.Seed(Dev, "dev", "2.0.1", pair: null);
        lab.Inside.Deny(Prod, "ec2:DescribeInstances");
        lab.Cloud.Faults.Add(new Fault("DescribeImages", Call: 2) { Account = Prod, Count = 0 });
        (await lab.UsageAsync(alone)).State.ShouldBe(UseState.Unknown);
    }

    [Fact]
    public async Task A_target_that_cannot_be_reached_leaves_pairs_unknown_and_fails_who_asks_about_its_images()
    {
        using var lab = new UsageLab();
        lab.Connector.Unreachable.Add("prod");
        var usage = (await lab.AllAsync(new() { Targets = new() { Names = ["dev"] } })).ShouldHaveSingleItem();
        usage.State.ShouldBe(UseState.Unknown);
        usage.Unknown.ShouldContain(u => u.Source == "pairs" && u.Cause == "The target 'prod' can't be used: planned.");
        (await Should.ThrowAsync<AmiToolsException>(() => lab.AllAsync())).ErrorId.ShouldBe("TargetUnreachable");
    }

    [Fact]
    public async Task What_is_asked_wrongly_is_said()
    {
        using var lab = new UsageLab();
        await FailsAsync(new() { ImageIds = ["ami-0123456789abcdef0"] }, "ImageNotFound", "No account of the targets dev, prod owns ami-0123456789abcdef0 there. Only own images can be asked about; look at the Region and the id.");
        await FailsAsync(new() { Names = ["api*"], Version = "2.*" }, "ImageNotFound", "No registered image in dev, prod matches api* 2.*.");
        await FailsAsync(new() { Options = new() { Optional = ["instance"] } }, "UnknownSource", "There is no source 'instance'; there are: instances, launch-templates,");
        await FailsAsync(new() { Options = new() { Optional = ["pins"], Required = ["pins"] } }, "SourceRequiredAndOptional", "The source 'pins' is said to be required and optional; say one.");
        await FailsAsync(new() { Options = new() { TemplateDepth = 0 } }, "TemplateDepthOutOfRange", "The depth of launch templates is 0; expected 1 to 10,000 versions.");

        async Task FailsAsync(UsageRequest request, string id, string message)
        {
            var failure = await Should.ThrowAsync<AmiToolsException>(() => lab.AllAsync(request));
            failure.ErrorId.ShouldBe(id);
            failure.Message.ShouldStartWith(message);
        }
    }

    [Fact]
    public void The_documented_table_is_the_code()
    {
        var rows = File.ReadAllLines(Path.Combine(Root(), "docs", "usage-sources.md")).Where(l => l.StartsWith("| `", StringComparison.Ordinal));
        rows.ShouldBe(UsageSources.All.Select(s =>
            $"| `{s.Name}` | {s.Reads} | {(s.Permissions.Count == 0 ? "none" : string.Join(", ", s.Permissions.Select(p => $"`{p}`")))} | {(s.IsRequired ? "yes" : "no")} |"));
    }

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
