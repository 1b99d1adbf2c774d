using AmiTools.Aws;
using AmiTools.Core.Pointers;
using AmiTools.Core.Tests.Repair;
using AmiTools.LocalCloud;
using static AmiTools.Core.Tests.Pointers.ReferenceLab;

namespace AmiTools.Core.Tests.Pointers;

/// <summary>A change of references that fails, or whose process dies, at every one of its steps: never half of it stays.</summary>
public sealed class BrokenOffTests
{
    private static readonly string[] both = ["staging", "production"];

    [Fact]
    public async Task At_every_step_on_the_disk_it_is_all_or_nothing()
    {
        var steps = await StepsAsync();
        steps.ShouldBeGreaterThan(20);
        var (changed, kept) = (0, 0);
        using var lab = new ReferenceLab();
        var (before, after) = (lab.Everything(), Promoted(lab, lab.Everything()));
        foreach (var fault in Enum.GetValues<DiskFault>())
        {
            for (var step = 1; step <= steps; step++)
            {
                var where = $"{fault} at step {step} of {steps}";
                var failure = await Record.ExceptionAsync(() => lab.SetAsync("2.0.57", both, new FaultyFiles(step, fault)));
                if (fault == DiskFault.Full && failure is not null) failure.ShouldBeOfType<AmiToolsException>(where).ErrorId.ShouldBe("ReferencesUnchanged", where);
                if (fault != DiskFault.Full) failure.ShouldBeOfType<ProcessDiedException>(where);
                await new RecoverReferences(lab.Surroundings).RunAsync(lab.Targets, lab.Reporter, default);
                var now = lab.Everything();
                (now == before || now == after).ShouldBeTrue(where + "\n" + now);
                if (now == after) changed++;
                else kept++;
                new RecoverReferences(lab.Surroundings).Pending(lab.Targets).ShouldBeNull(where);
                if (now == after) await lab.SetAsync("2.0.55", both);
                lab.Everything().ShouldBe(before, where);
            }
        }
        // Once it is done, it is done; before, it never was.
        changed.ShouldBeGreaterThan(0);
        kept.ShouldBeGreaterThan(changed);
    }

    [Fact]
    public async Task A_full_disk_is_seen_before_any_file_has_changed_and_leaves_nothing()
    {
        using var lab = new ReferenceLab();
        var before = lab.Everything();
        var failure = await Should.ThrowAsync<AmiToolsException>(lab.SetAsync("2.0.57", both, new FaultyFiles(4, DiskFault.Full)));
        failure.Message.ShouldBe("The files could not be changed, and are what they were: No space left on device");
        lab.Everything().ShouldBe(before);
        lab.Pinned(Dev, "2.0.57").ShouldBeNull();
    }

    [Theory]
    [InlineData("PutParameter", 1, FaultTime.Before)]
    [InlineData("PutParameter", 1, FaultTime.After)]
    [InlineData("PutParameter", 2, FaultTime.Before)]
    [InlineData("PutParameter", 2, FaultTime.After)]
    [InlineData("CreateTags", 1, FaultTime.Before)]
    [InlineData("CreateTags", 2, FaultTime.Before)]
    [InlineData("CreateTags", 2, FaultTime.After)]
    public async Task At_a_call_that_fails_everything_goes_back(string action, int call, FaultTime when)
    {
        using var lab = new ReferenceLab();
        var before = lab.Everything();
        lab.Cloud.Faults.Add(new Fault(action, Call: call, Kind: FaultKind.Error, When: when) { Account = Prod, Code = "AccessDenied" });
        var failure = await Should.ThrowAsync<AmiToolsException>(lab.SetAsync("2.0.57", both));
        failure.ErrorId.ShouldBe("ReferencesUnchanged", failure.Message);
        lab.Everything().ShouldBe(before);
        foreach (var account in new[] { Dev, Prod })
            foreach (var version in new[] { "2.0.55", "2.0.57" }) lab.Pinned(account, version).ShouldBeNull();
    }

    [Fact]
    public async Task A_typed_parameter_that_AWS_does_not_take_over_puts_everything_back()
    {
        using var lab = new ReferenceLab();
        var before = lab.Everything();
        lab.Connector.Wrap = aws => new Untaken(aws);
        var failure = await Should.ThrowAsync<AmiToolsException>(lab.SetAsync("2.0.57", both));
        (failure.ErrorId, failure.Message.Contains("AWS has not taken it over (it names")).ShouldBe(("ParameterNotTaken", true), failure.Message);
        lab.Everything().ShouldBe(before);
    }

