using AmiTools.Core.Journal;
using AmiTools.Core.Repair;

namespace AmiTools.Core.Tests.Repair;

/// <summary>What is decided from what was read; nothing is called here.</summary>
public sealed class RepairDecisionTests
{
    private static readonly DateTimeOffset now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private static FoundRun Run(PairState state, OwnerLife owner, TimeSpan? silence = null, DateTimeOffset? lookAgain = null) => new()
    {
        Owner = owner,
        File = new FoundFile("/runs/x/pair.json", new PairJournal
        {
            PairId = "20260304T050607Z-0123abcd",
            Definition = "web",
            DefinitionPath = "/repo/src/web",
            Version = "2.0.57",
            Started = now.AddHours(-1),
            State = state,
            Owner = owner == OwnerLife.Gone && silence is null ? null : new ProcessMark("machine-a", 42, now.AddHours(-1)),
            Lease = silence is { } since ? new Lease("holder", now - since) : null,
            Changed = now.AddHours(-1),
            LookAgainAfter = lookAgain,
        }),
    };

    [Theory]
    [InlineData(PairState.Planned, RepairAction.Undo)]
    [InlineData(PairState.Building, RepairAction.Undo)]
    [InlineData(PairState.Undoing, RepairAction.Undo)]
    [InlineData(PairState.UndoFailed, RepairAction.Undo)]
    [InlineData(PairState.Undone, RepairAction.Undo)]
    [InlineData(PairState.Committing, RepairAction.Finish)]
    [InlineData(PairState.Complete, RepairAction.Finish)]
    public void Before_the_commit_point_only_undo_and_from_there_on_only_finish(object state, RepairAction action)
    {
        var decision = RepairDecision.Of(Run((PairState)state, OwnerLife.Gone), now);
        decision.Action.ShouldBe(action);
        decision.Watch.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, RepairAction.Leave, false)]
    [InlineData(119, RepairAction.Leave, false)]
    [InlineData(121, RepairAction.Undo, true)]
    [InlineData(419, RepairAction.Undo, true)]
    [InlineData(421, RepairAction.Undo, false)]
    // A clock that is ahead of ours.
    [InlineData(-30, RepairAction.Leave, false)]
    public void A_process_of_another_machine_is_judged_by_its_lease(int secondsOfSilence, RepairAction action, bool watch)
    {
        var decision = RepairDecision.Of(Run(PairState.Building, OwnerLife.Elsewhere, TimeSpan.FromSeconds(secondsOfSilence)), now);
        decision.Action.ShouldBe(action);
        decision.Watch.ShouldBe(watch);
        if (action == RepairAction.Leave) decision.Reason.ShouldContain("process 42 on machine-a has renewed its lease");
    }

    [Fact]
    public void A_process_that_lives_on_this_machine_is_never_taken_for_dead() =>
        RepairDecision.Of(Run(PairState.Building, OwnerLife.Alive, TimeSpan.FromDays(2)), now).Action.ShouldBe(RepairAction.Leave);

    [Fact]
    public void A_process_that_died_on_this_machine_is_not_waited_for() =>
        RepairDecision.Of(Run(PairState.Building, OwnerLife.Gone, TimeSpan.FromSeconds(1)), now).Action.ShouldBe(RepairAction.Undo);

    [Fact]
    public void A_run_that_was_let_go_is_taken_at_once() =>
        RepairDecision.Of(Run(PairState.UndoFailed, OwnerLife.Elsewhere), now).Action.ShouldBe(RepairAction.Undo);

    [Fact]
    public void A_tombstone_is_looked_at_when_its_time_has_come()
    {
        RepairDecision.Of(Run(PairState.Tombstone, OwnerLife.Gone, lookAgain: now.AddMinutes(1)), now).Action.ShouldBe(RepairAction.Wait);
        RepairDecision.Of(Run(PairState.Tombstone, OwnerLife.Gone, lookAgain: now.AddMinutes(-1)), now).Action.ShouldBe(RepairAction.Undo);
    }

    [Fact]
    public void A_mark_on_an_image_says_more_than_an_old_journal() =>
        RepairDecision.Of(Run(PairState.Building, OwnerLife.Gone) with { IsMarked = true }, now).Action.ShouldBe(RepairAction.Finish);

    [Fact]
    public void A_run_with_a_target_that_can_not_be_reached_is_left_alone() =>
        RepairDecision.Of(Run(PairState.Building, OwnerLife.Gone) with { Unreachable = ["its target 'prod' can't be reached"] }, now).Action.ShouldBe(RepairAction.Leave);
}
