using AmiTools.Aws;
using AmiTools.Core.Copying;
using AmiTools.Core.Images;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>
/// Builds a planned pair: all members or none. Until the journal says <see cref="PairState.Committing"/>, whatever goes
/// wrong is undone; from there on the pair exists, and the run only goes forward.
/// </summary>
public sealed class BuildPair(Surroundings surroundings)
{
    public async Task<AmiPair> RunAsync(PairPlan request, IReporter reporter, CancellationToken cancel)
    {
        var plan = request;
        var packer = PackerProgram.Find(plan.Request.PackerPath, surroundings.Variables, surroundings.WorkingDirectory);
        cancel.ThrowIfCancellationRequested();
        var connections = new Dictionary<string, TargetRegions>(StringComparer.Ordinal);
        try
        {
            await ConnectAsync(plan, connections, reporter, cancel).ConfigureAwait(false);
            var folder = RunFolder.Create(RunsFolder.Of(plan.Request, plan.Definition, surroundings.WorkingDirectory), plan.PairId);
            var copies = new CopiesOfRun(plan.PairId, plan.Request.LocalJournalOnly, [.. plan.Members.Select(m => (m.Target.Name, m.AccountId, m.Region))], connections, folder, surroundings.Time, reporter);
            using var journal = await RunJournal.BeginAsync(First(plan), [new JournalFile(folder.JournalPath)], copies.CreateAsync, surroundings.Time, cancel).ConfigureAwait(false);
            using var scratch = new ScratchFolder(plan.PairId, surroundings.Machine);
            using var going = CancellationTokenSource.CreateLinkedTokenSource(cancel, journal.Lost);
            var run = new PairRun
            {
                Plan = plan,
                Surroundings = surroundings,
                Reporter = reporter,
                Journal = journal,
                Folder = folder,
                Scratch = scratch,
                Packer = packer,
            };
            try
            {
                var built = await BuildAsync(run, connections, going.Token, cancel).ConfigureAwait(false);
                return await CommitAsync(run, built, connections).ConfigureAwait(false);
            }
            finally
            {
                // Whatever has happened: this process may live on, and must not keep a repair from the run.
                await journal.LeaveAsync(j => j).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var connection in connections.Values) connection.Dispose();
            reporter.Progress(new ProgressUpdate($"Building {plan.Definition.Name} {plan.Version}", "ended", Completed: true));
        }
    }

    /// <summary>All targets are connected before anything is made: the journal's copies lie in each of them.</summary>
    private async Task ConnectAsync(PairPlan plan, Dictionary<string, TargetRegions> connections, IReporter reporter, CancellationToken cancel)
    {
        var connecting = plan.Members.Select(m => (m, Task: surroundings.Connector.ConnectAsync(m.Target with { Region = m.Region }, reporter, cancel))).ToList();
        try
        {
            await Task.WhenAll(connecting.Select(c => c.Task)).ConfigureAwait(false);
        }
        finally
        {
            foreach (var (member, task) in connecting)
            {
                if (task.Status == TaskStatus.RanToCompletion) connections[member.Target.Name] = new TargetRegions(surroundings.Connector, await task.ConfigureAwait(false), reporter);
            }
        }
    }

    private static async Task<IReadOnlyList<BuiltMember>> BuildAsync(PairRun run, Dictionary<string, TargetRegions> connections, CancellationToken going, CancellationToken stop)
    {
        try
        {
            var built = new List<BuiltMember>();
            foreach (var member in run.Plan.Members)
            {
                going.ThrowIfCancellationRequested();
                var block = $"{run.Name} in {member.Target.Name} ({member.AccountId}, {member.Region})";
                run.Reporter.BlockOpened(block);
                var begun = run.Surroundings.Time.GetTimestamp();
                try
                {
                    var images = await MakeAsync(run, member, built, connections, going).ConfigureAwait(false);
                    built.Add(new BuiltMember(images, run.Surroundings.Time.GetElapsedTime(begun)));
                }
                finally
                {
                    run.Reporter.BlockClosed(block);
                }
            }
            // The last moment at which a stop undoes.
            going.ThrowIfCancellationRequested();
            await AnnounceCommitAsync(run).ConfigureAwait(false);
            return built;
        }
        catch (Exception e) when (e is not AmiToolsException { ErrorId: "CommitUnclear" })
        {
            throw await UndoAsync(run, connections, e, stop).ConfigureAwait(false);
        }
    }

    private static Task<IReadOnlyList<BuiltImage>> MakeAsync(PairRun run, PlannedMember member, IReadOnlyList<BuiltMember> built, Dictionary<string, TargetRegions> connections, CancellationToken going) =>
        run.Request.Strategy == BuildStrategy.CopyOrBuild && built.Count > 0
            ? new CopyOrBuildMember(run, member, built[0], connections).RunAsync(going)
            : new BuildMember(run, member, connections[member.Target.Name]).RunAsync(going);

