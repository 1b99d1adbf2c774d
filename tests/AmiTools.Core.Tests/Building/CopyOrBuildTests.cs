using AmiTools.Core.Building;
using AmiTools.Core.Images;
using AmiTools.Core.Journal;
using AmiTools.Core.Tests.Repair;
using AmiTools.LocalCloud;

namespace AmiTools.Core.Tests.Building;

/// <summary>A pair of which the first member is built and the second copied, or built after all.</summary>
[Trait("Category", "Full")]
public sealed class CopyOrBuildTests : IAsyncLifetime
{
    private LocalCloudServer cloud = null!;
    private CrashRun run = null!;

    public async Task InitializeAsync()
    {
        cloud = await CrashMatrixTests.CloudAsync(1);
        run = new CrashRun(cloud, 0, new Death(null, false, true)) { Strategy = BuildStrategy.CopyOrBuild };
    }

    public async Task DisposeAsync()
    {
        await run.DisposeAsync();
        await cloud.DisposeAsync();
    }

    [Fact]
    public async Task It_is_built_once_and_copied_and_lookups_find_both()
    {
        var pair = (await run.BuildAsync()).ShouldNotBeNull();
        (pair.IsComplete, pair.Members.Count).ShouldBe((true, 2));
        run.Judge().ShouldBeTrue();
        Origins().ShouldBe(["built", "copied"]);
        cloud.Calls.Count(c => c.Action == "RunInstances" && !c.Parameters.ContainsKey("DryRun")).ShouldBe(1);
        cloud.Calls.Count(c => c.Action == "CopyImage").ShouldBe(1);
        var copy = cloud.Inside.Images(run.Prod.Id, PairLab.Region).ShouldHaveSingleItem();
        (copy.Name, copy.Tags["AmiTools:Target"], copy.Tags["AmiTools:Pair"], copy.Tags["AmiTools:Commit"], copy.Tags["AmiTools:Build"]).ShouldBe(("web 2.0.57", "prod", pair.PairId, PairLab.Commit, "57"));
        var found = await new FindImages(run.Repairing("machine-a", TimeSpan.Zero)).RunAsync(new() { Targets = run.Request().Targets, Name = "web", Version = "2.0.57" }, run.Reporter, default);
        found.Select(f => (f.Target, f.PairId, f.ImageId)).ShouldBe(pair.Members.Select(m => (m.Target, (string?)pair.PairId, m.ImageId)), ignoreOrder: true);
        run.Reporter.Of("warning").ShouldBeEmpty();
        JournalFile.Read(run.JournalPath).Copy.ShouldBeNull();
    }

    [Theory]
    [InlineData("CopyImage", true)]
    [InlineData("ModifySnapshotAttribute", false)]
    [InlineData("ModifyImageAttribute", false)]
    public async Task Where_a_copy_is_refused_it_is_built_and_a_warning_says_why(string action, bool inProd)
    {
        cloud.Faults.Add(new Fault(action) { Account = (inProd ? run.Prod : run.Dev).Id, Count = 0, Code = "InvalidRequest", Message = "Images with EC2 BillingProduct codes cannot be copied to another AWS account" });
        (await run.BuildAsync()).ShouldNotBeNull().IsComplete.ShouldBeTrue();
        run.Judge().ShouldBeTrue();
        Origins().ShouldBe(["built", "built"]);
        var warning = run.Reporter.Of("warning").ShouldHaveSingleItem();
        warning.ShouldStartWith("web 2.0.57 is built in prod, and not copied there: ");
        warning.ShouldContain("BillingProduct codes");
    }

