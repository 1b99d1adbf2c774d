using System.Diagnostics;
using AmiTools.Aws;
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
        using var scratch = new ScratchFolder(plan.PairId);
        var folder = RunFolder.Create(RunsFolder.Of(plan.Request, plan.Definition, surroundings.WorkingDirectory), plan.PairId);
        using var journal = await RunJournal.BeginAsync(First(plan, scratch), [new JournalFile(folder.JournalPath)], surroundings.Time, cancel).ConfigureAwait(false);
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
        reporter.Verbose($"The run folder is {folder.Path}. The journal is kept there only: another machine can't repair this run.");

        var connections = new Dictionary<string, TargetRegions>(StringComparer.Ordinal);
        try
        {
            var built = await BuildAsync(run, connections, cancel).ConfigureAwait(false);
            return await CommitAsync(run, built, connections).ConfigureAwait(false);
        }
        finally
        {
            foreach (var connection in connections.Values) connection.Dispose();
            reporter.Progress(new ProgressUpdate($"Building {run.Name}", "ended", Completed: true));
        }
    }

    private async Task<IReadOnlyList<IReadOnlyList<BuiltImage>>> BuildAsync(PairRun run, Dictionary<string, TargetRegions> connections, CancellationToken cancel)
    {
        try
        {
            await run.Journal.ChangeAsync(j => j with { State = PairState.Building }, cancel).ConfigureAwait(false);
            var built = new List<IReadOnlyList<BuiltImage>>();
            foreach (var member in run.Plan.Members)
            {
                cancel.ThrowIfCancellationRequested();
                var block = $"{run.Name} in {member.Target.Name} ({member.AccountId}, {member.Region})";
                run.Reporter.BlockOpened(block);
                try
                {
                    var connection = await surroundings.Connector.ConnectAsync(member.Target with { Region = member.Region }, run.Reporter, cancel).ConfigureAwait(false);
                    var regions = connections[member.Target.Name] = new TargetRegions(surroundings.Connector, connection, run.Reporter);
                    built.Add(await new BuildMember(run, member, regions).RunAsync(cancel).ConfigureAwait(false));
                }
                finally
                {
                    run.Reporter.BlockClosed(block);
                }
            }
            // The last moment at which a stop undoes.
            cancel.ThrowIfCancellationRequested();
            await run.Journal.ChangeAsync(j => j with { State = PairState.Committing }, CancellationToken.None).ConfigureAwait(false);
            return built;
        }
        catch (Exception e) when (run.Journal.Current.State < PairState.Committing)
        {
            var left = await new UndoRun(run, connections).RunAsync(e).ConfigureAwait(false);
            throw Outcome(run, e, left, cancel);
        }
    }

    private static Exception Outcome(PairRun run, Exception cause, IReadOnlyList<string> left, CancellationToken cancel)
    {
        if (left.Count > 0)
        {
            return new AmiToolsException("UndoIncomplete", FailureKind.PartlyDone,
                $"{run.Name} was not built ({Sentence(cause, cancel)}), and not everything that had been made could be undone. Left over:{Environment.NewLine}"
                + string.Join(Environment.NewLine, left.Select(l => "  " + l)) + Environment.NewLine
                + $"Remove these by hand; the run's journal is {run.Folder.JournalPath}.", run.Plan.Definition.Name, cause);
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
    private async Task<AmiPair> CommitAsync(PairRun run, IReadOnlyList<IReadOnlyList<BuiltImage>> built, Dictionary<string, TargetRegions> connections)
    {
        using var budget = Pause.Budget(run.Request.UndoTimeout, surroundings.Time, CancellationToken.None, out var timer);
        using var alsoDisposed = timer;
        var members = new List<Ami>();
        var unmarked = new List<string>();
        for (var i = 0; i < run.Plan.Members.Count; i++)
        {
            var member = run.Plan.Members[i];
            run.Reporter.Progress(new ProgressUpdate($"Building {run.Name}", $"{member.Target.Name}: marking complete"));
            var build = new BuildMember(run, member, connections[member.Target.Name]);
            foreach (var image in built[i])
            {
                try
                {
                    var marked = await build.CompleteAsync(image, budget.Token).ConfigureAwait(false);
                    if (image.Connection.Region == member.Region) members.Add(marked.Image.ToAmi(member.Target.Name, member.AccountId, member.Region));
                }
                catch (Exception e) when (e is AwsException or WaitTimedOutException or OperationCanceledException)
                {
                    unmarked.Add($"{image.Image.ImageId} in {member.Target.Name} ({member.AccountId}, {image.Connection.Region}): {e.Message}");
                }
            }
            if (unmarked.Count == 0)
                await run.Journal.ChangeAsync(member.Target.Name, m => m with { State = MemberState.Complete }, CancellationToken.None).ConfigureAwait(false);
        }
        if (unmarked.Count > 0)
        {
            var failure = $"All images of {run.Name} are built, and not all could be marked complete, so lookups do not see the pair yet:{Environment.NewLine}"
                + string.Join(Environment.NewLine, unmarked.Select(u => "  " + u));
            await run.Journal.ChangeAsync(j => j with { Failure = failure }, CancellationToken.None).ConfigureAwait(false);
            throw new AmiToolsException("CommitIncomplete", FailureKind.PartlyDone,
                $"{failure}{Environment.NewLine}Set the tag {TagNames.State}={TagNames.Complete} on these images and their snapshots, or remove the pair; the run's journal is {run.Folder.JournalPath}.", run.Plan.Definition.Name);
        }
        await run.Journal.ChangeAsync(j => j with { State = PairState.Complete, ScratchFolder = null }, CancellationToken.None).ConfigureAwait(false);
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
        };
    }

    private PairJournal First(PairPlan plan, ScratchFolder scratch)
    {
        using var self = Process.GetCurrentProcess();
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
            Started = surroundings.Time.GetUtcNow(),
            Owner = new ProcessMark(Environment.MachineName, self.Id, new DateTimeOffset(self.StartTime.ToUniversalTime(), TimeSpan.Zero)),
            ScratchFolder = scratch.Path,
            Members =
            [
                .. plan.Members.Select(m => new MemberJournal
                {
                    Target = m.Target.Name,
                    AccountId = m.AccountId,
                    Region = m.Region,
                    EndpointUrl = m.Target.EndpointUrl,
                    ImageName = m.ImageName,
                    SourceImageId = m.SourceImageId,
                }),
            ],
        };
    }
}
