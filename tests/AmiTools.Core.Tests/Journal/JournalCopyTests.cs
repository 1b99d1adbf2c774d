using System.Text.Json;
using AmiTools.Core.Environments;
using AmiTools.Core.Journal;
using AmiTools.Core.Tests.Building;
using AmiTools.LocalCloud;
using Microsoft.Extensions.Time.Testing;
using SeenImage = AmiTools.Core.Journal.SeenImage;

namespace AmiTools.Core.Tests.Journal;

/// <summary>The copies in Parameter Store, and the lease in them.</summary>
public sealed class JournalCopyTests : IAsyncLifetime
{
    private const string PairId = "20260304T050607Z-0123abcd";
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private PairLab lab = null!;
    private ITargetConnection dev = null!;

    public async Task InitializeAsync()
    {
        lab = await PairLab.StartAsync();
        dev = await lab.Surroundings.Connector.ConnectAsync(lab.Target(PairLab.Dev), lab.Reporter, default);
    }

    public async Task DisposeAsync()
    {
        dev.Dispose();
        await lab.DisposeAsync();
    }

    private PairJournal New() => new()
    {
        PairId = PairId,
        Definition = "web",
        DefinitionPath = "/repo/src/web",
        Version = "2.0.57",
        Started = time.GetUtcNow(),
        State = PairState.Building,
        Owner = lab.Surroundings.Machine.Self,
        Lease = Lease.New(time.GetUtcNow()),
        Members =
        [
            new MemberJournal { Target = "dev", AccountId = PairLab.Dev, Region = PairLab.Region, ImageName = "web 2.0.57", State = MemberState.Packing, BuildStarted = time.GetUtcNow() },
            new MemberJournal { Target = "prod", AccountId = PairLab.Prod, Region = PairLab.Region, ImageName = "web 2.0.57" },
        ],
    };

    private JournalCopy Copy() => new(dev.Aws, "dev", PairId, time);

    private async Task<FoundCopy> FoundAsync() => (await JournalCopy.ListAsync(dev.Aws, t => throw new InvalidOperationException(t), default)).ShouldHaveSingleItem();

