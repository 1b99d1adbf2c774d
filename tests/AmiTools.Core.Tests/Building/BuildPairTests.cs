using AmiTools.Core.Journal;
using AmiTools.LocalCloud;
using static AmiTools.Core.Tests.Building.PairLab;

namespace AmiTools.Core.Tests.Building;

/// <summary>The paired build with the real Packer against the local cloud.</summary>
public sealed class BuildPairTests
{
    [Fact]
    public async Task A_pair_is_the_same_image_in_both_accounts_with_all_tags_on_image_and_snapshots()
    {
        await using var lab = await PairLab.StartAsync();
        var plan = lab.Plan();
        var pair = await lab.BuildAsync(plan);

        pair.IsComplete.ShouldBeTrue();
        pair.Members.Select(m => (m.Target, m.AccountId, m.Version, m.IsComplete, m.State)).ShouldBe([("dev", Dev, ImageVersion, true, "available"), ("prod", Prod, ImageVersion, true, "available")]);
        foreach (var (account, target) in new[] { (Dev, "dev"), (Prod, "prod") })
        {
            var image = lab.Cloud.Inside.Images(account, Region).ShouldHaveSingleItem();
            image.Name.ShouldBe("web " + ImageVersion);
            image.Description.ShouldBe($"web {ImageVersion} {Commit}");
            var expected = new Dictionary<string, string>
            {
                ["version"] = ImageVersion,
                ["AmiTools:Image"] = "web",
                ["AmiTools:Target"] = target,
                ["AmiTools:Commit"] = Commit,
                ["AmiTools:Build"] = "57",
                ["AmiTools:Repository"] = "https://git.example/packer.git",
                ["AmiTools:Pair"] = plan.PairId,
                ["AmiTools:State"] = "complete",
                ["AmiTools:Source"] = BaseImage,
                ["AmiTools:Origin"] = "built",
                ["AutoCleanup"] = "true",
                ["team"] = "web",
            };
            image.Tags.ShouldBe(expected, ignoreOrder: true);
            lab.Cloud.Inside.Snapshots(account, Region).ShouldHaveSingleItem().Tags.ShouldBe(expected, ignoreOrder: true);
            // Nothing else stays.
            lab.Cloud.Inside.Leftovers(account).Count.ShouldBe(2);
        }
        var journal = lab.Journal(plan);
        journal.State.ShouldBe(PairState.Complete);
        journal.Members.ShouldAllBe(m => m.State == MemberState.Complete && m.Packer == null);
        pair.RunFolder.ShouldBe(Path.Combine(lab.Runs, plan.PairId));
        foreach (var account in new[] { Dev, Prod })
        {
            var calls = lab.OwnCalls(account).Select(c => c.Action).ToList();
            // Identity, image available, snapshots completed, complete mark, read back: Packer has written the tags already.
            calls.Where(c => !c.EndsWith("Parameter", StringComparison.Ordinal)).ShouldBe(["GetCallerIdentity", "DescribeImages", "DescribeSnapshots", "CreateTags", "DescribeImages"]);
            // The journal's copy: made, the member's beginning (dev's is in the first write), Packer's security group, the commit point, removed.
            string[] copy = account == Dev ? ["PutParameter", "PutParameter", "PutParameter", "DeleteParameter"] : ["PutParameter", "PutParameter", "PutParameter", "PutParameter", "DeleteParameter"];
            calls.Where(c => c.EndsWith("Parameter", StringComparison.Ordinal)).ShouldBe(copy);
        }
        lab.Reporter.Of("output").ShouldContain(l => l.Contains("Creating AMI web 2.0.57"));
    }

    [Fact]
    public async Task A_failed_prod_takes_devs_image_with_it()
    {
        await using var lab = await PairLab.StartAsync();
        lab.Cloud.Faults.Add(new Fault("CreateImage") { Account = Prod, Count = 0, Code = "InvalidRequest", Message = "planned refusal" });
        var plan = lab.Plan();
        var failure = await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync(plan));
        failure.ErrorId.ShouldBe("PackerFailed");
        failure.Message.ShouldContain("target 'prod' (account 222222222222, eu-west-1)");
        failure.Message.ShouldContain("planned refusal");
        failure.Message.ShouldEndWith("Everything that had been made is undone.");
        lab.ShouldHaveNothingLeft();
        lab.Reporter.ShouldHaveGoneForward($"Building web {plan.Version}", $"Undoing web {plan.Version} in dev", $"Undoing web {plan.Version} in prod");
        lab.Journal(plan).State.ShouldBe(PairState.Undone);
    }
}
