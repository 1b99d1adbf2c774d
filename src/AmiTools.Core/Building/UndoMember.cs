using AmiTools.Aws;
using AmiTools.Core.Images;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>
/// Removes everything that a run has made in one target, until nothing is left or until it can say what is left and why.
/// What to look for comes from the journal; what is deleted is decided by the things themselves (<see cref="Ownership"/>).
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

    private readonly Ownership ours = new(pair, member);
    private readonly List<string> leftovers = [];
    private readonly List<string> ownInstances = [];
    private readonly HashSet<string> extraVolumes = [];
    private IAws Home => regions.Home.Aws;

    /// <summary>Undoes.</summary>
    /// <returns>What is left, each with the reason; empty if nothing is.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var places = new[] { member.Region }.Concat(member.Seen.Images.Select(i => i.Region).OfType<string>()).Concat(member.Seen.Regions).Distinct().ToList();
        // The instance goes first: nothing new comes from it, and everything else depends on it.
        await SweepAsync().ConfigureAwait(false);
        await Task.WhenAll(places.Select(r => TryAsync($"images in {r}", () => ImagesAsync(r)))).ConfigureAwait(false);
        await Task.WhenAll(places.Select(r => TryAsync($"snapshots in {r}", () => SnapshotsAsync(r)))).ConfigureAwait(false);
        Tell(leftovers.Count == 0 ? "nothing is left" : $"{leftovers.Count} things are left");
        return leftovers;
    }

    /// <summary>Removes what Packer needs only while it works, and leaves images and snapshots alone.</summary>
    /// <returns>What is left, each with the reason; empty if nothing is.</returns>
    public async Task<IReadOnlyList<string>> SweepAsync()
    {
        Tell("looking for what was made");
        await TryAsync("instances", InstancesAsync).ConfigureAwait(false);
        await Task.WhenAll(TryAsync("key pairs", KeyPairsAsync), TryAsync("security groups", SecurityGroupsAsync), TryAsync("volumes", VolumesAsync)).ConfigureAwait(false);
        return leftovers;
    }

    private async Task InstancesAsync()
    {
        var found = (await Task.WhenAll(
        [
            InstancesWhereAsync("tag:" + TagNames.Pair, [pair.PairId]),
            InstancesWhereAsync("instance-id", member.Seen.InstanceIds),
            InstancesWhereAsync("key-name", ours.KeyPairNames),
        ]).ConfigureAwait(false)).SelectMany(i => i).GroupBy(i => i.InstanceId).Select(g => g.First());
        foreach (var instance in found)
        {
            if (!ours.Owns(instance)) continue;
            ownInstances.Add(instance.InstanceId);
            foreach (var device in instance.BlockDevices)
            {
                if (device.Ebs is { VolumeId: { } volume, DeleteOnTermination: not true }) extraVolumes.Add(volume);
            }
        }
        await Task.WhenAll(ownInstances.Select(i => TryAsync("instance " + i, () => TerminateAsync(i)))).ConfigureAwait(false);
    }

    private async Task TerminateAsync(string instance)
    {
        Tell($"terminating instance {instance}");
        try
        {
            await Home.SendAsync(new TerminateInstances { InstanceIds = [instance] }, cancel).ConfigureAwait(false);
            await Wait(Terminates).UntilAsync($"instance {instance} terminated", async c =>
            {
                var now = (await InstancesWhereAsync("instance-id", [instance]).ConfigureAwait(false)).FirstOrDefault()?.State?.Name;
                return new Look<bool>(now is null or "terminated", now ?? "gone", true);
            }, cancel: cancel).ConfigureAwait(false);
        }
        catch (AwsException e) when (e.Code == "InvalidInstanceID.NotFound")
        {
            // Gone already.
        }
    }

    private async Task<IEnumerable<Instance>> InstancesWhereAsync(string filter, IReadOnlyList<string> values)
    {
        if (values.Count == 0) return [];
        var reservations = await Home.AllAsync(t => new DescribeInstances { Filters = [new Filter(filter, [.. values])], MaxResults = 1000, NextToken = t },
            (ReservationPage p) => p.Items, cancel).ConfigureAwait(false);
        return reservations.SelectMany(r => r.Instances);
    }

    private async Task ImagesAsync(string region)
    {
        var aws = (await regions.InAsync(region, cancel).ConfigureAwait(false)).Aws;
        var seen = member.Seen.Images.Where(i => (i.Region ?? member.Region) == region).Select(i => i.ImageId).ToList();
        // Packer said that it asks for an image, or for a copy, and was never heard to name it.
        var unreported = seen.Count == 0 && (region == member.Region ? member.Seen.ImageNames.Count > 0 : true);
        var found = await LookForImagesAsync(aws, seen).ConfigureAwait(false);
        if (found.Count == 0 && unreported)
        {
            Tell($"looking for an image in {region} that Packer has not reported");
            found = await UnlessTimedOutAsync(Wait(member.PackerEnded ? Appears : AppearsAfterKill).UntilAsync("an unreported image", async _ =>
            {
                var now = await LookForImagesAsync(aws, seen).ConfigureAwait(false);
                return new Look<List<Image>>(now.Count > 0, "none", now);
            }, cancel: cancel)).ConfigureAwait(false) ?? [];
        }
        await Task.WhenAll(found.Select(i => TryAsync($"image {i.ImageId} ({i.Name}) in {region}", () => DeregisterAsync(aws, region, i)))).ConfigureAwait(false);
    }

    private async Task<List<Image>> LookForImagesAsync(IAws aws, IReadOnlyList<string> ids)
    {
        var found = (await Task.WhenAll(
        [
            ImagesWhereAsync(aws, "tag:" + TagNames.Pair, [pair.PairId]),
            ImagesWhereAsync(aws, "name", ours.ImageNames),
            ImagesWhereAsync(aws, "image-id", ids),
        ]).ConfigureAwait(false)).SelectMany(i => i).GroupBy(i => i.ImageId).Select(g => g.First());
        return [.. found.Where(ours.Owns)];
    }

    private Task<IReadOnlyList<Image>> ImagesWhereAsync(IAws aws, string filter, IReadOnlyList<string> values) =>
        values.Count == 0
            ? Task.FromResult<IReadOnlyList<Image>>([])
            : aws.AllAsync(t => new DescribeImages { Owners = ["self"], Filters = [new Filter(filter, [.. values.Select(FilterValue.Exactly)])], IncludeDeprecated = true, IncludeDisabled = true, NextToken = t },
                (ImagePage p) => p.Items, cancel);

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
                var now = (await ImagesWhereAsync(aws, "image-id", [image.ImageId]).ConfigureAwait(false)).FirstOrDefault();
                return new Look<Image>(now?.State != "pending", now?.State ?? "gone", now ?? image);
            }, cancel: cancel)).ConfigureAwait(false) ?? image;
        }
        Tell($"deregistering image {image.ImageId}");
        var fates = await new ImageDeletion(aws).DeleteAsync(image, cancel).ConfigureAwait(false);
        foreach (var failed in fates.Failed) Left($"snapshot {failed.Key} of image {image.ImageId} in {region}: {failed.Value}");
    }

    /// <summary>Those that no image names: of an image that failed, or was deregistered by Packer or before its snapshots were known.</summary>
    private async Task SnapshotsAsync(string region)
    {
        var aws = (await regions.InAsync(region, cancel).ConfigureAwait(false)).Aws;
        // EC2 itself writes from which instance a snapshot was made: "Created by CreateImage(i-...) for ami-...".
        var fromInstances = ownInstances.Union(member.Seen.InstanceIds).Select(i => $"Created by CreateImage({i}) for *").ToList();
        var found = (await Task.WhenAll(
        [
            SnapshotsWhereAsync(aws, new Filter("tag:" + TagNames.Pair, pair.PairId)),
            fromInstances.Count == 0 || region != member.Region ? Task.FromResult<IReadOnlyList<Snapshot>>([]) : SnapshotsWhereAsync(aws, new Filter("description", [.. fromInstances])),
        ]).ConfigureAwait(false)).SelectMany(s => s).GroupBy(s => s.SnapshotId).Select(g => g.First()).Where(ours.Owns);
        foreach (var snapshot in found)
        {
            var (_, reason) = await new ImageDeletion(aws).DeleteSnapshotAsync(snapshot.SnapshotId, cancel).ConfigureAwait(false);
            var what = $"snapshot {snapshot.SnapshotId} in {region}";
            if (reason is not null && !leftovers.Any(l => l.Contains(snapshot.SnapshotId))) Left($"{what}: {reason}");
        }
    }

    private Task<IReadOnlyList<Snapshot>> SnapshotsWhereAsync(IAws aws, Filter filter) =>
        aws.AllAsync(t => new DescribeSnapshots { OwnerIds = ["self"], Filters = [filter], MaxResults = 1000, NextToken = t }, (SnapshotPage p) => p.Items, cancel);

    private async Task KeyPairsAsync()
    {
        if (ours.KeyPairNames.Count == 0) return;
        var found = await Home.SendAsync(new DescribeKeyPairs { Filters = [new Filter("key-name", [.. ours.KeyPairNames.Select(FilterValue.Exactly)])] }, cancel).ConfigureAwait(false);
        foreach (var key in found.Items.Where(ours.Owns))
        {
            await TryAsync("key pair " + key.KeyName, () => Home.SendAsync(new DeleteKeyPair { KeyName = key.KeyName }, cancel)).ConfigureAwait(false);
        }
    }

    private async Task SecurityGroupsAsync()
    {
        var found = (await Task.WhenAll(
        [
            SecurityGroupsWhereAsync("tag:" + TagNames.Pair, [pair.PairId]),
            SecurityGroupsWhereAsync("group-name", member.Seen.SecurityGroupNames),
            SecurityGroupsWhereAsync("group-id", member.Seen.SecurityGroupIds),
        ]).ConfigureAwait(false)).SelectMany(g => g).GroupBy(g => g.GroupId).Select(g => g.First()).Where(ours.Owns);
        foreach (var group in found)
        {
            Tell($"deleting security group {group.GroupId}");
            // It is bound to the instance's network interface for some seconds after the instance has ended.
            await TryAsync($"security group {group.GroupId} ({group.GroupName})", () => Wait(GroupIsFree).UntilAsync("the security group free", async c =>
            {
                try
                {
                    await Home.SendAsync(new DeleteSecurityGroup { GroupId = group.GroupId }, c).ConfigureAwait(false);
                    return new Look<bool>(true, "deleted", true);
                }
                catch (AwsException e) when (e.Code == "InvalidGroup.NotFound")
                {
                    return new Look<bool>(true, "gone", true);
                }
                catch (AwsException e) when (e.Code is "DependencyViolation" or "InvalidGroup.InUse")
                {
                    return new Look<bool>(false, e.Message);
                }
            }, cancel: cancel)).ConfigureAwait(false);
        }
    }

    private Task<IReadOnlyList<SecurityGroup>> SecurityGroupsWhereAsync(string filter, IReadOnlyList<string> values) =>
        values.Count == 0
            ? Task.FromResult<IReadOnlyList<SecurityGroup>>([])
            : Home.AllAsync(t => new DescribeSecurityGroups { Filters = [new Filter(filter, [.. values.Select(FilterValue.Exactly)])], NextToken = t }, (SecurityGroupPage p) => p.Items, cancel);

    private async Task VolumesAsync()
    {
        var found = (await Task.WhenAll(
        [
            VolumesWhereAsync("tag:" + TagNames.Pair, [pair.PairId]),
            VolumesWhereAsync("volume-id", [.. extraVolumes.Union(member.Seen.VolumeIds)]),
        ]).ConfigureAwait(false)).SelectMany(v => v).GroupBy(v => v.VolumeId).Select(g => g.First())
            .Where(v => ours.Owns(v, wasAttached: extraVolumes.Contains(v.VolumeId)));
        foreach (var volume in found)
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

    private Task<IReadOnlyList<Volume>> VolumesWhereAsync(string filter, IReadOnlyList<string> values) =>
        values.Count == 0
            ? Task.FromResult<IReadOnlyList<Volume>>([])
            : Home.AllAsync(t => new DescribeVolumes { Filters = [new Filter(filter, [.. values])], NextToken = t }, (VolumePage p) => p.Items, cancel);

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
        reporter.Progress(new ProgressUpdate($"Undoing {pair.Definition} {pair.Version} in {member.Target}", what));
}
