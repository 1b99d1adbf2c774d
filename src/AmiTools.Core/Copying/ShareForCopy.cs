using AmiTools.Aws;
using AmiTools.Core.Access;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Copying;

/// <summary>Shares an image and its snapshots for as long as they are copied; <see cref="TakeBackShares"/> is its counterpart.</summary>
internal sealed class ShareForCopy(IAws aws, TimeProvider time)
{
    private static readonly TimeSpan Appears = TimeSpan.FromMinutes(2);

    /// <summary>What has to be shared with these accounts, and was not before. A pure function.</summary>
    public static IReadOnlyList<CopyShare> Of(AmiAccess access, IEnumerable<string> destinations)
    {
        var accounts = destinations.Where(a => a != access.AccountId).Distinct().ToList();
        var shares = access.Snapshots.Select(s => new CopyShare(s.SnapshotId, [.. s.IsPublic ? [] : accounts.Except(s.Accounts)])).Append(new CopyShare(access.ImageId, [.. accounts.Except(access.Accounts)]));
        return [.. shares.Where(s => s.Accounts.Count > 0)];
    }

    /// <summary>Shares what the journal has announced.</summary>
    public async Task RunAsync(CopyJournal copy, CancellationToken cancel)
    {
        var writer = new AccessWriter(aws);
        foreach (var share in copy.Shares.Where(s => s.Id != copy.ImageId)) await writer.ChangeSnapshotAsync(share.Id, new() { Added = share.Accounts }, cancel).ConfigureAwait(false);
        foreach (var share in copy.Shares.Where(s => s.Id == copy.ImageId))
        {
            await writer.ChangeImageAsync(share.Id, new() { Added = share.Accounts }, cancel).ConfigureAwait(false);
            var wait = new Waiter(Appears) { FirstDelay = TimeSpan.FromMilliseconds(100), LongestDelay = TimeSpan.FromSeconds(5), Time = time };
            await wait.UntilAsync($"the share of {share.Id}", async c =>
            {
                var now = (await aws.SendAsync(new DescribeImageAttribute { ImageId = share.Id }, c).ConfigureAwait(false)).LaunchPermissions.Select(p => p.UserId).ToList();
                return new Look<bool>(share.Accounts.All(now.Contains), "not shared yet", true);
            }, cancel: cancel).ConfigureAwait(false);
        }
    }
}
