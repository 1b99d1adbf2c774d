using AmiTools.Aws;
using AmiTools.Core.Access;
using AmiTools.Core.Building;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;
using AmiTools.Core.Journal;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Copying;

/// <summary>
/// Copies a planned image to its destinations, at the same time: all of them or none. What is shared for it is taken back
/// in any case. Everything is in the journal before it happens, so a repair finishes or undoes it.
/// </summary>
public sealed class CopyImages(Surroundings surroundings)
{
    /// <returns>The copies, in the order of the targets.</returns>
    public async Task<IReadOnlyList<Ami>> RunAsync(CopyPlan plan, IReporter reporter, CancellationToken cancel)
    {
        var estate = EstateFinder.Load(plan.Request.Targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory);
        var connections = new Dictionary<string, TargetRegions>(StringComparer.Ordinal);
        try
        {
            foreach (var name in plan.Destinations.Select(d => d.Target).Append(plan.Source.Target))
            {
                var connection = await surroundings.Connector.ConnectAsync(estate.Targets.First(t => t.Name == name), reporter, cancel).ConfigureAwait(false);
                connections[name] = new TargetRegions(surroundings.Connector, connection, reporter);
            }
            return await CopyAsync(plan, connections, reporter, cancel).ConfigureAwait(false);
        }
        finally
        {
            foreach (var connection in connections.Values) connection.Dispose();
        }
    }

    private async Task<IReadOnlyList<Ami>> CopyAsync(CopyPlan plan, Dictionary<string, TargetRegions> connections, IReporter reporter, CancellationToken cancel)
    {
        var home = connections[plan.Source.Target].Home;
        var (source, access) = await ReadAsync(plan, home, cancel).ConfigureAwait(false);
        var first = First(plan, source, access);
        var folder = RunFolder.Create(plan.RunsPath, plan.RunId);
        IReadOnlyList<CopyDestination> places = [.. plan.Destinations, new CopyDestination(plan.Source.Target, home.AccountId, home.Region)];
        var copies = new CopiesOfRun(plan.RunId, plan.Request.LocalJournalOnly, [.. places.Select(p => (p.Target, p.AccountId, p.Region))], connections, folder, surroundings.Time, reporter);
        using var journal = await RunJournal.BeginAsync(first, [new JournalFile(folder.JournalPath)], copies.CreateAsync, surroundings.Time, cancel).ConfigureAwait(false);
        using var going = CancellationTokenSource.CreateLinkedTokenSource(cancel, journal.Lost);
        try
        {
            var made = await MakeAsync(plan, source, connections, journal, reporter, going.Token, cancel).ConfigureAwait(false);
            return await CommitAsync(plan, made, connections, journal, folder, reporter).ConfigureAwait(false);
        }
        finally
        {
            await journal.LeaveAsync(j => j).ConfigureAwait(false);
        }
    }

    /// <summary>The image as it is now, and who has it.</summary>
    private static async Task<(Image Image, AmiAccess Access)> ReadAsync(CopyPlan plan, ITargetConnection home, CancellationToken cancel)
    {
        try
        {
            var image = await TargetImage.ReadAsync(home, plan.Source.ImageId, cancel).ConfigureAwait(false)
                ?? throw new AmiToolsException("ImageNotFound", FailureKind.NotFound, $"The image {plan.Source.ImageId} is gone (account {home.AccountId}, {home.Region}).", plan.Request.Image);
            return (image, await AccessReader.Of(home, home.Aws).ReadAsync(image, cancel).ConfigureAwait(false));
        }
        catch (AwsException e)
        {
            throw new AmiToolsException("CopyFailed", AwsFailure.KindOf(e), $"{plan.Request.Image} was not copied: {plan.Source.ImageId} can't be read (account {home.AccountId}, {home.Region}): {e.Message} Nothing was begun.", plan.Request.Image, e);
        }
    }

