using AmiTools.Aws;
using AmiTools.Core.Pointers;
using static AmiTools.Core.Tests.Pointers.ReferenceLab;

namespace AmiTools.Core.Tests.Pointers;

/// <summary>Promote, check, go back.</summary>
public sealed class SetReferencesTests : IDisposable
{
    private static readonly string[] both = ["staging", "production"];
    private readonly ReferenceLab lab = new();

    [Fact]
    public async Task Every_place_is_listed_with_what_it_names()
    {
        var found = await new GetReferences(lab.Surroundings).RunAsync(new() { Targets = lab.Targets }, lab.Reporter, default);
        found.Select(r => (r.Environment, Place: r.Parameter ?? Path.GetFileName(r.File) + ":" + r.Line, r.Key, r.Name, r.Version, r.Status)).ShouldBe(
        [
            ("staging", "staging.tfvars:2", "web_ami", "web", "2.0.55", ReferenceStatus.Usable),
            ("staging", "staging.tfvars:3", "db", null, null, ReferenceStatus.Missing),
            ("staging", "both.yaml:2", "staging.image", "web", "2.0.55", ReferenceStatus.Usable),
            ("production", "production-two.json:1", "Parameters.A", "web", "2.0.55", ReferenceStatus.Usable),
            ("production", "production.json:1", "ImageId", "web", "2.0.55", ReferenceStatus.Usable),
            ("production", "both.yaml:4", "production.image", "web", "2.0.55", ReferenceStatus.Usable),
            ("production", "/web/ami", "/web/ami", "web", "2.0.55", ReferenceStatus.Usable),
            ("production", "/web/second", "/web/second", "web", "2.0.55", ReferenceStatus.Usable),
        ]);
    }