    [Fact]
    public async Task A_copy_that_fails_on_its_way_is_removed_before_it_is_built()
    {
        cloud.Inside.FailNextImage(run.Prod.Id, "the volume could not be read");
        (await run.BuildAsync()).ShouldNotBeNull().IsComplete.ShouldBeTrue();
        run.Judge().ShouldBeTrue();
        Origins().ShouldBe(["built", "built"]);
        run.Reporter.Of("warning").ShouldHaveSingleItem().ShouldContain("the volume could not be read");
        cloud.Calls.ShouldContain(c => c.Account == run.Prod.Id && c.Action == "DeregisterImage" && !c.Parameters.ContainsKey("DryRun"));
    }

    [Fact]
    public async Task If_the_build_fails_too_everything_is_undone_and_nothing_shared()
    {
        cloud.Faults.Add(new Fault("CopyImage") { Account = run.Prod.Id, Count = 0, Code = "InvalidRequest", Message = "planned" });
        cloud.Faults.Add(new Fault("StopInstances") { Account = run.Prod.Id, Count = 0, Code = "UnauthorizedOperation", Status = 403, Message = "planned" });
        await Should.ThrowAsync<Exception>(() => run.BuildAsync());
        run.Judge().ShouldBeFalse();
        JournalFile.Read(run.JournalPath).State.ShouldBe(PairState.Undone);
        cloud.Calls.ShouldContain(c => c.Account == run.Dev.Id && c.Action == "ModifyImageAttribute" && c.Parameters.Keys.Any(k => k.Contains("Remove")));
    }

    [Theory]
    [InlineData("ModifyImageAttribute")]
    [InlineData("CopyImage")]
    public async Task A_stop_during_the_copy_undoes_both_and_takes_the_share_back(string action)
    {
        using var stop = new CancellationTokenSource();
        cloud.Faults.Add(new Fault(action, Kind: FaultKind.Delay, When: FaultTime.After) { Delay = TimeSpan.FromSeconds(30) });
        var watch = Task.Run(async () =>
        {
            while (!cloud.Inside.Images(run.Dev.Id, PairLab.Region).Any(i => i.SharedWith.Count > 0) || (action == "CopyImage" && cloud.Inside.Images(run.Prod.Id, PairLab.Region).Count == 0)) await Task.Delay(5, stop.Token);
            await stop.CancelAsync();
        });
        await Should.ThrowAsync<OperationCanceledException>(() => run.BuildAsync(stop.Token));
        await watch;
        run.Judge().ShouldBeFalse();
        JournalFile.Read(run.JournalPath).State.ShouldBe(PairState.Undone);
    }

    [Fact]
    public async Task Until_a_share_can_be_taken_back_the_run_is_open_and_a_repair_ends_it()
    {
        // Only what takes a share back is refused: the first two calls share.
        cloud.Faults.Add(new Fault("ModifySnapshotAttribute", Kind: FaultKind.Delay) { Account = run.Dev.Id, Count = 1, Delay = TimeSpan.Zero });
        cloud.Faults.Add(new Fault("ModifySnapshotAttribute") { Account = run.Dev.Id, Count = 0, Code = "UnauthorizedOperation", Status = 403, Message = "planned" });
        cloud.Faults.Add(new Fault("DeregisterImage") { Account = run.Dev.Id, Count = 0, Code = "UnauthorizedOperation", Status = 403, Message = "planned" });
        var failure = await Should.ThrowAsync<AmiToolsException>(() => run.BuildAsync());
        failure.ErrorId.ShouldBe("UndoIncomplete", failure.Message);
        failure.Message.ShouldContain("may still be shared with " + run.Prod.Id);
        cloud.Inside.Snapshots(run.Dev.Id, PairLab.Region).ShouldHaveSingleItem().SharedWith.ShouldNotBeEmpty();
        cloud.Faults.Clear();
        (await run.RepairAsync(Crash.BothSameMachine)).ShouldBeFalse();
    }

