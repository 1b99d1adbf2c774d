using AmiTools.Core.Pointers;
using AmiTools.Core.Repair;
using AmiTools.Core.Tests.Pointers;
using static AmiTools.Core.Tests.Pointers.ReferenceLab;

namespace AmiTools.Core.Tests.Repair;

/// <summary>A repair after a change of references whose process died, at every one of its steps and calls.</summary>
public sealed class RepairReferencesTests
{
    private static readonly string[] both = ["staging", "production"];

    [Fact]
    public async Task After_a_death_at_any_step_on_the_disk_it_shows_what_it_does_and_does_it()
    {
        using var lab = new ReferenceLab();
        var (before, after) = (lab.Everything(), Promoted(lab));
        var actions = new List<RepairAction>();
        foreach (var fault in new[] { DiskFault.DiesBefore, DiskFault.DiesWithin })
        {
            for (var step = 1; ; step++)
            {
                var where = $"{fault} at step {step}";
                var failure = await Record.ExceptionAsync(() => lab.SetAsync("2.0.57", both, new FaultyFiles(step, fault)));
                if (failure is null) break;
                failure.ShouldBeOfType<ProcessDiedException>(where);
                var died = lab.Everything();
                var plan = await PlanAsync(lab);
                lab.Everything().ShouldBe(died, where);
                if (plan is not null)
                {
                    actions.Add(plan.Action);
                    var done = await RepairAsync(lab, plan);
                    done.Outcome.ShouldBe(plan.Action == RepairAction.Finish ? RepairOutcome.Finished : RepairOutcome.Undone, $"{where}: {done.Message}");
                    lab.Everything().ShouldBe(plan.Action == RepairAction.Finish ? after : before, where);
                }
                // Without a plan nothing of it is there: it had not begun, or was over.
                (lab.Everything() == before || lab.Everything() == after).ShouldBeTrue(where);
                (await PlanAsync(lab)).ShouldBeNull(where);
                if (lab.Everything() == after) await lab.SetAsync("2.0.55", both);
            }
            lab.Everything().ShouldBe(after);
            await lab.SetAsync("2.0.55", both);
        }
        actions.Count(a => a == RepairAction.Undo).ShouldBeGreaterThan(20);
        actions.Count(a => a == RepairAction.Finish).ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task After_a_death_at_any_call_that_changes_something_all_is_put_back()
    {
        var seen = new Death(null, after: false, packerToo: false);
        using (var lab = new ReferenceLab()) await SetAsync(lab, seen);
        IReadOnlyList<CallKey> changing = [.. seen.Calls.Where(c => c.Action is "CreateTags" or "DeleteTags" or "PutParameter")];
        changing.Count(c => c.Action == "PutParameter").ShouldBe(2);
        var repaired = 0;
        foreach (var (call, after) in changing.SelectMany(c => new[] { (c, false), (c, true) }))
        {
            using var lab = new ReferenceLab();
            var before = lab.Everything();
            await Should.ThrowAsync<ProcessDiedException>(SetAsync(lab, new Death(call, after, packerToo: false)), $"{call}");
            if (await PlanAsync(lab) is { } plan)
            {
                repaired++;
                plan.Found.Count.ShouldBe(6, $"{call}");
                (await RepairAsync(lab, plan)).Outcome.ShouldBe(RepairOutcome.Undone, $"{call}");
            }
            lab.Everything().ShouldBe(before, $"{call}");
        }
        // Before the files change only pins are set, and nothing is to be put back.
        repaired.ShouldBeInRange(4, changing.Count * 2 - 1);
    }

    [Fact]
    public async Task A_repair_that_dies_itself_is_done_by_the_next()
    {
        using var lab = new ReferenceLab();
        var before = lab.Everything();
        for (var step = 1; ; step++)
        {
            await DieAsync(lab);
            var plan = (await PlanAsync(lab)).ShouldNotBeNull();
            var store = new FaultyFiles(step, DiskFault.DiesWithin);
            var failure = await Record.ExceptionAsync(() => new RepairReferences(lab.Surroundings, store).RunAsync(Request(lab), plan, lab.Reporter, default));
            if (await PlanAsync(lab) is { } again) (await RepairAsync(lab, again)).Outcome.ShouldBe(RepairOutcome.Undone, $"step {step}");
            lab.Everything().ShouldBe(before, $"step {step}");
            if (failure is null) break;
            step.ShouldBeLessThan(100);
        }
    }

    [Fact]
    public async Task One_whose_process_is_alive_is_left_alone()
    {
        using var lab = new ReferenceLab();
        await DieAsync(lab);
        var died = lab.Everything();
        var dead = (await PlanAsync(lab)).ShouldNotBeNull();
        using (EditLock.Take(dead.EnvironmentsFile))
        {
            var plan = (await PlanAsync(lab)).ShouldNotBeNull();
            (plan.Action, plan.Reason).ShouldBe((RepairAction.Leave, "its process is alive"));
            foreach (var result in new[] { await RepairAsync(lab, plan), await RepairAsync(lab, dead) })
            {
                (result.Outcome, result.Message).ShouldBe((RepairOutcome.LeftAlone, "its process is alive"));
                RepairRuns.Failure(Request(lab), [], lab.Folder, result, []).ShouldBeNull();
            }
        }
        lab.Everything().ShouldBe(died);
    }

    [Fact]
    public async Task A_file_that_somebody_changed_since_stays_and_the_repair_fails()
    {
        using var lab = new ReferenceLab();
        await DieAsync(lab);
        lab.Write("infra/staging.tfvars", "mine = true\n");
        var result = await RepairAsync(lab, (await PlanAsync(lab)).ShouldNotBeNull());
        result.Outcome.ShouldBe(RepairOutcome.Failed);
        var failure = RepairRuns.Failure(Request(lab), [], lab.Folder, result, []).ShouldNotBeNull();
        failure.ErrorId.ShouldBe("RepairIncomplete");
        failure.Message.ShouldStartWith($"The change of references of {Path.Combine(lab.Folder, "environments.yaml")}: {Path.Combine(lab.Folder, "infra", "staging.tfvars")} was changed by somebody else");
        lab.Text("infra/staging.tfvars").ShouldBe("mine = true\n");
        (await PlanAsync(lab)).ShouldNotBeNull();
    }

    [Fact]
    public async Task It_needs_the_targets_of_its_parameters()
    {
        using var lab = new ReferenceLab();
        await DieAsync(lab);
        var request = Request(lab) with { Targets = lab.Targets with { Names = ["dev"] } };
        var plan = (await new PlanRepair(lab.Surroundings).RunAsync(request, lab.Reporter, default)).References.ShouldNotBeNull();
        (plan.Action, plan.Reason).ShouldBe((RepairAction.Leave, "the target 'prod' of its parameter /web/ami is not among the chosen targets"));
        (await new RepairReferences(lab.Surroundings).RunAsync(request, plan, lab.Reporter, default)).Outcome.ShouldBe(RepairOutcome.Failed);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_hides_no_runs_and_fails()
    {
        using var lab = new ReferenceLab();
        lab.Write(".amitools-references.json", "{");
        var plan = (await PlanAsync(lab)).ShouldNotBeNull();
        plan.Action.ShouldBe(RepairAction.Leave);
        plan.Reason.ShouldContain("this is no journal of a change of references");
        (await RepairAsync(lab, plan)).Outcome.ShouldBe(RepairOutcome.Failed);
        lab.Text(".amitools-references.json").ShouldBe("{");
    }

    [Fact]
    public async Task Who_asks_for_a_run_gets_no_references()
    {
        using var lab = new ReferenceLab();
        await DieAsync(lab);
        (await new PlanRepair(lab.Surroundings).RunAsync(Request(lab) with { PairIds = ["20260101T000000Z-00000000"] }, lab.Reporter, default)).References.ShouldBeNull();
    }

    private static RepairRequest Request(ReferenceLab lab) => new() { Targets = lab.Targets, Path = lab.Folder };

    private static async Task<ReferenceRepairPlan?> PlanAsync(ReferenceLab lab) => (await new PlanRepair(lab.Surroundings).RunAsync(Request(lab), lab.Reporter, default)).References;

    private static Task<RepairedReferences> RepairAsync(ReferenceLab lab, ReferenceRepairPlan plan) => new RepairReferences(lab.Surroundings).RunAsync(Request(lab), plan, lab.Reporter, default);

    private static Task<IReadOnlyList<ReferenceChange>> SetAsync(ReferenceLab lab, Death death) => SetAsync(lab.Surroundings with { Connector = death.Around(lab.Connector) }, lab);

    private static async Task<IReadOnlyList<ReferenceChange>> SetAsync(Surroundings surroundings, ReferenceLab lab)
    {
        using var set = new SetReferences(surroundings);
        return await set.RunAsync(await set.PlanAsync(new() { Targets = lab.Targets, Environments = both, Version = "2.0.57" }, lab.Reporter, default), lab.Reporter, default);
    }

    /// <summary>Files are changed, and one of two parameters.</summary>
    private static Task DieAsync(ReferenceLab lab) => Should.ThrowAsync<ProcessDiedException>(SetAsync(lab, new Death(new CallKey("we", "prod", "PutParameter", 2), after: false, packerToo: false)));

    private static string Promoted(ReferenceLab lab) => lab.Everything().Replace(lab[Dev, "2.0.55"], lab[Dev, "2.0.57"]).Replace(lab[Prod, "2.0.55"], lab[Prod, "2.0.57"]);
}