    private async Task<IReadOnlyList<Image>> MakeAsync(CopyPlan plan, Image source, Dictionary<string, TargetRegions> connections, RunJournal journal, IReporter reporter, CancellationToken going, CancellationToken stop)
    {
        try
        {
            await new ShareForCopy(connections[plan.Source.Target].Home.Aws, surroundings.Time).RunAsync(journal.Current.Copy!, going).ConfigureAwait(false);
            // One that fails ends the others: they would be undone anyway.
            using var one = CancellationTokenSource.CreateLinkedTokenSource(going);
            var copying = plan.Destinations.Select(d => CopyOneAsync(plan, d, source, connections[d.Target].Home, journal, reporter, one)).ToList();
            try
            {
                await Task.WhenAll(copying).ConfigureAwait(false);
            }
            catch (Exception) when (copying.Any(c => c.IsFaulted))
            {
                // The reason, and not that the others were stopped for it.
                throw copying.First(c => c.IsFaulted).Exception!.InnerExceptions[0];
            }
            going.ThrowIfCancellationRequested();
            await AnnounceCommitAsync(plan, journal).ConfigureAwait(false);
            return [.. copying.Select(c => c.Result)];
        }
        catch (Exception e) when (e is not AmiToolsException { ErrorId: "CommitUnclear" })
        {
            throw await UndoAsync(plan, connections, journal, reporter, e, stop).ConfigureAwait(false);
        }
    }