    [Fact]
    public async Task Parameters_that_differ_are_refused_before_anything_is_done()
    {
        Parameters("motd=for dev\n", "# of prod\nmotd=for prod\n");
        var failure = await Should.ThrowAsync<ProblemsFoundException>(() => run.BuildAsync());
        failure.ErrorId.ShouldBe("ParametersDiffer", failure.Message);
        failure.Message.ShouldContain("The parameter 'motd' differs between the targets");
        failure.Message.ShouldContain($"dev has it from {Path.Combine(run.Folder.Path, "src", "web", "conf", "dev.conf")}:1");
        failure.Message.ShouldContain($"prod has it from {Path.Combine(run.Folder.Path, "src", "web", "conf", "prod.conf")}:2");
        failure.Message.ShouldNotContain("for prod");
        cloud.Calls.ShouldNotContain(c => c.Action == "PutParameter" || c.Action == "RunInstances" && !c.Parameters.ContainsKey("DryRun"));
        Directory.Exists(Path.Combine(run.Folder.Path, "src", "runs")).ShouldBeFalse();
    }

    [Fact]
    public async Task Network_parameters_may_differ()
    {
        Parameters("subnet_id=subnet-1\n", "subnet_id=subnet-2\n");
        (await run.BuildAsync()).ShouldNotBeNull();
        Origins().ShouldBe(["built", "copied"]);
    }

    [Fact]
    public async Task The_environments_file_says_which_may_differ()
    {
        Parameters("motd=for dev\n", "motd=for prod\n");
        Network("networkParameters: [motd]");
        (await run.BuildAsync()).ShouldNotBeNull();
        Origins().ShouldBe(["built", "copied"]);
    }

    [Fact]
    public async Task Its_list_replaces_ours()
    {
        Parameters("subnet_id=subnet-1\n", "subnet_id=subnet-2\n");
        Network("networkParameters: [motd]");
        (await Should.ThrowAsync<ProblemsFoundException>(() => run.BuildAsync())).Message.ShouldContain("The parameter 'subnet_id' differs");
    }

    [Fact]
    public void What_only_one_target_has_differs_and_the_target_s_name_too()
    {
        PlannedMember Member(string target, params AmiParameter[] parameters) => new() { Target = new() { Name = target, Region = "eu-west-1" }, AccountId = "1", Region = "eu-west-1", ImageName = "web", Parameters = parameters };
        AmiParameter Of(string target, string name, string value, string level) => new() { Definition = "web", Target = target, Name = name, Value = value, Level = level };
        var refusals = CopyOrBuild.Refusals(
        [
            Member("dev", Of("dev", "target", "dev", "built-in"), Of("dev", "aws_region", "eu-west-1", "built-in"), Of("dev", "one", "1", "override")),
            Member("prod", Of("prod", "target", "prod", "built-in"), Of("prod", "aws_region", "us-east-1", "built-in")),
        ], CopyOrBuild.NetworkParameters);
        refusals.Select(r => r.Message.Split('.')[0]).ShouldBe(
        [
            "The parameter 'one' differs between the targets: dev has it from the overrides, prod has it from nowhere",
            "The parameter 'target' differs between the targets: dev has it from the target's own name, prod has it from the target's own name",
        ]);
    }

    private IReadOnlyList<string> Origins() => [.. new[] { run.Dev, run.Prod }.Select(a => cloud.Inside.Images(a.Id, PairLab.Region).ShouldHaveSingleItem().Tags["AmiTools:Origin"])];

    private void Parameters(string dev, string prod)
    {
        var template = Path.Combine(run.Folder.Path, "src", "web", "template.json");
        File.WriteAllText(template, File.ReadAllText(template).Replace("\"version\": \"\",", "\"version\": \"\", \"motd\": \"\", \"subnet_id\": \"\","));
        run.Folder.Write("src/web/conf/dev.conf", dev);
        run.Folder.Write("src/web/conf/prod.conf", prod);
    }

    private void Network(string line) => File.AppendAllText(Path.Combine(run.Folder.Path, "src", "environments.yaml"), "\n" + line + "\n");
}
