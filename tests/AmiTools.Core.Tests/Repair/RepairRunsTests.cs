using AmiTools.Core.Building;
using AmiTools.Core.Environments;
using AmiTools.Core.Journal;
using AmiTools.Core.Repair;
using AmiTools.Core.Tests.Building;
using AmiTools.LocalCloud;
using SeenImage = AmiTools.Core.Journal.SeenImage;

namespace AmiTools.Core.Tests.Repair;

/// <summary>What a repair does beside the ordinary, on runs that died at a chosen call.</summary>
public sealed class RepairRunsTests : IAsyncLifetime
{
    private static readonly CallKey ImageInProd = new("packer", "prod", "CreateImage", 1);
    private static readonly CallKey MarkInDev = new("we", "dev", "CreateTags", 2);
    private LocalCloudServer cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions { PendingDelay = TimeSpan.Zero, Regions = [PairLab.Region] });

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    private async Task<CrashRun> DiedAsync(CallKey at)
    {
        var run = new CrashRun(cloud, 0, new Death(at, after: true, packerToo: true));
        (await run.BuildAsync()).ShouldBeNull();
        return run;
    }

    private static async Task<(RepairPlan Plan, RepairedPair Result)> RepairAsync(CrashRun run, Surroundings surroundings, string path = ".")
    {
        var plan = (await new PlanRepair(surroundings).RunAsync(run.Request(path), run.Reporter, default)).Runs.ShouldHaveSingleItem();
        return (plan, await new RepairRuns(surroundings).RunAsync(run.Request(path), plan, run.Reporter, default));
    }

    [Fact]
    public async Task A_group_whose_name_nobody_had_read_is_told_and_deleted_when_it_is_nobodys()
    {
        await using var run = await DiedUntoldAsync();
        var (_, result) = await RepairAsync(run, run.Repairing("machine-a", TimeSpan.FromSeconds(1)));
        (result.Outcome, result.LookAgainAfter > DateTimeOffset.UtcNow.AddMinutes(25)).ShouldBe((RepairOutcome.Watched, true), result.Message);
        // The key pair has a name that was known before, and is gone.
        cloud.Inside.Leftovers(run.Dev.Id).Where(l => !l.Contains("parameter")).ShouldHaveSingleItem().ShouldContain("security-group " + Group(run));
        var told = run.Reporter.Of("warning").Where(w => w.StartsWith("The security group", StringComparison.Ordinal)).ShouldHaveSingleItem();
        told.ShouldStartWith($"The security group {Group(run)} (packer_");
        told.ShouldContain("If it is still unused after ");

        (_, result) = await RepairAsync(run, run.Repairing("machine-a", TimeSpan.FromMinutes(5)));
        result.Outcome.ShouldBe(RepairOutcome.Watched);
        (_, result) = await RepairAsync(run, run.Repairing("machine-a", TimeSpan.FromMinutes(31)));
        result.Outcome.ShouldBe(RepairOutcome.Undone, result.Message);
        run.Judge().ShouldBeFalse();
        (await new PlanRepair(run.Repairing("machine-a", TimeSpan.FromHours(1))).RunAsync(run.Request(), run.Reporter, default)).Runs.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_target_that_was_not_looked_into_leaves_the_repair_partly_done_unless_a_run_was_named()
    {
        await using var run = await DiedAsync(MarkInDev);
        var surroundings = run.Repairing("machine-a", TimeSpan.FromSeconds(1));
        var keys = surroundings.Variables.Where(v => !v.Key.StartsWith("PROD_", StringComparison.Ordinal)).ToDictionary(v => v.Key, v => v.Value);
        var survey = await new PlanRepair(surroundings with { Connector = new TargetConnector(keys) }).RunAsync(run.Request(), run.Reporter, default);
        survey.Unread.ShouldHaveSingleItem().ShouldStartWith("The target 'prod' was not looked into: ");
        var failure = RepairRuns.Failure(run.Request(), [], run.Folder.Path, null, survey.Unread).ShouldNotBeNull();
        (failure.ErrorId, failure.Kind, failure.Message).ShouldBe(("RepairIncomplete", FailureKind.PartlyDone, survey.Unread[0]));
        RepairRuns.Failure(run.Request() with { PairIds = [survey.Runs[0].PairId] }, [], run.Folder.Path, null, survey.Unread).ShouldBeNull();
        (await new PlanRepair(surroundings).RunAsync(run.Request(), run.Reporter, default)).Unread.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_group_whose_name_nobody_had_read_stays_while_somebody_uses_it()
    {
        await using var run = await DiedUntoldAsync();
        cloud.Faults.Add(new Fault("DeleteSecurityGroup") { Count = 0, Code = "DependencyViolation", Message = "has a dependent object" });
        var (_, result) = await RepairAsync(run, run.Repairing("machine-a", TimeSpan.FromMinutes(31)));
        result.Outcome.ShouldBe(RepairOutcome.Undone, result.Message);
        cloud.Inside.Leftovers(run.Dev.Id).ShouldHaveSingleItem().ShouldContain(Group(run));
        (await new PlanRepair(run.Repairing("machine-a", TimeSpan.FromHours(1))).RunAsync(run.Request(), run.Reporter, default)).Runs.ShouldBeEmpty();
    }

    private async Task<CrashRun> DiedUntoldAsync()
    {
        var run = new CrashRun(cloud, 0, new Death(new CallKey("packer", "dev", "CreateSecurityGroup", 1), after: true, packerToo: true)) { PackerTellsGroup = false };
        (await run.BuildAsync()).ShouldBeNull();
        return run;
    }

    private string Group(CrashRun run) => cloud.Inside.Leftovers(run.Dev.Id).SelectMany(l => l.Split(' ')).Single(w => w.StartsWith("sg-", StringComparison.Ordinal));

    [Theory]
    [InlineData("packer_6b076a86-d68a-4503-5437-9f6617ccf589", true)]
    [InlineData("packer_6b076a80-d68a-4503-5437-9f6617ccf589", false)]
    [InlineData("packer_6b076d86-d68a-4503-5437-9f6617ccf589", false)]
    [InlineData("packer_other", false)]
    [InlineData("packer_zzzzzzzz-d68a-4503-5437-9f6617ccf589", false)]
    public void Only_a_group_of_the_time_of_the_build_may_be_its_own(string name, bool maybe)
    {
        var member = new MemberJournal { Target = "dev", AccountId = "111111111111", Region = PairLab.Region, ImageName = "web", BuildStarted = DateTimeOffset.FromUnixTimeSeconds(0x6b076a86), PackerUntil = DateTimeOffset.FromUnixTimeSeconds(0x6b077a86) };
        UntoldGroups.MayBe(new() { GroupName = name }, member).ShouldBe(maybe);
        UntoldGroups.MayBe(new() { GroupName = name, Tags = [new() { Key = "a", Value = "b" }] }, member).ShouldBeFalse();
        UntoldGroups.MayBe(new() { GroupName = name }, member with { PackerEnded = true }).ShouldBeFalse();
        UntoldGroups.MayBe(new() { GroupName = name }, member with { PackerUntil = null }).ShouldBeFalse();
        UntoldGroups.MayBe(new() { GroupName = name }, member with { Seen = new() { SecurityGroupNames = ["packer_x"] } }).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_journal_names_and_others_have_made_is_not_touched()
    {
        await using var run = await DiedAsync(ImageInProd);
        var old = DateTimeOffset.UtcNow.AddDays(-2);
        var foreign = cloud.Inside.SeedImage(run.Prod.Id, PairLab.Region, "precious", new Dictionary<string, string> { ["AmiTools:Pair"] = "another" }, DateTimeOffset.UtcNow);
        var unlike = cloud.Inside.SeedImage(run.Prod.Id, PairLab.Region, "web 2.0.57 old", created: old);
        var journal = JournalFile.Read(run.JournalPath);
        new JournalFile(run.JournalPath).Write((journal with { Revision = journal.Revision + 1 }).With("prod", m => m with
        {
            Seen = m.Seen with { Images = [new SeenImage(null, foreign), new SeenImage(null, unlike)], ImageNames = ["precious", "web 2.0.57 old"] },
        }));

        var (plan, result) = await RepairAsync(run, run.Repairing("machine-a", TimeSpan.Zero));

        result.Outcome.ShouldBe(RepairOutcome.Undone, result.Message);
        plan.Members.SelectMany(m => m.Found).ShouldNotContain(f => f.Contains(foreign) || f.Contains(unlike));
        cloud.Inside.Images(run.Prod.Id, PairLab.Region).Select(i => i.Id).ShouldBe([foreign, unlike], ignoreOrder: true);
        cloud.Inside.Leftovers(run.Dev.Id).ShouldBeEmpty();
        cloud.Inside.Leftovers(run.Prod.Id).Count.ShouldBe(4, "two images and their snapshots");
    }

    [Fact]
    public async Task The_plan_is_what_is_found_and_making_it_changes_nothing()
    {
        await using var run = await DiedAsync(ImageInProd);
        var before = cloud.Inside.Leftovers(run.Dev.Id).Concat(cloud.Inside.Leftovers(run.Prod.Id)).ToList();
        var plan = (await new PlanRepair(run.Repairing("machine-a", TimeSpan.Zero)).RunAsync(run.Request(), run.Reporter, default)).Runs.ShouldHaveSingleItem();
        plan.Action.ShouldBe(RepairAction.Undo);
        plan.CopiesIn.ShouldBe(["dev", "prod"]);
        var ids = before.Where(b => !b.Contains("parameter") && !b.Contains("volume")).Select(b => b.Split(' ')[2]).Where(i => !i.StartsWith("key-", StringComparison.Ordinal)).ToList();
        var found = string.Join("\n", plan.Members.SelectMany(m => m.Found));
        foreach (var id in ids) found.ShouldContain(id);
        found.ShouldContain("key pair amitools_");
        cloud.Inside.Leftovers(run.Dev.Id).Concat(cloud.Inside.Leftovers(run.Prod.Id)).ShouldBe(before);
    }

    [Fact]
    public async Task Of_repairs_that_come_at_the_same_time_none_does_harm_and_nothing_is_left()
    {
        await using var run = await DiedAsync(ImageInProd);
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var surroundings = run.Repairing("machine-b", TimeSpan.FromHours(4));
            var plans = (await new PlanRepair(surroundings).RunAsync(run.Request("elsewhere"), run.Reporter, default)).Runs;
            return plans.Count == 0 ? RepairOutcome.Undone : (await new RepairRuns(surroundings).RunAsync(run.Request("elsewhere"), plans[0], run.Reporter, default)).Outcome;
        })));
        results.ShouldContain(RepairOutcome.Undone);
        results.ShouldAllBe(r => r == RepairOutcome.Undone || r == RepairOutcome.LeftAlone);
        cloud.Inside.Leftovers(run.Dev.Id).ShouldBeEmpty();
        cloud.Inside.Leftovers(run.Prod.Id).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_repairs_on_one_machine_only_one_takes_a_run_folder()
    {
        await using var run = await DiedAsync(ImageInProd);
        var revision = JournalFile.Read(run.JournalPath).Revision;
        using (JournalFile.Lock(run.JournalPath, revision))
            Should.Throw<AmiToolsException>(() => JournalFile.Lock(run.JournalPath, revision)).ErrorId.ShouldBe("LeaseTaken");
        JournalFile.Lock(run.JournalPath, revision).Dispose();
        Should.Throw<AmiToolsException>(() => JournalFile.Lock(run.JournalPath, revision - 1)).ErrorId.ShouldBe("LeaseTaken");
    }

    [Fact]
    public async Task A_run_whose_lease_is_fresh_is_left_alone_by_another_machine()
    {
        await using var run = await DiedAsync(ImageInProd);
        var before = cloud.Inside.Leftovers(run.Prod.Id);
        var (plan, result) = await RepairAsync(run, run.Repairing("machine-b", TimeSpan.Zero), "elsewhere");
        plan.Action.ShouldBe(RepairAction.Leave);
        result.Outcome.ShouldBe(RepairOutcome.LeftAlone);
        result.Message.ShouldContain("process 1000 on machine-a has renewed its lease");
        cloud.Inside.Leftovers(run.Prod.Id).ShouldBe(before);
        RepairRuns.Failure(run.Request("elsewhere"), [result], run.Folder.Path, null, []).ShouldBeNull();
        var named = RepairRuns.Failure(run.Request("elsewhere") with { PairIds = [result.PairId] }, [result], run.Folder.Path, null, []).ShouldNotBeNull();
        named.ErrorId.ShouldBe("RunMayBeAlive");
        named.Kind.ShouldBe(FailureKind.Conflict);
    }

    [Fact]
    public async Task A_run_that_renews_its_lease_while_it_is_watched_is_left_alone()
    {
        await using var run = await DiedAsync(ImageInProd);
        var surroundings = run.Repairing("machine-b", TimeSpan.FromMinutes(3));
        // The clock of the living holder is behind ours; it renews while we watch.
        run.Reporter.Told = (_, text) =>
        {
            if (text.Contains("watching for 40 seconds")) cloud.Inside.TouchParameter(run.Dev.Id, PairLab.Region, "/amitools/pairs/" + JournalFile.Read(run.JournalPath).PairId);
        };
        var (_, result) = await RepairAsync(run, surroundings, "elsewhere");
        result.Outcome.ShouldBe(RepairOutcome.LeftAlone);
        result.Message.ShouldContain("it is alive");
        cloud.Calls.ShouldNotContain(c => c.Action == "DeregisterImage" && !c.Parameters.ContainsKey("DryRun"));
    }

    [Fact]
    public async Task What_can_not_be_undone_is_told_and_the_next_repair_does_it()
    {
        await using var run = await DiedAsync(ImageInProd);
        cloud.Inside.Deny(run.Dev.Id, "ec2:DeregisterImage");
        var (_, result) = await RepairAsync(run, run.Repairing("machine-a", TimeSpan.Zero));
        result.Outcome.ShouldBe(RepairOutcome.Failed);
        result.Leftovers.ShouldContain(l => l.StartsWith("[dev] image ami-") && l.Contains("UnauthorizedOperation"));
        var failure = RepairRuns.Failure(run.Request(), [result], run.Folder.Path, null, []).ShouldNotBeNull();
        failure.ErrorId.ShouldBe("RepairIncomplete");
        failure.Kind.ShouldBe(FailureKind.PartlyDone);
        failure.Message.ShouldContain("[dev] image ami-");

        cloud.Inside.AllowAll();
        var (plan, again) = await RepairAsync(run, run.Repairing("machine-b", TimeSpan.Zero), "elsewhere");
        plan.Reason.ShouldBe("not everything could be undone");
        again.Outcome.ShouldBeOneOf(RepairOutcome.Undone, RepairOutcome.Watched);
        cloud.Inside.Leftovers(run.Dev.Id).ShouldNotContain(l => l.Contains(" image "));
    }

    [Fact]
    public async Task A_pair_whose_image_was_taken_away_meanwhile_can_not_be_finished_and_nothing_is_deleted()
    {
        await using var run = await DiedAsync(MarkInDev);
        cloud.Inside.Remove(PairLab.Region, cloud.Inside.Images(run.Prod.Id, PairLab.Region).ShouldHaveSingleItem().Id);
        var (plan, result) = await RepairAsync(run, run.Repairing("machine-a", TimeSpan.Zero));
        plan.Action.ShouldBe(RepairAction.Finish);
        result.Outcome.ShouldBe(RepairOutcome.Failed);
        result.Message.ShouldContain($"[prod] there is no image 'web 2.0.57' of it any more (account {run.Prod.Id}, {PairLab.Region})");
        result.Message.ShouldContain("Remove-PairedAmi");
        cloud.Inside.Images(run.Dev.Id, PairLab.Region).ShouldHaveSingleItem().Tags["AmiTools:State"].ShouldBe("complete");

        // The user does so; then there is nothing to finish.
        cloud.Inside.Remove(PairLab.Region, cloud.Inside.Images(run.Dev.Id, PairLab.Region).ShouldHaveSingleItem().Id);
        (await RepairAsync(run, run.Repairing("machine-a", TimeSpan.Zero))).Result.Outcome.ShouldBe(RepairOutcome.Undone);
        (await new PlanRepair(run.Repairing("machine-a", TimeSpan.Zero)).RunAsync(run.Request(), run.Reporter, default)).Runs.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_with_a_target_that_is_not_chosen_is_not_half_repaired()
    {
        await using var run = await DiedAsync(ImageInProd);
        var before = cloud.Inside.Leftovers(run.Dev.Id);
        var request = run.Request() with { Targets = new() { Path = Path.Combine(run.Folder.Path, "src"), Names = ["dev"] } };
        var surroundings = run.Repairing("machine-a", TimeSpan.Zero);
        var plan = (await new PlanRepair(surroundings).RunAsync(request, run.Reporter, default)).Runs.ShouldHaveSingleItem();
        plan.Action.ShouldBe(RepairAction.Leave);
        plan.Reason.ShouldContain("its target 'prod'");
        var result = await new RepairRuns(surroundings).RunAsync(request, plan, run.Reporter, default);
        result.Outcome.ShouldBe(RepairOutcome.Failed);
        RepairRuns.Failure(request, [result], run.Folder.Path, null, []).ShouldNotBeNull().ErrorId.ShouldBe("RepairIncomplete");
        cloud.Inside.Leftovers(run.Dev.Id).ShouldBe(before);
    }

    [Fact]
    public async Task Temporary_folders_of_processes_that_have_ended_are_found_and_no_others()
    {
        await using var run = await DiedAsync(ImageInProd);
        var (dead, alive) = (PairIds.New(DateTimeOffset.UtcNow) + "-check-dev", PairIds.New(DateTimeOffset.UtcNow) + "-check-dev");
        using var ofDead = new ScratchFolder(dead, new LabMachine("machine-a", 999));
        using var ofLiving = new ScratchFolder(alive, new LabMachine("machine-a", 2000));
        File.WriteAllText(Path.Combine(ofDead.For("hidden"), "secret"), "x");
        File.WriteAllText(Path.Combine(ofLiving.For("hidden"), "secret"), "x");
        var survey = await new PlanRepair(run.Repairing("machine-a", TimeSpan.Zero)).RunAsync(run.Request(), run.Reporter, default);
        survey.TemporaryFolders.ShouldContain(ofDead.Path);
        survey.TemporaryFolders.ShouldNotContain(ofLiving.Path);
        (await new PlanRepair(run.Repairing("machine-b", TimeSpan.Zero)).RunAsync(run.Request(), run.Reporter, default)).TemporaryFolders.ShouldNotContain(ofDead.Path);
    }

    [Fact]
    public async Task A_file_that_is_no_journal_is_told_and_the_others_are_repaired()
    {
        await using var run = await DiedAsync(ImageInProd);
        var broken = run.Folder.Write($"src/runs/{PairIds.New(DateTimeOffset.UtcNow)}/pair.json", "{");
        (await RepairAsync(run, run.Repairing("machine-a", TimeSpan.Zero))).Result.Outcome.ShouldBe(RepairOutcome.Undone);
        run.Reporter.Of("warning").ShouldContain(w => w.StartsWith(broken));
        (await Should.ThrowAsync<AmiToolsException>(() => new PlanRepair(run.Repairing("machine-a", TimeSpan.Zero)).RunAsync(run.Request(broken), run.Reporter, default))).ErrorId.ShouldBe("JournalUnreadable");
    }

    [Fact]
    public async Task Where_parameter_store_is_forbidden_the_run_folder_alone_is_enough_on_its_own_machine()
    {
        foreach (var account in cloud.Accounts) cloud.Inside.Deny(account.Id, "ssm:*");
        await using var run = await DiedAsync(ImageInProd);
        var (plan, result) = await RepairAsync(run, run.Repairing("machine-a", TimeSpan.Zero));
        plan.CopiesIn.ShouldBeEmpty();
        result.Outcome.ShouldBe(RepairOutcome.Undone, result.Message);
        run.Reporter.Of("warning").ShouldContain(w => w.StartsWith("[dev] Parameter Store can't be read, so only run folders on this machine are looked at"));
        cloud.Inside.Leftovers(run.Dev.Id).Concat(cloud.Inside.Leftovers(run.Prod.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_copy_of_the_run_folder_on_another_machine_waits_for_the_lease_and_leaves_a_tombstone()
    {
        foreach (var account in cloud.Accounts) cloud.Inside.Deny(account.Id, "ssm:*");
        await using var run = await DiedAsync(ImageInProd);
        (await RepairAsync(run, run.Repairing("machine-b", TimeSpan.FromMinutes(1)))).Result.Outcome.ShouldBe(RepairOutcome.LeftAlone);

        var (_, watched) = await RepairAsync(run, run.Repairing("machine-b", TimeSpan.FromMinutes(3)));
        watched.Outcome.ShouldBe(RepairOutcome.Watched, watched.Message);
        watched.LookAgainAfter.ShouldNotBeNull().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddHours(2));
        cloud.Inside.Leftovers(run.Dev.Id).Concat(cloud.Inside.Leftovers(run.Prod.Id)).ShouldBeEmpty();
        JournalFile.Read(run.JournalPath).State.ShouldBe(PairState.Tombstone);
        RepairRuns.Failure(run.Request(), [watched], run.Folder.Path, null, []).ShouldBeNull();

        (await RepairAsync(run, run.Repairing("machine-b", TimeSpan.FromMinutes(10)))).Result.Outcome.ShouldBe(RepairOutcome.Watched);
        // Packer was alive on the first machine after all.
        cloud.Inside.SeedImage(run.Prod.Id, PairLab.Region, "web 2.0.57", created: DateTimeOffset.UtcNow);
        (await RepairAsync(run, run.Repairing("machine-b", TimeSpan.FromHours(3)))).Result.Outcome.ShouldBe(RepairOutcome.Undone);
        cloud.Inside.Leftovers(run.Prod.Id).ShouldBeEmpty();
    }
}