    [Fact]
    public async Task A_file_that_somebody_changed_since_is_never_overwritten()
    {
        using var lab = new ReferenceLab();
        await Record.ExceptionAsync(() => lab.SetAsync("2.0.57", both, new FaultyFiles(12, DiskFault.DiesBefore)));
        lab.Write("infra/staging.tfvars", "mine = true\n");
        var failure = await Should.ThrowAsync<AmiToolsException>(new RecoverReferences(lab.Surroundings).RunAsync(lab.Targets, lab.Reporter, default));
        failure.ErrorId.ShouldBe("ReferenceFileChanged");
        lab.Text("infra/staging.tfvars").ShouldBe("mine = true\n");
    }

    [Fact]
    public async Task Two_changes_at_once_are_refused()
    {
        using var lab = new ReferenceLab();
        using var held = EditLock.Take(Path.Combine(lab.Folder, "environments.yaml"));
        (await Should.ThrowAsync<AmiToolsException>(lab.SetAsync("2.0.57", both))).ErrorId.ShouldBe("ReferencesBusy");
    }

    [Theory]
    [InlineData("staging")]
    [InlineData("production")]
    public async Task After_a_death_between_the_pins_and_the_commit_the_way_back_is_refused_as_unknown(string environment)
    {
        using var lab = new ReferenceLab();
        await lab.SetAsync("2.0.56", both);
        var named = lab.Everything();
        // The last step that leaves a change which goes back is the one that would have made it done.
        var met = 0;
        for (var step = 1; step <= await StepsAsync(); step++)
        {
            await Record.ExceptionAsync(() => lab.SetAsync("2.0.57", both, new FaultyFiles(step, DiskFault.DiesBefore)));
            var turned = lab.Pinned(Prod, "2.0.56") == "by references: production=previous";
            await new RecoverReferences(lab.Surroundings).RunAsync(lab.Targets, lab.Reporter, default);
            if (lab.Everything() != named) break;
            if (turned)
            {
                met++;
                var failure = await Should.ThrowAsync<AmiToolsException>(lab.SetAsync(null, [environment]));
                failure.ErrorId.ShouldBe("PreviousUnknown", failure.Message);
                failure.Message.ShouldContain("which it does not name (a change broke off, or was made by other means)");
                lab.Everything().ShouldBe(named);
            }
            await lab.SetAsync("2.0.55", both);
            await lab.SetAsync("2.0.56", both);
        }
        // Before the journal that says so is written, and before it takes its place.
        met.ShouldBe(2);
    }

    [Fact]
    public async Task After_a_death_before_the_pins_turn_the_history_never_leads_to_what_was_not_reached()
    {
        using var lab = new ReferenceLab();
        // Nothing is pinned yet: only the parameters' history could tell.
        var death = new Death(new CallKey("we", "prod", "CreateTags", 2), after: false, packerToo: false);
        using var set = new SetReferences(lab.Surroundings with { Connector = death.Around(lab.Connector) });
        var plan = await set.PlanAsync(new() { Targets = lab.Targets, Environments = both, Version = "2.0.57" }, lab.Reporter, default);
        await Should.ThrowAsync<ProcessDiedException>(set.RunAsync(plan, lab.Reporter, default));
        lab.Parameter("/web/ami").ShouldBe(lab[Prod, "2.0.57"]);
        await new RecoverReferences(lab.Surroundings).RunAsync(lab.Targets, lab.Reporter, default);
        lab.Parameter("/web/ami").ShouldBe(lab[Prod, "2.0.55"]);
        (await Should.ThrowAsync<AmiToolsException>(lab.SetAsync(null, ["production"]))).ErrorId.ShouldBe("PreviousUnknown");
    }

    private static async Task<int> StepsAsync()
    {
        using var lab = new ReferenceLab();
        var store = new FaultyFiles(0, DiskFault.Full);
        await lab.SetAsync("2.0.57", both, store);
        return store.Steps;
    }

    private static string Promoted(ReferenceLab lab, string text) => text.Replace(lab[Dev, "2.0.55"], lab[Dev, "2.0.57"]).Replace(lab[Prod, "2.0.55"], lab[Prod, "2.0.57"]);

    /// <summary>Answers as AWS does for a typed value that it refuses afterwards.</summary>
    private sealed class Untaken(IAws inner) : IAws
    {
        public Task<T> SendAsync<T>(Operation<T> operation, CancellationToken cancel) =>
            operation is PutParameter { DataType: "aws:ec2:image" } ? Task.FromResult((T)(object)new PutParameterResult { Version = 2 }) : inner.SendAsync(operation, cancel);
    }
}
