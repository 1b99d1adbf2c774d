using AmiTools.Aws;
using AmiTools.Core.Building;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;
using AmiTools.Core.Journal;
using AmiTools.Core.Pointers;

namespace AmiTools.Core.Repair;

/// <summary>Reads all journals of open runs: in run folders, and in every target's Parameter Store.</summary>
internal sealed class FindRuns(Surroundings surroundings, RepairRequest request, IReporter reporter) : IDisposable
{
    private readonly Dictionary<string, TargetRegions> connections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> unreachable = new(StringComparer.Ordinal);
    private readonly List<string> order = [];

    public IReadOnlyDictionary<string, TargetRegions> Connections => connections;

    /// <summary>What a change of references has left; null if a run is asked for.</summary>
    public ReferenceRepairPlan? References { get; private set; }

    /// <summary>The targets that could not be connected, and why.</summary>
    public IReadOnlyList<string> Unread => [.. order.Where(unreachable.ContainsKey).Select(t => $"The target '{t}' was not looked into: {unreachable[t]}")];

    private string Path => System.IO.Path.GetFullPath(System.IO.Path.Combine(surroundings.WorkingDirectory, request.Path ?? "."));

    /// <summary>Connects the targets.</summary>
    public async Task ConnectAsync(CancellationToken cancel)
    {
        var start = File.Exists(Path) ? System.IO.Path.GetDirectoryName(Path)! : Path;
        var estate = EstateFinder.Load(request.Targets, Directory.Exists(start) ? start : surroundings.WorkingDirectory, surroundings.WorkingDirectory);
        var targets = EstateFinder.Choose(estate, request.Targets);
        if (request.PairIds.Count == 0 && !RunFolders.IsOneRun(Path)) References = BrokenReferences.Of(new DiskFiles(), estate, [.. targets.Select(t => t.Name)]);
        await Task.WhenAll(targets.Select(async t =>
        {
            try
            {
                var connection = await surroundings.Connector.ConnectAsync(t, reporter, cancel).ConfigureAwait(false);
                lock (connections) connections[t.Name] = new TargetRegions(surroundings.Connector, connection, reporter);
            }
            catch (AmiToolsException e)
            {
                lock (unreachable) unreachable[t.Name] = e.Message;
                reporter.Warning($"The target '{t.Name}' is not looked into: {e.Message}");
            }
        })).ConfigureAwait(false);
        order.AddRange(targets.Select(t => t.Name));
    }

    /// <summary>Reads.</summary>
    /// <param name="only">A pair's id; null means all that the request asks for.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<IReadOnlyList<FoundRun>> ReadAsync(string? only, CancellationToken cancel)
    {
        var files = RunFolders.Find(Path, t => reporter.Warning(t));
        var copies = (await Task.WhenAll(order.Where(connections.ContainsKey).Select(t => CopiesAsync(t, cancel))).ConfigureAwait(false)).SelectMany(c => c).ToList();
        var named = RunFolders.IsOneRun(Path) ? files.Select(f => f.Journal.PairId).ToList() : null;
        return await Task.WhenAll(files.Select(f => f.Journal.PairId).Concat(copies.Select(c => c.Copy.Journal.PairId)).Distinct()
                .Where(id => only is null ? (request.PairIds.Count == 0 || request.PairIds.Contains(id)) && (named is null || named.Contains(id)) : id == only)
                .Select(id => Run([.. files.Where(f => f.Journal.PairId == id)], [.. copies.Where(c => c.Copy.Journal.PairId == id)]))
                .Where(r => r.Copies.Count > 0 || RepairDecision.IsOpen(r.Newest))
                .OrderBy(r => r.Newest.Started).ThenBy(r => r.Newest.PairId, StringComparer.Ordinal)
                .Select(r => MarkedAsync(r, cancel))).ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var connection in connections.Values) connection.Dispose();
    }

    private async Task<IReadOnlyList<(string Target, FoundCopy Copy)>> CopiesAsync(string target, CancellationToken cancel)
    {
        try
        {
            var found = await JournalCopy.ListAsync(connections[target].Home.Aws, t => reporter.Warning($"[{target}] {t}"), cancel).ConfigureAwait(false);
            return [.. found.Select(c => (target, c))];
        }
        catch (AwsException e) when (e.Code is "AccessDeniedException" or "AccessDenied" or "UnauthorizedOperation")
        {
            // Who may not read copies could not have made any with these credentials; the run folders are still there.
            reporter.Warning($"[{target}] Parameter Store can't be read, so only run folders on this machine are looked at: {e.Message}");
            return [];
        }
    }

    private FoundRun Run(IReadOnlyList<FoundFile> files, IReadOnlyList<(string Target, FoundCopy Copy)> copies)
    {
        var run = new FoundRun { File = files.OrderByDescending(f => f.Journal.Revision).FirstOrDefault(), Copies = copies };
        var journal = run.Newest;
        return run with
        {
            Owner = journal.Owner is not { } owner ? OwnerLife.Gone
                : !surroundings.Machine.IsHere(owner) ? OwnerLife.Elsewhere
                : surroundings.Machine.IsAlive(owner) ? OwnerLife.Alive : OwnerLife.Gone,
            Unreachable =
            [
                .. journal.Members.Select(m => Unreachable(m.Target, m.AccountId, m.Region))
                    .Concat(journal.Copy is { } copy ? [Unreachable(copy.Target, copy.AccountId, copy.Region)] : []).OfType<string>(),
            ],
        };
    }

    private async Task<FoundRun> MarkedAsync(FoundRun run, CancellationToken cancel)
    {
        if (run.Unreachable.Count > 0) return run;
        var journal = run.Newest;
        try
        {
            foreach (var member in journal.Members.Where(m => m.State != MemberState.Planned))
            {
                var images = await new MadeThings(connections[member.Target], journal, member, cancel).ImagesAsync(member.Region).ConfigureAwait(false);
                if (images.Any(i => i.TagMap().Get(TagNames.State) == TagNames.Complete)) return run with { IsMarked = true };
            }
            return run;
        }
        catch (AwsException e)
        {
            return run with { Unreachable = [$"its images can't be read: {e.Message}"] };
        }
    }

    private string? Unreachable(string target, string account, string region)
    {
        if (unreachable.TryGetValue(target, out var why)) return $"its target '{target}' can't be reached: {why}";
        if (!connections.TryGetValue(target, out var connection)) return $"its target '{target}' (account {account}, {region}) is not among the chosen targets";
        return connection.Home.AccountId == account ? null
            : $"its target '{target}' was account {account}, and is now {connection.Home.AccountId}";
    }
}
