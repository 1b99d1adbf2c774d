using System.Diagnostics;
using AmiTools.Core.Journal;
using AmiTools.LocalCloud;
using static AmiTools.Core.Tests.Building.PairLab;

namespace AmiTools.Core.Tests.Building;

/// <summary>What happens to a pair when something fails: nothing may be left, and nothing of others may be touched.</summary>
public sealed class BuildPairFailureTests
{
    private const string Packer = "aws-sdk-go";

    // Packer tries for more than two minutes.
    [Fact]
    [Trait("Category", "Full")]
    public Task A_key_pair_that_packer_can_not_make_in_prod_undoes_both() => A_failure_of_packers_in_prod_undoes_both("CreateKeyPair");

    [Theory]
    [InlineData("RunInstances")]
    [InlineData("StopInstances")]
    [InlineData("CreateImage")]
    public Task A_failure_of_packers_in_prod_undoes_both(string action) => FailsInProdAsync(action);

    // Packer tries this call eleven times, with pauses of up to 30 seconds.
    [Fact]
    [Trait("Category", "Full")]
    public Task A_refused_key_pair_in_prod_undoes_both() => FailsInProdAsync("CreateKeyPair");

    private static async Task FailsInProdAsync(string action)
    {
        await using var lab = await PairLab.StartAsync();
        lab.Cloud.Faults.Add(new Fault(action) { Account = Prod, Count = 0, Code = "UnauthorizedOperation", Status = 403, Message = "planned refusal", UserAgent = Packer });
        var plan = lab.Plan();
        var failure = await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync(plan));
        lab.ShouldHaveNothingLeft();
        failure.ErrorId.ShouldBe("PackerFailed", failure.ToString());
        failure.Kind.ShouldBe(FailureKind.ServiceFailed);
        failure.Message.ShouldContain("target 'prod' (account 222222222222, eu-west-1)");
        failure.Message.ShouldContain("planned refusal");
        failure.Message.ShouldEndWith("Everything that had been made is undone.");
        lab.Journal(plan).State.ShouldBe(PairState.Undone);
        lab.Journal(plan).Members.ShouldAllBe(m => m.State == MemberState.Undone);
    }

    [Fact]
    public Task A_key_pair_that_packer_could_not_delete_after_a_good_build_is_deleted() => CleansUpAfterAsync("DeleteKeyPair");

    // Packer waits half a minute for an instance that it could not terminate.
    [Fact]
    [Trait("Category", "Full")]
    public Task An_instance_that_packer_could_not_terminate_after_a_good_build_is_terminated() => CleansUpAfterAsync("TerminateInstances");

    private static async Task CleansUpAfterAsync(string action)
    {
        await using var lab = await PairLab.StartAsync();
        lab.Cloud.Faults.Add(new Fault(action) { Account = Dev, Count = 0, Code = "UnauthorizedOperation", Status = 403, UserAgent = Packer });
        (await lab.BuildAsync(lab.Plan(null, Dev))).Members.Count.ShouldBe(1);
        lab.Cloud.Inside.Leftovers(Dev).Count.ShouldBe(2, "an image and its snapshot");
    }

    [Fact]
    public async Task An_image_that_turns_failed_is_undone_with_its_snapshot()
    {
        await using var lab = await PairLab.StartAsync();
        lab.Cloud.Inside.FailNextImage(Prod, "the volume could not be read");
        await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync());
        lab.ShouldHaveNothingLeft();
    }

    [Fact]
    public async Task Tags_that_can_not_be_written_after_packer_has_ended_undo_both()
    {
        await using var lab = await PairLab.StartAsync();
        lab.WriteTemplate();
        // Packer's own tagging is lost on the way, and ours is refused.
        var plan = lab.Plan();
        lab.Cloud.Faults.Add(new Fault("CreateTags") { Account = Prod, Count = 0, Code = "TagPolicyViolation", Message = "planned refusal", UserAgent = "AmiTools" });
        var hcl = plan with { Definition = plan.Definition with { Format = TemplateFormat.Hcl2, TemplatePath = lab.WriteHcl() } };
        var failure = await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync(hcl));
        failure.ErrorId.ShouldBe("BuildFailed");
        failure.Message.ShouldContain("planned refusal");
        lab.ShouldHaveNothingLeft();
    }

    [Fact]
    public async Task A_failed_dev_means_that_prod_is_never_called()
    {
        await using var lab = await PairLab.StartAsync();
        lab.Cloud.Faults.Add(new Fault("RunInstances") { Account = Dev, Count = 0, Code = "InstanceLimitExceeded", Message = "planned" });
        await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync());
        lab.Cloud.Calls.ShouldNotContain(c => c.Account == Prod && c.Service == "ec2");
        lab.ShouldHaveNothingLeft();
    }

    [Fact]
    public async Task A_failure_never_touches_what_others_have_made()
    {
        await using var lab = await PairLab.StartAsync();
        var old = DateTimeOffset.UtcNow.AddDays(-3);
        string[] foreign =
        [
            lab.Cloud.Inside.SeedImage(Dev, Region, "web 2.0.56", new Dictionary<string, string> { ["version"] = "2.0.56", ["AmiTools:Image"] = "web", ["AmiTools:Pair"] = "another", ["AmiTools:State"] = "complete" }, old),
            lab.Cloud.Inside.SeedImage(Dev, Region, "web 2.0.57 copy", created: DateTimeOffset.UtcNow),
            lab.Cloud.Inside.SeedImage(Prod, Region, "web 2.0.57-other", new Dictionary<string, string> { ["version"] = "2.0.57" }, DateTimeOffset.UtcNow),
        ];
        var before = lab.Cloud.Inside.Leftovers(Dev).Concat(lab.Cloud.Inside.Leftovers(Prod)).ToList();
        lab.Cloud.Faults.Add(new Fault("CreateImage") { Account = Prod, Count = 0, Code = "InvalidRequest" });
        await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync());
        lab.Cloud.Inside.Leftovers(Dev).Concat(lab.Cloud.Inside.Leftovers(Prod)).ShouldBe(before, ignoreOrder: true);
        before.Count.ShouldBe(6);
        lab.Cloud.Calls.Where(c => c.Action == "DeregisterImage").ShouldAllBe(c => !foreign.Contains(c.Parameters["ImageId"]));
    }

    [Fact]
    public async Task What_a_provisioner_claims_to_have_made_is_not_deleted()
    {
        await using var lab = await PairLab.StartAsync();
        var foreign = lab.Cloud.Inside.SeedImage(Prod, Region, "precious", created: DateTimeOffset.UtcNow.AddDays(-1));
        lab.WriteTemplate(rest: $$""", "provisioners": [{ "type": "shell-local", "inline": ["echo 'AMI: {{foreign}}'", "exit 1"] }]""");
        await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync(lab.Plan(null, Prod)));
        lab.Cloud.Inside.Images(Prod, Region).ShouldHaveSingleItem().Id.ShouldBe(foreign);
        lab.Cloud.Inside.Leftovers(Prod).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_can_not_be_undone_is_listed_and_the_rest_is_undone()
    {
        await using var lab = await PairLab.StartAsync();
        lab.Cloud.Inside.Deny(Dev, "ec2:DeregisterImage");
        lab.Cloud.Faults.Add(new Fault("CreateImage") { Account = Prod, Count = 0, Code = "InvalidRequest", Message = "planned" });
        var plan = lab.Plan();
        var failure = await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync(plan));
        failure.ErrorId.ShouldBe("UndoIncomplete");
        failure.Kind.ShouldBe(FailureKind.PartlyDone);
        var image = lab.Cloud.Inside.Images(Dev, Region).ShouldHaveSingleItem().Id;
        failure.Message.ShouldContain($"[dev] image {image} (web 2.0.57) in {Region}: ");
        failure.Message.ShouldContain("UnauthorizedOperation");
        failure.InnerException!.Message.ShouldContain("planned");
        lab.Journal(plan).State.ShouldBe(PairState.UndoFailed);
        lab.Journal(plan).Member("dev").Leftovers.ShouldContain(l => l.Contains(image));
        lab.Journal(plan).Member("prod").State.ShouldBe(MemberState.Undone);
        // Both copies of the journal stay for a repair.
        lab.Cloud.Inside.Leftovers(Prod).ShouldBe([$"{Region} parameter /amitools/pairs/{plan.PairId}"]);
        // The snapshot of the image that stays is not torn from it.
        lab.Cloud.Inside.Leftovers(Dev).Count.ShouldBe(3);
    }

    [Fact]
    public async Task When_packer_is_killed_from_outside_its_leftovers_are_removed()
    {
        await using var lab = await PairLab.StartAsync();
        var plan = lab.Plan();
        var kill = new Once(() =>
        {
            using var process = Process.GetProcessById(lab.Journal(plan).Member("prod").Packer!.Id);
            process.Kill();
        });
        lab.Cloud.Faults.Add(new Fault("StopInstances", Kind: FaultKind.Delay) { Account = Prod, Delay = TimeSpan.FromSeconds(30) });
        lab.Reporter.Told = (kind, text) =>
        {
            if (kind == "output" && text.Contains("Stopping the source instance") && lab.Journal(plan).Member("dev").State == MemberState.Tagged) kill.Run();
        };
        var failure = await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync(plan));
        kill.WasRun.ShouldBeTrue();
        failure.ErrorId.ShouldBe("PackerFailed");
        lab.OwnCalls(Prod).Select(c => c.Action).ShouldContain("TerminateInstances");
        lab.OwnCalls(Prod).Select(c => c.Action).ShouldContain("DeleteKeyPair");
        lab.OwnCalls(Prod).Select(c => c.Action).ShouldContain("DeleteSecurityGroup");
        lab.ShouldHaveNothingLeft();
    }

    [Fact]
    public async Task An_image_that_packer_never_reported_is_found_and_removed()
    {
        await using var lab = await PairLab.StartAsync(new LocalCloudOptions { PendingDelay = TimeSpan.Zero, VisibilityDelay = TimeSpan.FromMilliseconds(500) });
        var plan = lab.Plan(null, Prod);
        // EC2 makes the image, its answer does not come, and Packer dies meanwhile.
        lab.Cloud.Faults.Add(new Fault("CreateImage", Kind: FaultKind.Delay, When: FaultTime.After) { Delay = TimeSpan.FromSeconds(30) });
        using var watching = new CancellationTokenSource();
        var watch = Task.Run(async () =>
        {
            while (lab.Cloud.Inside.Images(Prod, Region).Count == 0) await Task.Delay(20, watching.Token);
            using var process = Process.GetProcessById(lab.Journal(plan).Member("prod").Packer!.Id);
            process.Kill();
        });
        await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync(plan));
        await watching.CancelAsync();
        watch.IsCompletedSuccessfully.ShouldBeTrue("the image was made, and Packer killed");
        lab.Journal(plan).Member("prod").Seen.Images.ShouldBeEmpty();
        lab.ShouldHaveNothingLeft();
    }

    [Fact]
    public async Task A_build_that_takes_too_long_is_stopped_and_undone()
    {
        await using var lab = await PairLab.StartAsync();
        lab.Cloud.Faults.Add(new Fault("StopInstances", Kind: FaultKind.Delay) { Account = Prod, Delay = TimeSpan.FromSeconds(60) });
        var failure = await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync(lab.Plan(r => r with { BuildTimeout = TimeSpan.FromSeconds(4), UndoTimeout = TimeSpan.FromSeconds(20) })));
        failure.ErrorId.ShouldBe("BuildTimedOut", failure.Message);
        failure.Kind.ShouldBe(FailureKind.TimedOut);
        lab.ShouldHaveNothingLeft();
    }

    [Fact]
    public async Task An_image_that_never_becomes_available_times_out_and_is_undone()
    {
        await using var lab = await PairLab.StartAsync();
        // Packer is content; then EC2 shows nothing any more to us.
        lab.Cloud.Faults.Add(new Fault("DescribeImages") { Account = Prod, Count = 0, UserAgent = "AmiTools", Code = "InvalidAMIID.NotFound" });
        lab.Reporter.Told = (kind, _) =>
        {
            if (kind == "warning") lab.Cloud.Faults.Clear();
        };
        var failure = await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync(lab.Plan(r => r with { AvailableTimeout = TimeSpan.FromMilliseconds(400) })));
        failure.ErrorId.ShouldBe("ImageTimedOut", failure.Message);
        failure.Message.ShouldContain("last seen: not visible yet");
        lab.ShouldHaveNothingLeft();
    }

    [Theory]
    [InlineData("Prevalidating", false)]
    [InlineData("Creating temporary keypair", false)]
    [InlineData("Launching a source AWS instance", false)]
    [InlineData("Stopping the source instance", true)]
    [InlineData("Creating AMI", true)]
    [InlineData("Creating AMI tags", true)]
    [InlineData("Deleting temporary keypair", true)]
    public async Task A_stop_at_any_moment_leaves_nothing_and_begins_nothing_new(string moment, bool inProd)
    {
        await using var lab = await PairLab.StartAsync();
        var plan = lab.Plan();
        using var stop = new CancellationTokenSource();
        var stopped = DateTimeOffset.MaxValue;
        lab.Reporter.Told = (kind, text) =>
        {
            if (kind != "output" || !text.Contains(moment, StringComparison.Ordinal) || stop.IsCancellationRequested) return;
            if (inProd && lab.Journal(plan).Member("dev").State != MemberState.Tagged) return;
            stopped = DateTimeOffset.UtcNow;
            stop.Cancel();
        };
        await Should.ThrowAsync<OperationCanceledException>(() => lab.BuildAsync(plan, stop.Token), string.Join("\n", lab.Reporter.All));
        stop.IsCancellationRequested.ShouldBeTrue();
        lab.ShouldHaveNothingLeft();
        lab.Journal(plan).State.ShouldBe(PairState.Undone);
        string[] work = ["RunInstances", "CreateImage", "CreateKeyPair", "CreateSecurityGroup", "CopyImage"];
        lab.Cloud.Calls.Where(c => work.Contains(c.Action) && c.At > stopped.AddSeconds(2)).ShouldBeEmpty();
        if (!inProd) lab.Cloud.Calls.ShouldNotContain(c => c.Account == Prod && c.Service == "ec2");
    }

    [Fact]
    public async Task A_stop_before_the_build_makes_nothing_at_all()
    {
        await using var lab = await PairLab.StartAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => lab.BuildAsync(cancel: new CancellationToken(true)));
        lab.Cloud.Calls.ShouldBeEmpty();
        Directory.Exists(lab.Runs).ShouldBeFalse();
    }

    [Fact]
    public async Task A_stop_after_the_commit_point_comes_too_late()
    {
        await using var lab = await PairLab.StartAsync();
        var plan = lab.Plan();
        using var stop = new CancellationTokenSource();
        lab.Reporter.Told = (kind, text) =>
        {
            if (kind == "progress" && text.Contains("dev: marking complete")) stop.Cancel();
        };
        (await lab.BuildAsync(plan, stop.Token)).IsComplete.ShouldBeTrue();
        stop.IsCancellationRequested.ShouldBeTrue();
        lab.Journal(plan).State.ShouldBe(PairState.Complete);
    }

    [Fact]
    public async Task A_mark_that_can_not_be_set_is_told_and_nothing_is_undone()
    {
        await using var lab = await PairLab.StartAsync();
        lab.Cloud.Faults.Add(new Fault("CreateTags") { Account = Prod, Count = 0, Code = "UnauthorizedOperation", Status = 403, UserAgent = "AmiTools" });
        var plan = lab.Plan();
        var failure = await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync(plan));
        failure.ErrorId.ShouldBe("CommitIncomplete");
        failure.Kind.ShouldBe(FailureKind.PartlyDone);
        failure.Message.ShouldContain(lab.Cloud.Inside.Images(Prod, Region).ShouldHaveSingleItem().Id);
        lab.Cloud.Inside.Images(Dev, Region).ShouldHaveSingleItem().Tags["AmiTools:State"].ShouldBe("complete");
        lab.Journal(plan).State.ShouldBe(PairState.Committing);
    }

    [Fact]
    public async Task Images_copied_to_further_regions_are_part_of_the_member_and_of_its_undo()
    {
        await using var lab = await PairLab.StartAsync();
        lab.WriteTemplate(", \"ami_regions\": [\"eu-west-1\", \"us-east-1\"]");
        lab.Cloud.Faults.Add(new Fault("CreateImage") { Account = Prod, Code = "InvalidRequest" });
        var failed = lab.Plan();
        await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync(failed));
        lab.ShouldHaveNothingLeft();

        lab.Cloud.Faults.Clear();
        var plan = lab.Plan();
        await lab.BuildAsync(plan);
        foreach (var account in new[] { Dev, Prod })
        {
            foreach (var region in new[] { Region, "us-east-1" })
            {
                var image = lab.Cloud.Inside.Images(account, region).ShouldHaveSingleItem();
                image.Tags["AmiTools:State"].ShouldBe("complete");
                image.Tags["AmiTools:Pair"].ShouldBe(plan.PairId);
                lab.Cloud.Inside.Snapshots(account, region).ShouldHaveSingleItem().Tags["AmiTools:State"].ShouldBe("complete");
            }
        }
    }

    private sealed class Once(Action action)
    {
        private int runs;
        public bool WasRun => runs > 0;

        public void Run()
        {
            if (Interlocked.Increment(ref runs) == 1) action();
        }
    }
}