    /// <summary>If the commit point could not be kept everywhere it may have been kept somewhere: nothing is undone then, a repair knows.</summary>
    private static async Task AnnounceCommitAsync(CopyPlan plan, RunJournal journal)
    {
        try
        {
            await journal.ChangeAsync(j => j with { State = PairState.Committing }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AwsException or IOException or UnauthorizedAccessException)
        {
            await journal.LeaveAsync(j => j with { State = PairState.Committing }).ConfigureAwait(false);
            throw new AmiToolsException("CommitUnclear", FailureKind.PartlyDone,
                $"All copies of {plan.Request.Image} are made, but the journal could not be told so everywhere: {e.Message} The image is still shared. Run Repair-PairedAmi (or the command 'repair') in two minutes; it finishes or undoes the copies, and takes the share back.", plan.Request.Image, e);
        }
    }

    private async Task<Image> CopyOneAsync(CopyPlan plan, CopyDestination destination, Image source, ITargetConnection connection, RunJournal journal, IReporter reporter, CancellationTokenSource one)
    {
        try
        {
            return await new CopyMember(plan, destination, source, connection, new RateLimitedAws(connection.Aws, surroundings.Time), journal, surroundings.Time, reporter).RunAsync(one.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            one.Cancel();
            throw;
        }
    }

    private async Task<Exception> UndoAsync(CopyPlan plan, Dictionary<string, TargetRegions> connections, RunJournal journal, IReporter reporter, Exception cause, CancellationToken stop)
    {
        if (journal.LostBecause is { } lost && !stop.IsCancellationRequested) cause = lost;
        if (cause is AmiToolsException { ErrorId: "LeaseTaken" }) return cause;
        reporter.Warning($"{plan.Source.Name} {plan.Source.Version} could not be copied; undoing what was made, and taking the share back.");
        var left = (await new UndoRun(journal, connections, reporter, surroundings.Time, plan.Request.UndoTimeout).RunAsync(cause.Message).ConfigureAwait(false)).ToList();
        left.AddRange(await UnshareAsync(plan, connections, journal).ConfigureAwait(false));
        if (left.Count == 0) left.AddRange(await journal.CloseAsync(j => j with { State = PairState.Undone }).ConfigureAwait(false));
        else await journal.LeaveAsync(j => j with { State = PairState.UndoFailed }).ConfigureAwait(false);
        if (left.Count > 0)
        {
            return new AmiToolsException("UndoIncomplete", FailureKind.PartlyDone,
                $"{plan.Request.Image} was not copied ({cause.Message}), and not everything could be undone:{Environment.NewLine}" + string.Join(Environment.NewLine, left.Select(l => "  " + l))
                + $"{Environment.NewLine}When the reason is gone, run Repair-PairedAmi (or the command 'repair').", plan.Request.Image, cause);
        }
        return cause is AwsException aws ? new AmiToolsException("CopyFailed", AwsFailure.KindOf(aws), $"{plan.Request.Image} was not copied: {aws.Message}. Nothing is left, and nothing is shared.", plan.Request.Image, aws)
            : cause is AmiToolsException known ? new AmiToolsException(known.ErrorId, known.Kind, known.Message + " Nothing is left of it, and nothing is shared.", known.Subject, known) : cause;
    }

    private Task<IReadOnlyList<string>> UnshareAsync(CopyPlan plan, Dictionary<string, TargetRegions> connections, RunJournal journal) =>
        new TakeBackShares(connections[plan.Source.Target].Home.Aws, surroundings.Time).WithinAsync(plan.Request.UndoTimeout, journal.Current.Copy!, CancellationToken.None);

    /// <summary>Takes the share back and marks every copy. A stop that comes now comes too late.</summary>
    private async Task<IReadOnlyList<Ami>> CommitAsync(CopyPlan plan, IReadOnlyList<Image> made, Dictionary<string, TargetRegions> connections, RunJournal journal, RunFolder folder, IReporter reporter)
    {
        var open = (await UnshareAsync(plan, connections, journal).ConfigureAwait(false)).ToList();
        using var budget = Pause.Budget(plan.Request.UndoTimeout, surroundings.Time, CancellationToken.None, out var timer);
        using var alsoDisposed = timer;
        var copies = new List<Ami>();
        for (var i = 0; i < made.Count; i++)
        {
            var destination = plan.Destinations[i];
            try
            {
                var marked = await new CompleteMark(surroundings.Time).SetAsync(connections[destination.Target].Home, made[i], budget.Token, journal.Current.Copy!.PairId).ConfigureAwait(false);
                copies.Add(marked.ToAmi(destination.Target, destination.AccountId, destination.Region));
            }
            catch (Exception e) when (e is AwsException or WaitTimedOutException or OperationCanceledException)
            {
                open.Add($"[{destination.Target}] {made[i].ImageId} is not marked complete: {e.Message}");
            }
        }
        if (open.Count > 0)
        {
            await journal.LeaveAsync(j => j with { Failure = string.Join("; ", open) }).ConfigureAwait(false);
            throw new AmiToolsException("CommitIncomplete", FailureKind.PartlyDone, $"{plan.Request.Image} is copied, and something is open:{Environment.NewLine}" + string.Join(Environment.NewLine, open.Select(o => "  " + o))
                + $"{Environment.NewLine}When the reason is gone, run Repair-PairedAmi (or the command 'repair') to finish it; the run's journal is {folder.JournalPath}.", plan.Request.Image);
        }
        foreach (var left in await journal.CloseAsync(j => j with { State = PairState.Complete }).ConfigureAwait(false))
            reporter.Warning($"{plan.Request.Image} is copied, and a copy of its journal could not be removed; Repair-PairedAmi does it later: {left}");
        return copies;
    }

    private PairJournal First(CopyPlan plan, Image source, AmiAccess access)
    {
        var now = surroundings.Time.GetUtcNow();
        return new PairJournal
        {
            PairId = plan.RunId,
            Definition = plan.Source.Name,
            DefinitionPath = "",
            Version = plan.Source.Version!,
            Commit = plan.Source.Commit,
            Started = now,
            State = PairState.Building,
            Owner = surroundings.Machine.Self,
            Lease = Lease.New(now),
            Copy = new CopyJournal
            {
                Target = plan.Source.Target,
                AccountId = access.AccountId,
                Region = access.Region,
                ImageId = source.ImageId,
                PairId = plan.Source.PairId!,
                Shares = ShareForCopy.Of(access, plan.Destinations.Select(d => d.AccountId)),
            },
            // From here on each may have been asked for.
            Members = [.. plan.Destinations.Select(d => new MemberJournal
            {
                Target = d.Target,
                AccountId = d.AccountId,
                Region = d.Region,
                ImageName = source.Name ?? "",
                SourceImageId = source.ImageId,
                State = MemberState.Packing,
                BuildStarted = now,
                Seen = new SeenResources { ImageNames = [source.Name ?? ""] },
            })],
        };
    }
}