    [Fact]
    public async Task A_promotion_connects_to_each_target_once_and_closes_what_it_opened()
    {
        (await lab.SetAsync("2.0.57", both)).Count.ShouldBe(7);
        lab.Connector.Connected.ShouldBe(["dev", "prod"], ignoreOrder: true);
        lab.Connector.Closed.ShouldBe(["dev", "prod"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_promotion_changes_every_place_and_pins_the_image_and_the_one_before_and_the_way_back_undoes_it()
    {
        var before = lab.Everything();
        (await lab.SetAsync("2.0.57", both)).Count.ShouldBe(7);
        lab.Everything().ShouldBe(before.Replace(lab[Dev, "2.0.55"], lab[Dev, "2.0.57"]).Replace(lab[Prod, "2.0.55"], lab[Prod, "2.0.57"]));
        lab.Pinned(Prod, "2.0.57").ShouldBe("by references: production=current");
        lab.Pinned(Prod, "2.0.55").ShouldBe("by references: production=previous");
        lab.Pinned(Dev, "2.0.57").ShouldBe("by references: staging=current");

        (await lab.SetAsync(null, both)).Count.ShouldBe(7);
        lab.Everything().ShouldBe(before);
        lab.Pinned(Prod, "2.0.55").ShouldBe("by references: production=current");
        lab.Pinned(Prod, "2.0.57").ShouldBe("by references: production=previous");

        await lab.SetAsync("2.0.56", both);
        lab.Pinned(Prod, "2.0.57").ShouldBeNull();
        (await lab.SetAsync("2.0.56", both)).ShouldBeEmpty();
        lab.Pinned(Prod, "2.0.55").ShouldBe("by references: production=previous");
    }

    [Fact]
    public async Task A_pin_of_somebody_stays_and_comes_back()
    {
        var aws = new AmiTools.Tests.InProcessAws(lab.Cloud, Dev, Region);
        await aws.SendAsync(new CreateTags { Resources = [lab[Dev, "2.0.55"]], Tags = [new() { Key = TagNames.Pinned, Value = "by ops until 2026-04-01: lab" }] }, default);
        await lab.SetAsync("2.0.57", ["staging"]);
        lab.Pinned(Dev, "2.0.55").ShouldBe("by references: staging=previous / by ops until 2026-04-01: lab");
        await lab.SetAsync("2.0.56", ["staging"]);
        lab.Pinned(Dev, "2.0.55").ShouldBe("by ops until 2026-04-01: lab");
    }

    [Fact]
    public async Task Without_a_pin_the_history_of_a_parameter_tells_the_one_before()
    {
        var aws = new AmiTools.Tests.InProcessAws(lab.Cloud, Prod, Region);
        await aws.SendAsync(new PutParameter { Name = "/web/ami", Value = lab[Prod, "2.0.56"], DataType = "aws:ec2:image", Overwrite = true }, default);
        await lab.SetAsync(null, ["production"]);
        lab.Parameter("/web/ami").ShouldBe(lab[Prod, "2.0.55"]);
        var failure = await Should.ThrowAsync<AmiToolsException>(lab.SetAsync(null, ["staging"]));
        (failure.ErrorId, failure.Message).ShouldBe(("PreviousUnknown", "What staging named before web 2.0.55 is not known: no image is pinned as its previous one, and no parameter has a history. Name the version (-Version)."));
    }

    [Fact]
    public async Task Drift_is_told_with_file_line_what_is_there_and_what_should_be()
    {
        lab.Write("infra/staging.tfvars", $"web_ami = \"{lab[Dev, "2.0.55"]}\"\n");
        (await lab.CheckAsync()).ShouldAllBe(c => c.IsOk);
        await lab.SetAsync("2.0.57", ["staging"]);
        var incomplete = lab.Seed(Prod, "2.0.58", "building");
        lab.Write("infra/production.json", $"[\n\"{incomplete}\", \"{lab[Prod, "2.0.57"]}\"]");
        var checks = await lab.CheckAsync();
        checks.Where(c => !c.IsOk).Select(c => (c.Reference.Parameter ?? $"{Path.GetFileName(c.Reference.File)}:{c.Reference.Line}", c.Problem)).ShouldBe(
        [
            ("production-two.json:1", $"names {lab[Prod, "2.0.55"]} (web 2.0.55); expected web 2.0.57, as staging names ({lab[Prod, "2.0.57"]})"),
            ("production.json:2", $"{incomplete} (web 2.0.58) is not complete; expected web 2.0.57, as staging names ({lab[Prod, "2.0.57"]})"),
            ("both.yaml:4", $"names {lab[Prod, "2.0.55"]} (web 2.0.55); expected web 2.0.57, as staging names ({lab[Prod, "2.0.57"]})"),
            ("/web/ami", $"names {lab[Prod, "2.0.55"]} (web 2.0.55); expected web 2.0.57, as staging names ({lab[Prod, "2.0.57"]})"),
            ("/web/second", $"names {lab[Prod, "2.0.55"]} (web 2.0.55); expected web 2.0.57, as staging names ({lab[Prod, "2.0.57"]})"),
        ]);
        var failure = Should.Throw<ProblemsFoundException>(() => ReferenceChecks.ThrowIfDrifted(checks, lab.Reporter));
        failure.Message.ShouldContain($"production-two.json:1: [production] names {lab[Prod, "2.0.55"]} (web 2.0.55); expected web 2.0.57");
        var lines = new List<string>();
        Should.Throw<ProblemsFoundException>(() => ReferenceChecks.ThrowIfDrifted(checks, new AmiTools.Core.Ci.TeamCityReporter(lines.Add, _ => { })));
        lines.Count(l => l.StartsWith("##teamcity[buildProblem ", StringComparison.Ordinal)).ShouldBe(5);
    }

    [Fact]
    public async Task A_check_that_finds_nothing_to_check_fails()
    {
        lab.Write("infra/staging.tfvars", "");
        lab.Write("infra/both.yaml", "a: 1\n");
        (await Should.ThrowAsync<AmiToolsException>(lab.CheckAsync())).Message.ShouldStartWith("The files of staging name no image: there is nothing to check.");
    }

    [Theory]
    [InlineData("2.0.99", "ImageNotFound", "There is no image 'web' of version 2.0.99 in the target 'dev'")]
    [InlineData("2.0.58", "ImageNotFound", "is not complete")]
    public async Task What_cannot_be_used_is_refused_and_nothing_changes(string version, string id, string message)
    {
        lab.Seed(Dev, "2.0.58", "building");
        var before = lab.Everything();
        var failure = await Should.ThrowAsync<AmiToolsException>(lab.SetAsync(version, ["staging"]));
        (failure.ErrorId, failure.Message.Contains(message)).ShouldBe((id, true), failure.Message);
        lab.Everything().ShouldBe(before);
        lab.Pinned(Dev, "2.0.55").ShouldBeNull();
    }

    [Theory]
    [InlineData("Disabled", "has the state Disabled")]
    [InlineData("PendingDeletion", "has the state PendingDeletion")]
    public async Task An_image_whose_key_can_not_be_used_is_refused_though_EC2_calls_it_available(string state, string message)
    {
        using var closed = new ReferenceLab(state);
        var before = closed.Everything();
        var failure = await Should.ThrowAsync<ProblemsFoundException>(closed.SetAsync("2.0.57", ["production"]));
        failure.ErrorId.ShouldBe("ImageUnusable", failure.Message);
        failure.Message.ShouldContain($"{closed[Prod, "2.0.57"]} (web 2.0.57, account {Prod}, {Region}) can't be launched: the key {Key} of its snapshot snap-");
        failure.Message.ShouldContain(message);
        closed.Everything().ShouldBe(before);
        closed.Pinned(Prod, "2.0.57").ShouldBeNull();
        await closed.SetAsync("2.0.57", ["staging"]);
    }

    [Fact]
    public async Task An_image_whose_snapshot_is_gone_is_refused_and_a_key_that_may_not_be_asked_about_is_a_warning()
    {
        lab.Inside.Deny(Prod, "kms:DescribeKey");
        await lab.SetAsync("2.0.57", ["production"]);
        lab.Reporter.Of("warning").ShouldHaveSingleItem().ShouldContain($"Whether the key {Key} is enabled could not be told (account {Prod}, {Region}): ");
        var image = new Ami { ImageId = "ami-1", Name = "web", ImageName = "web", Target = "prod", SnapshotIds = ["snap-1", "snap-2"] };
        var there = new Dictionary<string, Snapshot> { ["snap-2"] = new() { SnapshotId = "snap-2", State = "pending" } };
        UsableImages.Faults(image, there, new Dictionary<string, string?>()).ShouldBe(["its snapshot snap-1 does not exist", "its snapshot snap-2 is pending"]);
        lab.Inside.Deny(Prod, "ec2:DescribeSnapshots");
        (await Should.ThrowAsync<AmiToolsException>(lab.SetAsync("2.0.56", ["production"]))).ErrorId.ShouldBe("LookupFailed");
    }

    [Fact]
    public async Task A_place_of_two_environments_changes_only_with_both()
    {
        var shared = lab.Seed(Dev, "2.0.54");
        lab.Write("infra/both.yaml", $"image: {lab[Dev, "2.0.55"]}\n# {shared}\n");
        var failure = await Should.ThrowAsync<AmiToolsException>(lab.SetAsync("2.0.57", ["staging"]));
        (failure.ErrorId, failure.Message.Contains("both.yaml:1: this place is a reference of production too")).ShouldBe(("ReferenceShared", true), failure.Message);
    }

    [Fact]
    public async Task What_is_missing_is_copied_if_asked()
    {
        lab.Seed(Dev, "2.0.60");
        (await Should.ThrowAsync<AmiToolsException>(lab.SetAsync("2.0.60", both))).ErrorId.ShouldBe("ImageNotFound");
        await lab.SetAsync("2.0.60", both, copy: true);
        var copy = lab.Inside.Images(Prod, Region).Single(i => i.Tags["version"] == "2.0.60");
        (lab.Parameter("/web/ami"), copy.Tags["AmiTools:Pinned"], copy.Tags["AmiTools:State"]).ShouldBe((copy.Id, "by references: production=current", "complete"));
        lab.Text("infra/production.json").ShouldContain(copy.Id);
    }

    [Fact]
    public async Task A_change_reads_no_file_again_that_does_not_change()
    {
        for (var i = 0; i < 20; i++) lab.Write($"infra/production-{i}.json", "{\"a\": \"ami-1a2b3c4d\"}");
        var store = new FaultyFiles(0, DiskFault.Full);
        using var set = new SetReferences(lab.Surroundings, store);
        var plan = await set.PlanAsync(new() { Targets = lab.Targets, Environments = ["production"], Name = "web", Version = "2.0.57" }, lab.Reporter, default);
        store.Reads.Count(r => r.StartsWith("production-", StringComparison.Ordinal)).ShouldBe(21);
        store.Reads.Clear();
        await set.RunAsync(plan, lab.Reporter, default);
        store.Reads.Distinct().Order(StringComparer.Ordinal).ShouldBe(["both.yaml", "production-two.json", "production.json"]);
    }

    public void Dispose() => lab.Dispose();
}
