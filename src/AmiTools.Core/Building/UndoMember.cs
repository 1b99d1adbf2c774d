using AmiTools.Aws;
using AmiTools.Core.Images;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>
/// Removes everything that a run has made in one target (<see cref="MadeThings"/>), until nothing is left or until it can
/// say what is left and why.
/// </summary>
internal sealed class UndoMember(TargetRegions regions, PairJournal pair, MemberJournal member, IReporter reporter, TimeProvider time, CancellationToken cancel)
{
    // EC2 shows a new thing with a delay (EC2 API Reference, "Eventual consistency"): an image whose creation was begun
    // and never reported is looked for this long, longer if Packer was killed in the middle of asking for it.
    private static readonly TimeSpan Appears = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AppearsAfterKill = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan NoLongerPending = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Terminates = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan GroupIsFree = TimeSpan.FromMinutes(1);
    private const int Steps = 4;

    private readonly MadeThings made = new(regions, pair, member, cancel);
    private readonly List<string> leftovers = [];
    private IReadOnlyList<Instance> ownInstances = [];
    /// <summary>Of the steps: the instance, what it needed, images, snapshots.</summary>
    private int done;
    private readonly HashSet<string> extraVolumes = [];
    private IAws Home => regions.Home.Aws;

    /// <summary>Undoes.</summary>
    /// <returns>What is left, each with the reason; empty if nothing is.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        // The instance goes first: nothing new comes from it, and everything else depends on it.
        await SweepAsync().ConfigureAwait(false);
        await Task.WhenAll(made.Places.Select(r => TryAsync($"images in {r}", () => ImagesAsync(r)))).ConfigureAwait(false);
        done++;
        await Task.WhenAll(made.Places.Select(r => TryAsync($"snapshots in {r}", () => SnapshotsAsync(r)))).ConfigureAwait(false);
        done++;
        Tell(leftovers.Count == 0 ? "nothing is left" : "something is left");
        return leftovers;
    }

    /// <summary>Removes what Packer needs only while it works, and leaves images and snapshots alone.</summary>
    /// <returns>What is left, each with the reason; empty if nothing is.</returns>
    public async Task<IReadOnlyList<string>> SweepAsync()
    {
        Tell("looking for what was made");
        await TryAsync("instances", InstancesAsync).ConfigureAwait(false);
        done++;
        await Task.WhenAll(TryAsync("key pairs", KeyPairsAsync), TryAsync("security groups", SecurityGroupsAsync), TryAsync("volumes", VolumesAsync)).ConfigureAwait(false);
        done++;
        return leftovers;
    }

    private async Task InstancesAsync()
    {
        ownInstances = await made.InstancesAsync().ConfigureAwait(false);
        foreach (var instance in ownInstances)
        {
            foreach (var device in instance.BlockDevices)
            {
                if (device.Ebs is { VolumeId: { } volume, DeleteOnTermination: not true }) extraVolumes.Add(volume);
            }
        }
        await Task.WhenAll(ownInstances.Select(i => TryAsync("instance " + i.InstanceId, () => TerminateAsync(i.InstanceId)))).ConfigureAwait(false);
    }

    private async Task TerminateAsync(string instance)
    {
        Tell($"terminating instance {instance}");
        try
        {
            await Home.SendAsync(new TerminateInstances { InstanceIds = [instance] }, cancel).ConfigureAwait(false);
            await Wait(Terminates).UntilAsync($"instance {instance} terminated", async c =>
            {
                var now = (await made.InstancesWhereAsync("instance-id", [instance]).ConfigureAwait(false)).FirstOrDefault()?.State?.Name;
                return new Look<bool>(now is null or "terminated", now ?? "gone", true);
            }, cancel: cancel).ConfigureAwait(false);
        }
        catch (AwsException e) when (e.Code == "InvalidInstanceID.NotFound")
        {
            // Gone already.
        }
    }

    private async Task ImagesAsync(string region)
    {
        var aws = (await regions.InAsync(region, cancel).ConfigureAwait(false)).Aws;
        var found = await made.ImagesAsync(region).ConfigureAwait(false);
        if (found.Count == 0 && made.MayHaveUnreported(region))
        {
            Tell($"looking for an image in {region} that Packer has not reported");
            found = await UnlessTimedOutAsync(Wait(member.PackerEnded ? Appears : AppearsAfterKill).UntilAsync("an unreported image", async _ =>
            {
                var now = await made.ImagesAsync(region).ConfigureAwait(false);
                return new Look<IReadOnlyList<Image>>(now.Count > 0, "none", now);
            }, cancel: cancel)).ConfigureAwait(false) ?? [];
        }
        await Task.WhenAll(found.Select(i => TryAsync($"image {i.ImageId} ({i.Name}) in {region}", () => DeregisterAsync(aws, region, i)))).ConfigureAwait(false);
    }

    private async Task DeregisterAsync(IAws aws, string region, Image image)
    {
        if (image.Tags.TagMap().Get(TagNames.State) == TagNames.Complete)
        {
            Left($"image {image.ImageId} ({image.Name}) in {region}: it is marked complete, so it is not deleted; remove the pair instead");
            return;
        }
        // A pending image's snapshots are not known yet, and they would stay behind.
        if (image.State == "pending")
        {
            Tell($"waiting for image {image.ImageId} to be no longer pending");
            image = await UnlessTimedOutAsync(Wait(NoLongerPending).UntilAsync($"image {image.ImageId} no longer pending", async _ =>
            {
                var now = await made.ImageAsync(region, image.ImageId).ConfigureAwait(false);
                return new Look<Image>(now?.State != "pending", now?.State ?? "gone", now ?? image);
            }, cancel: cancel)).ConfigureAwait(false) ?? image;
        }
        Tell($"deregistering image {image.ImageId}");
        var fates = await new ImageDeletion(aws).DeleteAsync(image, cancel).ConfigureAwait(false);
        foreach (var failed in fates.Failed) Left($"snapshot {failed.Key} of image {image.ImageId} in {region}: {failed.Value}");
    }

    private async Task SnapshotsAsync(string region)
    {
        var aws = (await regions.InAsync(region, cancel).ConfigureAwait(false)).Aws;
        foreach (var snapshot in await made.SnapshotsAsync(region, ownInstances.Select(i => i.InstanceId)).ConfigureAwait(false))
        {
            var (_, reason) = await new ImageDeletion(aws).DeleteSnapshotAsync(snapshot.SnapshotId, cancel).ConfigureAwait(false);
            var what = $"snapshot {snapshot.SnapshotId} in {region}";
            if (reason is not null && !leftovers.Any(l => l.Contains(snapshot.SnapshotId))) Left($"{what}: {reason}");
        }
    }

    private async Task KeyPairsAsync()
    {
        foreach (var key in await made.KeyPairsAsync().ConfigureAwait(false))
        {
            await TryAsync("key pair " + key.KeyName, () => Home.SendAsync(new DeleteKeyPair { KeyName = key.KeyName }, cancel)).ConfigureAwait(false);
        }
    }

    private async Task SecurityGroupsAsync()
    {
        foreach (var group in await made.SecurityGroupsAsync(ownInstances).ConfigureAwait(false))
        {
            // It is bound to the instance's network interface for some seconds after the instance has ended.
            await TryAsync($"security group {group.GroupId} ({group.GroupName})", () => Wait(GroupIsFree).UntilAsync("the security group free", async c =>
            {
                var inUse = await DeleteGroupAsync(group, c).ConfigureAwait(false);
                return new Look<bool>(inUse is null, inUse ?? "deleted", true);
            }, cancel: cancel)).ConfigureAwait(false);
        }
        foreach (var group in await made.UntoldGroupsAsync().ConfigureAwait(false)) await TryAsync($"security group {group.GroupId} ({group.GroupName})", () => UntoldGroupAsync(group)).ConfigureAwait(false);
    }

    private async Task UntoldGroupAsync(SecurityGroup group)
    {
        var what = $"The security group {group.GroupId} ({group.GroupName}) in {member.Target}, account {member.AccountId}, {member.Region}, may be of {pair.Definition} {pair.Version}, whose process was killed before Packer had told its name";
        var forsaken = UntoldGroups.ForsakenAfter(group);
        if (time.GetUtcNow() < forsaken) reporter.Warning($"{what}. If it is still unused after {forsaken.UtcDateTime:yyyy-MM-dd HH:mm} UTC, it is nobody's, and a repair deletes it.");
        else if (await DeleteGroupAsync(group, cancel).ConfigureAwait(false) is not null) reporter.Verbose($"{what}; it is in use, so it is another build's.");
    }

    /// <returns>Why it can't be deleted: somebody uses it. Null if it is gone.</returns>
    private async Task<string?> DeleteGroupAsync(SecurityGroup group, CancellationToken stop)
    {
        Tell($"deleting security group {group.GroupId}");
        try
        {
            await Home.SendAsync(new DeleteSecurityGroup { GroupId = group.GroupId }, stop).ConfigureAwait(false);
            return null;
        }
        catch (AwsException e) when (e.Code == "InvalidGroup.NotFound")
        {
            return null;
        }
        catch (AwsException e) when (e.Code is "DependencyViolation" or "InvalidGroup.InUse")
        {
            return e.Message;
        }
    }

    private async Task VolumesAsync()
    {
        foreach (var volume in await made.VolumesAsync(extraVolumes).ConfigureAwait(false))
        {
            Tell($"deleting volume {volume.VolumeId}");
            await TryAsync("volume " + volume.VolumeId, async () =>
            {
                try
                {
                    await Home.SendAsync(new DeleteVolume { VolumeId = volume.VolumeId }, cancel).ConfigureAwait(false);
                }
                catch (AwsException e) when (e.Code == "InvalidVolume.NotFound")
                {
                    // It went with its instance.
                }
            }).ConfigureAwait(false);
        }
    }

    /// <summary>One thing that can't be undone must not keep the others from it.</summary>
    private async Task TryAsync(string what, Func<Task> undo)
    {
        try
        {
            await undo().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            Left($"{what}: the time for the undo was over");
        }
        catch (Exception e) when (e is AwsException or AmiToolsException or WaitTimedOutException)
        {
            Left($"{what}: {e.Message}");
        }
    }

    private static async Task<T?> UnlessTimedOutAsync<T>(Task<T> wait) where T : class
    {
        try
        {
            return await wait.ConfigureAwait(false);
        }
        catch (WaitTimedOutException)
        {
            return null;
        }
    }

    private Waiter Wait(TimeSpan timeout) => new(timeout) { FirstDelay = TimeSpan.FromMilliseconds(100), LongestDelay = TimeSpan.FromSeconds(5), Time = time };

    private void Left(string what)
    {
        lock (leftovers) leftovers.Add(what);
        reporter.Warning($"[{member.Target}] could not undo: {what}");
    }

    private void Tell(string what) =>
        reporter.Progress(new ProgressUpdate($"Undoing {pair.Definition} {pair.Version} in {member.Target}", what, done * 100 / Steps));
}