    private async Task<(RunJournal Journal, JournalCopy Copy)> BeginAsync()
    {
        var copy = Copy();
        var journal = await RunJournal.BeginAsync(New(), [], async (first, c) =>
        {
            await copy.CreateAsync(first, c);
            return [copy];
        }, time, default);
        return (journal, copy);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition()) await Task.Delay(10, patience.Token);
    }

    [Fact]
    public async Task A_new_copy_refuses_to_overwrite_another_holders()
    {
        await Copy().CreateAsync(New(), default);
        var refused = await Should.ThrowAsync<AmiToolsException>(() => Copy().CreateAsync(New(), default));
        refused.ErrorId.ShouldBe("LeaseTaken");
        refused.Message.ShouldContain($"/amitools/pairs/{PairId} in target 'dev'");
        (await FoundAsync()).Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_new_copy_whose_answer_was_lost_is_known_as_ones_own()
    {
        lab.Cloud.Faults.Add(new Fault("PutParameter", Kind: FaultKind.Cut, When: FaultTime.After));
        var copy = Copy();
        var journal = New();
        await copy.CreateAsync(journal, default);
        await copy.WriteAsync(journal with { State = PairState.Committing }, default);
        (await FoundAsync()).Journal.State.ShouldBe(PairState.Committing);
    }

    [Fact]
    public async Task Of_two_that_take_a_run_over_exactly_one_wins()
    {
        await Copy().CreateAsync(New(), default);
        var found = await FoundAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await Copy().TakeOverAsync(New(), found, default);
                return true;
            }
            catch (AmiToolsException e) when (e.ErrorId == "LeaseTaken")
            {
                return false;
            }
        }));
        outcomes.Count(won => won).ShouldBe(1);
    }

    [Fact]
    public async Task A_take_over_whose_answer_was_lost_is_known_as_ones_own()
    {
        await Copy().CreateAsync(New(), default);
        lab.Cloud.Faults.Add(new Fault("PutParameter", Kind: FaultKind.Cut, When: FaultTime.After));
        await Copy().TakeOverAsync(New(), await FoundAsync(), default);
    }

    [Fact]
    public async Task A_holder_that_slept_while_another_took_over_writes_nothing_and_stops()
    {
        var (journal, _) = await BeginAsync();
        using var disposed = journal;
        await Copy().TakeOverAsync(New() with { State = PairState.Undoing }, await FoundAsync(), default);
        // A machine that wakes up: its renewal and its next step come at the same time.
        time.Advance(TimeSpan.FromMinutes(10));
        var refused = await Should.ThrowAsync<AmiToolsException>(() => journal.ChangeAsync(j => j with { State = PairState.Committing }, default));
        refused.ErrorId.ShouldBe("LeaseTaken");
        journal.Lost.IsCancellationRequested.ShouldBeTrue();
        (await FoundAsync()).Journal.State.ShouldBe(PairState.Undoing);
        // Nor does letting go touch what is another's.
        await journal.LeaveAsync(j => j);
        (await FoundAsync()).Journal.State.ShouldBe(PairState.Undoing);
    }

    [Fact]
    public async Task A_holder_is_not_misled_by_one_who_came_too_late()
    {
        var (journal, _) = await BeginAsync();
        using var disposed = journal;
        // Another read a stale version, and its write came after ours: it knows that it has lost, and we go on.
        await journal.ChangeAsync(j => j with { Failure = "x" }, default);
        var old = (await FoundAsync()) with { Version = 1 };
        (await Should.ThrowAsync<AmiToolsException>(() => Copy().TakeOverAsync(New(), old, default))).ErrorId.ShouldBe("LeaseTaken");
        await journal.ChangeAsync(j => j with { State = PairState.Committing }, default);
        journal.Lost.IsCancellationRequested.ShouldBeFalse();
        (await FoundAsync()).Journal.State.ShouldBe(PairState.Committing);
    }

    [Fact]
    public async Task The_lease_is_renewed_while_the_run_lives_and_no_more_when_it_has_ended()
    {
        var (journal, _) = await BeginAsync();
        using var disposed = journal;
        for (var version = 1L; version < 4; version++)
        {
            var before = (await FoundAsync()).Journal.Lease!.Renewed;
            // The renewal's clock stands while its call is under way; so it is pushed until the call has come.
            await UntilAsync(async () =>
            {
                time.Advance(TimeSpan.FromSeconds(10));
                return (await FoundAsync()).Version > version;
            });
            (await FoundAsync()).Journal.Lease!.Renewed.ShouldBeGreaterThan(before);
        }
        (await journal.CloseAsync(j => j with { State = PairState.Complete })).ShouldBeEmpty();
        lab.Cloud.Inside.Leftovers(PairLab.Dev).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lease_that_can_not_be_renewed_is_lost_before_others_may_take_it()
    {
        var (journal, _) = await BeginAsync();
        using var disposed = journal;
        lab.Cloud.Inside.Deny(PairLab.Dev, "ssm:PutParameter");
        var began = time.GetUtcNow();
        await UntilAsync(() =>
        {
            if (time.GetUtcNow() - began < Lease.StaleAfter - TimeSpan.FromSeconds(5)) time.Advance(TimeSpan.FromSeconds(5));
            return Task.FromResult(journal.Lost.IsCancellationRequested);
        });
        journal.LostBecause!.ErrorId.ShouldBe("LeaseLapsed");
        journal.LostBecause.Message.ShouldContain("90 seconds");
    }

    [Fact]
    public async Task What_was_seen_is_in_the_copy_with_the_next_announcement_at_the_latest()
    {
        var (journal, _) = await BeginAsync();
        using var disposed = journal;
        await journal.NoteAsync("dev", m => m with { Seen = new SeenResources { InstanceIds = ["i-1"] } }, default);
        (await FoundAsync()).Version.ShouldBe(1);
        await journal.ChangeAsync(j => j.With("dev", m => m with { State = MemberState.Undoing }), "dev", default);
        (await FoundAsync()).Journal.Member("dev").Seen.InstanceIds.ShouldBe(["i-1"]);
    }

    [Fact]
    public void A_copy_fits_into_a_standard_parameter_and_keeps_its_own_targets_details_longest()
    {
        var seen = new SeenResources
        {
            InstanceIds = ["i-0123456789abcdef0"],
            Images = [.. Enumerable.Range(0, 20).Select(i => new SeenImage("eu-west-1", $"ami-{i:x17}"))],
            SnapshotIds = [.. Enumerable.Range(0, 40).Select(i => $"snap-{i:x17}")],
        };
        var journal = New();
        var full = journal with { Members = [.. journal.Members.Select(m => m with { Seen = seen, Leftovers = [new string('x', 5000)] })] };
        var text = JournalText.Compact(full, "dev");
        text.Length.ShouldBeLessThanOrEqualTo(JournalText.StandardSize);
        var read = JournalText.Read(text, "test");
        read.Member("dev").Seen.SnapshotIds.Count.ShouldBe(40);
        read.Member("prod").Seen.SnapshotIds.ShouldBeEmpty();
        read.Member("prod").ImageName.ShouldBe("web 2.0.57");
        // An ordinary one is left whole.
        JournalText.Read(JournalText.Compact(journal, "dev"), "test").Member("dev").BuildStarted.ShouldBe(journal.Member("dev").BuildStarted);
        JsonDocument.Parse(JournalText.Compact(journal, "dev")).RootElement.GetProperty("members")[1].TryGetProperty("seen", out _).ShouldBeTrue();
        JournalText.Compact(journal, "dev").ShouldNotContain("\"images\"");
    }

    [Fact]
    public void A_journal_of_twelve_targets_fits_into_an_advanced_parameter()
    {
        var many = New() with
        {
            Members = [.. Enumerable.Range(0, 24).Select(i => new MemberJournal { Target = $"target-{i}", AccountId = PairLab.Dev, Region = "ap-southeast-2", ImageName = "web-server-with-a-long-name 2.0.57", State = MemberState.Tagged, BuildStarted = time.GetUtcNow(), KeyPairName = $"amitools_{PairId}_target-{i}" })],
        };
        JournalText.Compact(many, "target-0").Length.ShouldBeInRange(JournalText.StandardSize, JournalText.AdvancedSize);
    }

    [Fact]
    public async Task Without_permission_the_journal_is_in_the_run_folder_only_and_the_run_says_so()
    {
        lab.Cloud.Inside.Deny(PairLab.Dev, "ssm:PutParameter");
        lab.Cloud.Inside.Deny(PairLab.Prod, "ssm:PutParameter");
        (await lab.BuildAsync()).IsComplete.ShouldBeTrue();
        lab.Reporter.Of("warning").ShouldHaveSingleItem().ShouldContain("another machine can't repair this run. Allow ssm:PutParameter");
    }

    [Fact]
    public async Task A_copy_that_may_or_may_not_have_been_made_ends_the_run_before_it_builds_anything()
    {
        lab.Cloud.Faults.Add(new Fault("PutParameter", Kind: FaultKind.Error, When: FaultTime.After) { Count = 0, Account = PairLab.Prod, Code = "ValidationException" });
        var plan = lab.Plan();
        var failure = await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync(plan));
        failure.ErrorId.ShouldBe("JournalNotKept");
        failure.Message.ShouldContain("[prod]");
        failure.Message.ShouldContain("-LocalJournalOnly");
        lab.Cloud.Calls.ShouldNotContain(c => c.Service == "ec2");
        lab.ShouldHaveNothingLeft();
        lab.Journal(plan).State.ShouldBe(PairState.Undone);
        lab.Journal(plan).Owner.ShouldBeNull();
    }

    [Fact]
    public async Task A_local_journal_makes_no_call_to_parameter_store()
    {
        (await lab.BuildAsync(lab.Plan(r => r with { LocalJournalOnly = true }))).IsComplete.ShouldBeTrue();
        lab.Cloud.Calls.ShouldNotContain(c => c.Service == "ssm");
    }
}
