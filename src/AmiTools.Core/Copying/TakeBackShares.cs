using AmiTools.Aws;
using AmiTools.Core.Access;
using AmiTools.Core.Images;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Copying;

/// <summary>
/// Takes the shares of a copy back: exactly those that its journal announced, image first. A share that was there before
/// the run is not among them.
/// </summary>
internal sealed class TakeBackShares(IAws aws, TimeProvider time)
{
    private static readonly TimeSpan Disappears = TimeSpan.FromMinutes(2);

    /// <summary>Takes them back within a time of its own, which a stop of the run does not shorten.</summary>
    /// <returns>What is left, each with the reason.</returns>
    public async Task<IReadOnlyList<string>> WithinAsync(TimeSpan allowed, CopyJournal copy, CancellationToken cancel)
    {
        using var budget = Pause.Budget(allowed, time, cancel, out var timer);
        using var alsoDisposed = timer;
        return await RunAsync(copy, budget.Token).ConfigureAwait(false);
    }

    /// <summary>Takes them back and reads.</summary>
    /// <returns>What is left, each with the reason.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CopyJournal copy, CancellationToken cancel)
    {
        var left = new List<string>();
        foreach (var share in copy.Shares.OrderBy(s => s.Id == copy.ImageId ? 0 : 1))
        {
            try
            {
                await RemoveAsync(share, cancel).ConfigureAwait(false);
            }
            catch (AwsException e) when (e.Code is "InvalidAMIID.NotFound" or "InvalidAMIID.Unavailable" or "InvalidSnapshot.NotFound")
            {
                // Gone, and its shares with it.
            }
            catch (Exception e) when (e is AwsException or WaitTimedOutException or OperationCanceledException)
            {
                left.Add($"[{copy.Target}] {share.Id} may still be shared with {string.Join(", ", share.Accounts)} (account {copy.AccountId}, {copy.Region}): {e.Message}");
            }
        }
        return left;
    }

    private async Task RemoveAsync(CopyShare share, CancellationToken cancel)
    {
        var isImage = share.Id.StartsWith("ami-", StringComparison.Ordinal);
        var there = (await SharedAsync(share.Id, isImage, cancel).ConfigureAwait(false)).Intersect(share.Accounts).ToList();
        if (there.Count == 0) return;
        var writer = new AccessWriter(aws);
        var difference = new AccessDifference { Removed = there };
        if (isImage) await writer.ChangeImageAsync(share.Id, difference, cancel).ConfigureAwait(false);
        else await writer.ChangeSnapshotAsync(share.Id, difference, cancel).ConfigureAwait(false);
        var wait = new Waiter(Disappears) { FirstDelay = TimeSpan.FromMilliseconds(100), LongestDelay = TimeSpan.FromSeconds(10), Time = time };
        await wait.UntilAsync($"the unshare of {share.Id}", async c =>
        {
            var now = (await SharedAsync(share.Id, isImage, c).ConfigureAwait(false)).Intersect(there).ToList();
            return new Look<bool>(now.Count == 0, "shared with " + string.Join(", ", now), true);
        }, cancel: cancel).ConfigureAwait(false);
    }

    private async Task<IEnumerable<string>> SharedAsync(string id, bool isImage, CancellationToken cancel) => isImage
        ? (await aws.SendAsync(new DescribeImageAttribute { ImageId = id }, cancel).ConfigureAwait(false)).LaunchPermissions.Select(p => p.UserId).OfType<string>()
        : (await aws.SendAsync(new DescribeSnapshotAttribute { SnapshotId = id }, cancel).ConfigureAwait(false)).CreateVolumePermissions.Select(p => p.UserId).OfType<string>();
}
