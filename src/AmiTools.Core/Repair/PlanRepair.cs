using AmiTools.Aws;
using AmiTools.Core.Building;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Repair;

/// <summary>Says which runs were broken off, what is there of them, and what a repair would do. Changes nothing.</summary>
public sealed class PlanRepair(Surroundings surroundings)
{
    public async Task<RepairSurvey> RunAsync(RepairRequest request, IReporter reporter, CancellationToken cancel)
    {
        using var find = new FindRuns(surroundings, request, reporter);
        await find.ConnectAsync(cancel).ConfigureAwait(false);
        var runs = await find.ReadAsync(null, cancel).ConfigureAwait(false);
        foreach (var id in request.PairIds.Where(id => runs.All(r => r.Newest.PairId != id))) reporter.Warning($"There is no open run of the pair {id}.");
        var now = surroundings.Time.GetUtcNow();
        return new RepairSurvey
        {
            Runs = await Task.WhenAll(runs.Select(r => PlanAsync(r, RepairDecision.Of(r, now), find, cancel))).ConfigureAwait(false),
            References = find.References,
            Unread = find.Unread,
            TemporaryFolders = ScratchFolder.Orphans(surroundings.Machine, now),
        };
    }

    /// <summary>True if there is nothing to repair, and that is certain.</summary>
    public static bool FoundNothing(RepairSurvey survey) => survey.Runs.Count == 0 && survey.References is null && survey.Unread.Count == 0;

    private static async Task<RepairPlan> PlanAsync(FoundRun run, RepairDecision decision, FindRuns find, CancellationToken cancel)
    {
        var journal = run.Newest;
        var look = decision.Action is RepairAction.Undo or RepairAction.Finish;
        return new RepairPlan
        {
            PairId = journal.PairId,
            Name = journal.Definition,
            Version = journal.Version,
            Started = journal.Started,
            Action = decision.Action,
            Reason = decision.Reason,
            RunFolder = run.File is { } file ? Path.GetDirectoryName(file.Path) : null,
            CopiesIn = [.. run.Copies.Select(c => c.Target)],
            Members = await Task.WhenAll(journal.Members.Select(async m => new RepairMember
            {
                Target = m.Target,
                AccountId = m.AccountId,
                Region = m.Region,
                ImageName = m.ImageName,
                State = m.State.ToString(),
                Found = look && m.State != MemberState.Planned ? await FoundAsync(find.Connections[m.Target], journal, m, cancel).ConfigureAwait(false) : [],
            })).ConfigureAwait(false),
        };
    }

    private static async Task<IReadOnlyList<string>> FoundAsync(TargetRegions regions, PairJournal journal, MemberJournal member, CancellationToken cancel)
    {
        try
        {
            var made = new MadeThings(regions, journal, member, cancel);
            var instances = await made.InstancesAsync().ConfigureAwait(false);
            var found = instances.Select(i => $"instance {i.InstanceId} ({i.State?.Name})").ToList();
            found.AddRange((await made.KeyPairsAsync().ConfigureAwait(false)).Select(k => $"key pair {k.KeyName}"));
            found.AddRange((await made.SecurityGroupsAsync(instances).ConfigureAwait(false)).Select(g => $"security group {g.GroupId} ({g.GroupName})"));
            found.AddRange((await made.VolumesAsync([]).ConfigureAwait(false)).Select(v => $"volume {v.VolumeId}"));
            foreach (var region in made.Places)
            {
                found.AddRange((await made.ImagesAsync(region).ConfigureAwait(false)).Select(i => $"image {i.ImageId} ({i.Name}, {i.State}) in {region}"));
                found.AddRange((await made.SnapshotsAsync(region, instances.Select(i => i.InstanceId)).ConfigureAwait(false)).Select(s => $"snapshot {s.SnapshotId} in {region}"));
            }
            return found;
        }
        catch (AwsException e)
        {
            return [$"not everything could be looked for: {e.Message}"];
        }
    }
}
