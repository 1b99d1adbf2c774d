using AmiTools.Aws;
using AmiTools.Core.Building;
using AmiTools.Core.Environments;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Repair;

/// <summary>Rolls a run forward that has passed its commit point: marks every member complete, in the order of the targets.</summary>
internal sealed class FinishRun(RunJournal journal, IReadOnlyDictionary<string, TargetRegions> connections, IReporter reporter, TimeProvider time)
{
    /// <summary>Finishes.</summary>
    /// <returns>True if the pair is complete; false if no image of it is left in any target, so that there is nothing to finish.</returns>
    /// <exception cref="AmiToolsException">PairBroken: some of its images are gone or not available.</exception>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        var pair = journal.Current;
        var members = new List<(MemberJournal Member, IReadOnlyList<(ITargetConnection Connection, Image Image)> Images)>();
        foreach (var member in pair.Members) members.Add((member, await ImagesAsync(pair, member, cancel).ConfigureAwait(false)));
        if (members.All(m => m.Images.Count == 0)) return false;

        var broken = members.Where(m => !m.Images.Any(i => i.Connection.Region == m.Member.Region))
            .Select(m => $"[{m.Member.Target}] there is no image '{m.Member.ImageName}' of it any more (account {m.Member.AccountId}, {m.Member.Region})")
            .Concat(members.SelectMany(m => m.Images.Where(i => i.Image.State != "available").Select(i => $"[{m.Member.Target}] image {i.Image.ImageId} in {i.Connection.Region} is '{i.Image.State}'"))).ToList();
        if (broken.Count > 0)
        {
            throw new AmiToolsException("PairBroken", FailureKind.PartlyDone,
                $"{pair.Definition} {pair.Version} can't be finished:{Environment.NewLine}" + string.Join(Environment.NewLine, broken.Select(b => "  " + b)) + Environment.NewLine
                + "Everything had been built, so a repair does not delete it. Remove the pair (Remove-PairedAmi), then repair again, and build a new version.", pair.PairId);
        }
        var mark = new CompleteMark(time);
        var (marked, all) = (0, members.Sum(m => m.Images.Count));
        foreach (var (member, images) in members)
        {
            foreach (var (connection, image) in images)
            {
                reporter.Progress(new ProgressUpdate($"Finishing {pair.Definition} {pair.Version}", $"{member.Target}: marking {image.ImageId} complete", marked++ * 100 / all));
                await mark.SetAsync(connection, image, cancel, pair.Copy?.PairId).ConfigureAwait(false);
            }
            await journal.NoteAsync(member.Target, m => m with { State = MemberState.Complete }, cancel).ConfigureAwait(false);
        }
        reporter.Progress(new ProgressUpdate($"Finishing {pair.Definition} {pair.Version}", "complete", 100, Completed: true));
        return true;
    }

    private async Task<IReadOnlyList<(ITargetConnection, Image)>> ImagesAsync(PairJournal pair, MemberJournal member, CancellationToken cancel)
    {
        var regions = connections[member.Target];
        var made = new MadeThings(regions, pair, member, cancel);
        var found = new List<(ITargetConnection, Image)>();
        foreach (var region in made.Places)
        {
            var connection = await regions.InAsync(region, cancel).ConfigureAwait(false);
            found.AddRange((await made.ImagesAsync(region).ConfigureAwait(false)).Select(i => (connection, i)));
        }
        return found;
    }
}
