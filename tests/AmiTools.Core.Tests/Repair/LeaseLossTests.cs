using AmiTools.Core.Building;
using AmiTools.Core.Journal;
using AmiTools.Core.Tests.Building;
using AmiTools.LocalCloud;
using static AmiTools.Core.Tests.Building.PairLab;

namespace AmiTools.Core.Tests.Repair;

/// <summary>A build with the real Packer on a machine that sleeps while another takes its run over.</summary>
public sealed class LeaseLossTests
{
    [Fact]
    public async Task A_build_that_was_taken_over_ends_its_packer_and_does_nothing_more()
    {
        // An instance takes some time to start, so that Packer is not done before it can be asked to end.
        await using var lab = await PairLab.StartAsync(new LocalCloudOptions { PendingDelay = TimeSpan.FromSeconds(1) });
        var plan = lab.Plan();
        var time = new QuickTime(1);
        var taken = 0;
        lab.Reporter.Told = (kind, text) =>
        {
            if (kind != "output" || !text.Contains("Launching a source AWS instance") || lab.Journal(plan).Member("dev").State != MemberState.Tagged || Interlocked.Exchange(ref taken, 1) > 0) return;
            TakeOverAsync(lab).GetAwaiter().GetResult();
            time.Ahead = TimeSpan.FromMinutes(10);
        };

        var failure = await Should.ThrowAsync<AmiToolsException>(() => new BuildPair(lab.Surroundings with { Time = time }).RunAsync(plan, lab.Reporter, default));

        failure.ErrorId.ShouldBe("LeaseTaken", failure.ToString());
        failure.Message.ShouldContain("process 7 on machine-b");
        failure.Message.ShouldContain("nothing more is done here");
        // Packer was asked to end and has cleaned up; dev's image is for the other to undo.
        lab.Cloud.Inside.Leftovers(Prod).ShouldBe([$"{Region} parameter /amitools/pairs/{plan.PairId}"]);
        lab.Cloud.Inside.Images(Dev, Region).ShouldHaveSingleItem().Tags["AmiTools:State"].ShouldBe("building");
        lab.OwnCalls(Dev).ShouldNotContain(c => c.Action == "DeregisterImage");
        (await CopyAsync(lab, Dev)).Journal.Lease!.Holder.ShouldBe("other");
        (await CopyAsync(lab, Prod)).Journal.Lease!.Holder.ShouldBe("other");
    }

    private static async Task<FoundCopy> CopyAsync(PairLab lab, string account)
    {
        using var connection = await lab.Surroundings.Connector.ConnectAsync(lab.Target(account), lab.Reporter, default);
        return (await JournalCopy.ListAsync(connection.Aws, _ => { }, default)).ShouldHaveSingleItem();
    }

    private static async Task TakeOverAsync(PairLab lab)
    {
        foreach (var account in new[] { Dev, Prod })
        {
            using var connection = await lab.Surroundings.Connector.ConnectAsync(lab.Target(account), lab.Reporter, default);
            var found = (await JournalCopy.ListAsync(connection.Aws, _ => { }, default)).ShouldHaveSingleItem();
            var copy = new JournalCopy(connection.Aws, lab.Target(account).Name, found.Journal.PairId, TimeProvider.System);
            await copy.TakeOverAsync(found.Journal with { Revision = 1000, State = PairState.Undoing, Owner = new ProcessMark("machine-b", 7, DateTimeOffset.UtcNow), Lease = new Lease("other", DateTimeOffset.UtcNow) }, found, default);
        }
    }
}
