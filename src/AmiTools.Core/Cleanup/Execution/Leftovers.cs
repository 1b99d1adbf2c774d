using AmiTools.Aws;
using AmiTools.Core.Building;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup.Execution;

/// <summary>What was swept up in one account and Region, and what could not be.</summary>
internal sealed record Swept(IReadOnlyList<string> SnapshotIds, IReadOnlyList<string> Problems);

/// <summary>
/// What an earlier run left behind. Its marks tell: a marked snapshot that no image has belonged to an image that it deleted,
/// and goes; a marked image is still there, and so are its snapshots, and all of them lose their marks.
/// </summary>
internal static class Leftovers
{
    public static async Task<Swept> SweepAsync(OpenPlace place, CancellationToken cancel)
    {
        var (swept, problems) = (new List<string>(), new List<string>());
        var where = $"{place.Target.Name} (account {place.Place!.AccountId}, {place.Place.Region})";
        try
        {
            var marked = await place.Aws!.AllAsync(t => new DescribeSnapshots { OwnerIds = ["self"], Filters = [new Filter("tag-key", TagNames.Cleanup)], MaxResults = 1000, NextToken = t }, (SnapshotPage p) => p.Items, cancel).ConfigureAwait(false);
            var owned = new HashSet<string>(place.Images.SelectMany(i => i.Details.SnapshotIds), StringComparer.Ordinal);
            var deletion = new ImageDeletion(place.Aws!);
            foreach (var snapshot in marked.Where(s => !owned.Contains(s.SnapshotId)))
            {
                var (isShared, reason) = await deletion.DeleteSnapshotAsync(snapshot.SnapshotId, cancel).ConfigureAwait(false);
                if (reason is null) swept.Add(snapshot.SnapshotId);
                else if (!isShared) problems.Add($"The snapshot {snapshot.SnapshotId} in {where}, which an earlier cleanup left, can't be deleted: {reason}");
            }
            List<string> stale = [.. place.Images.Where(i => i.Details.Mark is not null).Select(i => i.ImageId), .. marked.Select(s => s.SnapshotId).Where(owned.Contains)];
            var unmarked = await new TagBatches(place.Aws!).RemoveAsync(stale, [TagNames.Cleanup, TagNames.Shares], cancel).ConfigureAwait(false);
            problems.AddRange(unmarked.Failed.Values.Distinct().Select(cause => $"Marks of an earlier cleanup in {where} can't be taken off: {cause}"));
        }
        catch (AwsException e)
        {
            problems.Add($"What an earlier cleanup left in {where} can't be looked for: {e.Message}");
        }
        return new(swept, problems);
    }
}