    /// <summary>
    /// The commit point. If it could not be kept everywhere it may have been kept somewhere, and then nothing may be undone:
    /// a repair reads every copy and knows.
    /// </summary>
    private static async Task AnnounceCommitAsync(PairRun run)
    {
        try
        {
            await run.Journal.ChangeAsync(j => j with { State = PairState.Committing }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AwsException or IOException or UnauthorizedAccessException)
        {
            // To go on is right wherever it is known: everything is built, and nothing has been undone.
            await run.Journal.LeaveAsync(j => j with { State = PairState.Committing }).ConfigureAwait(false);
            throw new AmiToolsException("CommitUnclear", FailureKind.PartlyDone,
                $"All images of {run.Name} are built, but the journal could not be told so everywhere, and whether the pair exists is unclear: {e.Message} Lookups do not see it. "
                + $"Run Repair-PairedAmi (or the command 'repair') in two minutes; it finishes or undoes the pair. The run's journal is {run.Folder.JournalPath}.", run.Plan.Definition.Name, e);
        }
    }

    private static async Task<Exception> UndoAsync(PairRun run, Dictionary<string, TargetRegions> connections, Exception cause, CancellationToken stop)
    {
        if (run.Journal.LostBecause is { } lost && !stop.IsCancellationRequested) cause = lost;
        if (cause is AmiToolsException { ErrorId: "LeaseTaken" }) return cause;
        var begun = run.Journal.Current.Members.Where(m => m.State != MemberState.Planned).Select(m => m.Target).ToList();
        if (begun.Count > 0) run.Reporter.Warning($"{run.Name} could not be built; undoing what was made in {string.Join(" and ", begun)}.");
        try
        {
            var left = await new UndoRun(run.Journal, connections, run.Reporter, run.Surroundings.Time, run.Request.UndoTimeout).RunAsync(cause.Message).ConfigureAwait(false);
            left = [.. left, .. await UnshareAsync(run, connections).ConfigureAwait(false)];
            if (left.Count == 0) left = await run.Journal.CloseAsync(j => j with { State = PairState.Undone, ScratchFolder = null }).ConfigureAwait(false);
            else await run.Journal.LeaveAsync(j => j with { State = PairState.UndoFailed, ScratchFolder = null }).ConfigureAwait(false);
            return Outcome(run, cause, left, stop);
        }
        catch (AmiToolsException e) when (e.ErrorId == "LeaseTaken")
        {
            return e;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or AwsException)
        {
            run.Reporter.Warning($"The run's last state could not be kept in its journal {run.Folder.JournalPath}: {e.Message}");
            return Outcome(run, cause, run.Journal.Current.Members.SelectMany(m => m.Leftovers).ToList(), stop);
        }
    }

    /// <summary>What was shared for a copy that did not come to its end; with its image most of it is gone already.</summary>
    private static async Task<IReadOnlyList<string>> UnshareAsync(PairRun run, Dictionary<string, TargetRegions> connections) =>
        run.Journal.Current.Copy is { } copy ? await new TakeBackShares(connections[copy.Target].Home.Aws, run.Surroundings.Time).WithinAsync(run.Request.UndoTimeout, copy, CancellationToken.None).ConfigureAwait(false) : [];

    private static Exception Outcome(PairRun run, Exception cause, IReadOnlyList<string> left, CancellationToken cancel)
    {
        if (left.Count > 0)
        {
            return new AmiToolsException("UndoIncomplete", FailureKind.PartlyDone,
                $"{run.Name} was not built ({Sentence(cause, cancel)}), and not everything that had been made could be undone. Left over:{Environment.NewLine}"
                + string.Join(Environment.NewLine, left.Select(l => "  " + l)) + Environment.NewLine
                + $"When the reason is gone, run Repair-PairedAmi (or the command 'repair'); the run's journal is {run.Folder.JournalPath}.", run.Plan.Definition.Name, cause);
        }
        if (cancel.IsCancellationRequested) return new OperationCanceledException($"The build of {run.Name} was stopped; everything it had made is undone.", cause, cancel);
        const string undone = " Everything that had been made is undone.";
        return cause switch
        {
            AmiToolsException known => new AmiToolsException(known.ErrorId, known.Kind, known.Message + undone, known.Subject, known) { RecommendedAction = known.RecommendedAction },
            AwsException aws => new AmiToolsException("BuildFailed", aws.Code is "UnauthorizedOperation" or "AccessDenied" ? FailureKind.PermissionDenied : FailureKind.ServiceFailed,
                $"{run.Name} was not built: {aws.Message}.{undone}", run.Plan.Definition.Name, aws),
            _ => new AmiToolsException("BuildFailed", FailureKind.ServiceFailed, $"{run.Name} was not built: {cause.Message}{undone}", run.Plan.Definition.Name, cause),
        };
    }

    private static string Sentence(Exception cause, CancellationToken cancel) => cancel.IsCancellationRequested ? "it was stopped" : cause.Message.TrimEnd('.');

    /// <summary>Marks every member. It has a budget of its own: a stop that comes now comes too late.</summary>
    private async Task<AmiPair> CommitAsync(PairRun run, IReadOnlyList<BuiltMember> built, Dictionary<string, TargetRegions> connections)
    {
        using var budget = Pause.Budget(run.Request.UndoTimeout, surroundings.Time, CancellationToken.None, out var timer);
        using var alsoDisposed = timer;
        var mark = new CompleteMark(surroundings.Time);
        var members = new List<Ami>();
        var unmarked = new List<string>();
        for (var i = 0; i < run.Plan.Members.Count; i++)
        {
            var member = run.Plan.Members[i];
            run.Tell(member.Target.Name, "marking complete", run.Plan.Members.Count);
            foreach (var image in built[i].Images)
            {
                try
                {
                    var marked = await mark.SetAsync(image.Connection, image.Image, budget.Token).ConfigureAwait(false);
                    if (image.Connection.Region == member.Region) members.Add(marked.ToAmi(member.Target.Name, member.AccountId, member.Region));
                }
                catch (Exception e) when (e is AwsException or WaitTimedOutException or OperationCanceledException)
                {
                    unmarked.Add($"{image.Image.ImageId} in {member.Target.Name} ({member.AccountId}, {image.Connection.Region}): {e.Message}");
                }
            }
            if (unmarked.Count == 0)
                await run.Journal.NoteAsync(member.Target.Name, m => m with { State = MemberState.Complete }, CancellationToken.None).ConfigureAwait(false);
        }
        if (unmarked.Count > 0)
        {
            var failure = $"All images of {run.Name} are built, and not all could be marked complete, so lookups do not see the pair yet:{Environment.NewLine}"
                + string.Join(Environment.NewLine, unmarked.Select(u => "  " + u));
            await run.Journal.LeaveAsync(j => j with { Failure = failure, ScratchFolder = null }).ConfigureAwait(false);
            throw new AmiToolsException("CommitIncomplete", FailureKind.PartlyDone,
                $"{failure}{Environment.NewLine}When the reason is gone, run Repair-PairedAmi (or the command 'repair') to finish it, or remove the pair; the run's journal is {run.Folder.JournalPath}.", run.Plan.Definition.Name);
        }
        foreach (var left in await run.Journal.CloseAsync(j => j with { State = PairState.Complete, ScratchFolder = null }).ConfigureAwait(false))
            run.Reporter.Warning($"{run.Name} is complete, and a copy of its journal could not be removed; Repair-PairedAmi does it later: {left}");
        return new AmiPair
        {
            PairId = run.Plan.PairId,
            Name = run.Plan.Definition.Name,
            Version = run.Plan.Version,
            Commit = run.Plan.Commit,
            IsComplete = !run.Plan.IsPrerelease,
            IsPrerelease = run.Plan.IsPrerelease,
            Members = members,
            CreationDate = members.Max(m => m.CreationDate),
            RunFolder = run.Folder.Path,
            Durations = run.Plan.Members.Zip(built, (m, b) => (m.Target.Name, b.Duration)).ToDictionary(d => d.Name, d => d.Duration, StringComparer.Ordinal),
        };
    }

    private PairJournal First(PairPlan plan)
    {
        var now = surroundings.Time.GetUtcNow();
        return new PairJournal
        {
            PairId = plan.PairId,
            Definition = plan.Definition.Name,
            DefinitionPath = plan.Definition.Path,
            Version = plan.Version,
            Commit = plan.Commit,
            Branch = plan.Branch,
            Repository = plan.Repository,
            BuildNumber = plan.Request.BuildNumber,
            IsPrerelease = plan.IsPrerelease,
            Started = now,
            State = PairState.Building,
            Owner = surroundings.Machine.Self,
            Lease = Lease.New(now),
            ScratchFolder = ScratchFolder.PathOf(plan.PairId),
            Members =
            [
                .. plan.Members.Select((m, i) => i > 0 ? Planned(m) : BuildMember.Begun(Planned(m), plan, m, now)),
            ],
        };

        static MemberJournal Planned(PlannedMember m) => new()
        {
            Target = m.Target.Name,
            AccountId = m.AccountId,
            Region = m.Region,
            EndpointUrl = m.Target.EndpointUrl,
            ImageName = m.ImageName,
            SourceImageId = m.SourceImageId,
        };
    }
}
