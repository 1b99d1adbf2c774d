using AmiTools.Aws;
using AmiTools.Core.Access;
using AmiTools.Core.Copying;
using AmiTools.Core.Images;
using AmiTools.Core.Journal;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Building;

/// <summary>
/// Makes a further member as a copy of the first, or, where that can't work, builds it. What is shared for the copy is in
/// the journal before it is shared, and stays there until it is taken back: a run that ends meanwhile takes it back in its
/// undo, or in its repair.
/// </summary>
internal sealed class CopyOrBuildMember(PairRun run, PlannedMember member, BuiltMember first, IReadOnlyDictionary<string, TargetRegions> connections)
{
    private PlannedMember From => run.Plan.Members[0];
    private TargetRegions Regions => connections[member.Target.Name];
    private IAws Source => connections[From.Target.Name].Home.Aws;
    private TimeProvider Time => run.Surroundings.Time;

    public async Task<IReadOnlyList<BuiltImage>> RunAsync(CancellationToken cancel)
    {
        if (CopyOrBuild.WhyNot(first) is { } whole) return await BuildAsync(whole, cancel).ConfigureAwait(false);
        Exception? failure = null;
        Image? copy = null;
        try
        {
            copy = await CopyAsync(first.Images[0].Image, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && CopyOrBuild.BuildBecause(e) is not null)
        {
            failure = e;
        }
        if (run.Journal.Current.Copy is { } shared) await UnshareAsync(shared, cancel).ConfigureAwait(false);
        if (copy is null)
        {
            await ForgetCopyAsync(CopyOrBuild.IsAnswered(failure!), cancel).ConfigureAwait(false);
            return await BuildAsync(CopyOrBuild.BuildBecause(failure!)!, cancel).ConfigureAwait(false);
        }
        if (run.Request.Test is { } test) await new TestMember(run, member, Regions.Home, test).RunAsync(copy, cancel).ConfigureAwait(false);
        return [new BuiltImage(Regions.Home, copy, SnapshotsTagged: true)];
    }

    private async Task<Image> CopyAsync(Image image, CancellationToken cancel)
    {
        var home = connections[From.Target.Name].Home;
        var access = await AccessReader.Of(home, home.Aws).ReadAsync(image, cancel).ConfigureAwait(false);
        var shares = new CopyJournal { Target = From.Target.Name, AccountId = home.AccountId, Region = home.Region, ImageId = image.ImageId, PairId = run.Plan.PairId, Shares = ShareForCopy.Of(access, [member.AccountId]) };
        await run.Journal.ChangeAsync(j => (j with { Copy = shares }).With(member.Target.Name, m => m with
        {
            State = MemberState.Packing,
            BuildStarted = Time.GetUtcNow(),
            Seen = m.Seen with { ImageNames = [image.Name ?? ""] },
        }), cancel).ConfigureAwait(false);
        await new ShareForCopy(Source, Time).RunAsync(shares, cancel).ConfigureAwait(false);
        var plan = new CopyPlan
        {
            Request = new() { Image = $"{run.Plan.Definition.Name}@{run.Plan.Version}", CopyTimeout = run.Request.BuildTimeout, UndoTimeout = run.Request.UndoTimeout },
            RunId = run.Plan.PairId,
            Source = image.ToAmi(From.Target.Name, home.AccountId, home.Region),
            Destinations = [new(member.Target.Name, member.AccountId, member.Region)],
            RunsPath = run.Folder.Path,
        };
        return await new CopyMember(plan, plan.Destinations[0], image, Regions.Home, new RateLimitedAws(Regions.Home.Aws, Time), run.Journal, Time, run.Reporter).RunAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Whatever has become of the copy. It has a time of its own: a stop that comes now does not keep it from it.</summary>
    private async Task UnshareAsync(CopyJournal shared, CancellationToken cancel)
    {
        var left = await new TakeBackShares(Source, Time).WithinAsync(run.Request.UndoTimeout, shared, run.Journal.Lost).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        if (left.Count > 0) throw new AmiToolsException("ShareLeft", FailureKind.ServiceFailed, $"{run.Name} can't be made in {member.Target.Name}: {string.Join("; ", left)}.", run.Name);
        await run.Journal.ChangeAsync(j => j with { Copy = null }, cancel).ConfigureAwait(false);
    }

    /// <summary>Nothing of a copy may be there when the name is used again.</summary>
    private async Task ForgetCopyAsync(bool isAnswered, CancellationToken cancel)
    {
        if (run.Journal.Current.Member(member.Target.Name).State == MemberState.Planned) return;
        await run.Journal.NoteAsync(member.Target.Name, m => m with { PackerEnded = isAnswered }, cancel).ConfigureAwait(false);
        var journal = run.Journal.Current;
        var left = await new UndoMember(Regions, journal, journal.Member(member.Target.Name), run.Reporter, Time, cancel).RunAsync().ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        if (left.Count > 0) throw new AmiToolsException("CopyLeft", FailureKind.ServiceFailed, $"{run.Name} could not be copied to {member.Target.Name}, and what was made of it could not be removed: {string.Join("; ", left)}.", run.Name);
        // The build announces itself.
        await run.Journal.ChangeAsync(j => j.With(member.Target.Name, m => m with { State = MemberState.Planned, PackerEnded = false, Seen = new SeenResources() }), member.Target.Name, cancel).ConfigureAwait(false);
    }

    private Task<IReadOnlyList<BuiltImage>> BuildAsync(string why, CancellationToken cancel)
    {
        run.Reporter.Warning($"{run.Name} is built in {member.Target.Name}, and not copied there: {why.TrimEnd('.')}.");
        return new BuildMember(run, member, Regions).RunAsync(cancel);
    }
}
