using AmiTools.Aws;
using AmiTools.Core.Images;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>
/// What a run has made in one target and is still there. What to look for comes from the journal; what counts is decided by
/// the things themselves (<see cref="Ownership"/>). Nothing is ever looked for by a name pattern.
/// </summary>
internal sealed class MadeThings(TargetRegions regions, PairJournal pair, MemberJournal member, CancellationToken cancel)
{
    private readonly Ownership ours = new(pair, member);
    private IAws Home => regions.Home.Aws;

    /// <summary>The Regions that an image may be in.</summary>
    public IReadOnlyList<string> Places { get; } = [.. new[] { member.Region }.Concat(member.Seen.Images.Select(i => i.Region).OfType<string>()).Concat(member.Seen.Regions).Distinct()];

    /// <summary>
    /// True if Packer said that it asks for an image, or for a copy, and was never heard to name it; or if nobody listened to
    /// the end of what it said.
    /// </summary>
    public bool MayHaveUnreported(string region) =>
        SeenIn(region).Count == 0 && (region != member.Region || member.Seen.ImageNames.Count > 0 || member.PackerUntil is not null);

    public async Task<IReadOnlyList<Instance>> InstancesAsync()
    {
        var found = (await Task.WhenAll(
        [
            InstancesWhereAsync("tag:" + TagNames.Pair, [pair.PairId]),
            InstancesWhereAsync("instance-id", member.Seen.InstanceIds),
            InstancesWhereAsync("key-name", ours.KeyPairNames),
        ]).ConfigureAwait(false)).SelectMany(i => i).GroupBy(i => i.InstanceId).Select(g => g.First());
        return [.. found.Where(ours.Owns)];
    }

    public async Task<IEnumerable<Instance>> InstancesWhereAsync(string filter, IReadOnlyList<string> values)
    {
        if (values.Count == 0) return [];
        var reservations = await Home.AllAsync(t => new DescribeInstances { Filters = [new Filter(filter, [.. values])], MaxResults = 1000, NextToken = t },
            (ReservationPage p) => p.Items, cancel).ConfigureAwait(false);
        return reservations.SelectMany(r => r.Instances);
    }

    public async Task<IReadOnlyList<Image>> ImagesAsync(string region)
    {
        var aws = await InAsync(region).ConfigureAwait(false);
        var found = (await Task.WhenAll(
        [
            ImagesWhereAsync(aws, "tag:" + TagNames.Pair, [pair.PairId]),
            ImagesWhereAsync(aws, "name", ours.ImageNames),
            ImagesWhereAsync(aws, "image-id", SeenIn(region)),
        ]).ConfigureAwait(false)).SelectMany(i => i).GroupBy(i => i.ImageId).Select(g => g.First());
        return [.. found.Where(ours.Owns)];
    }

    public async Task<Image?> ImageAsync(string region, string id) =>
        (await ImagesWhereAsync(await InAsync(region).ConfigureAwait(false), "image-id", [id]).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>Those that no image names: of an image that failed, or was deregistered by Packer or before its snapshots were known.</summary>
    /// <param name="region">The Region.</param>
    /// <param name="instances">Further instances of this run.</param>
    public async Task<IReadOnlyList<Snapshot>> SnapshotsAsync(string region, IEnumerable<string> instances)
    {
        var aws = await InAsync(region).ConfigureAwait(false);
        // EC2 itself writes from which instance a snapshot was made: "Created by CreateImage(i-...) for ami-...".
        var fromInstances = instances.Union(member.Seen.InstanceIds).Select(i => $"Created by CreateImage({i}) for *").ToList();
        var found = (await Task.WhenAll(
        [
            SnapshotsWhereAsync(aws, new Filter("tag:" + TagNames.Pair, pair.PairId)),
            fromInstances.Count == 0 || region != member.Region ? Task.FromResult<IReadOnlyList<Snapshot>>([]) : SnapshotsWhereAsync(aws, new Filter("description", [.. fromInstances])),
        ]).ConfigureAwait(false)).SelectMany(s => s).GroupBy(s => s.SnapshotId).Select(g => g.First());
        return [.. found.Where(ours.Owns)];
    }

    public async Task<IReadOnlyList<KeyPair>> KeyPairsAsync()
    {
        if (ours.KeyPairNames.Count == 0) return [];
        var found = await Home.SendAsync(new DescribeKeyPairs { Filters = [new Filter("key-name", [.. ours.KeyPairNames.Select(FilterValue.Exactly)])] }, cancel).ConfigureAwait(false);
        return [.. found.Items.Where(ours.Owns)];
    }

    /// <summary>Packer's temporary groups.</summary>
    /// <param name="instances">Instances of this run, whose groups they may be.</param>
    public async Task<IReadOnlyList<SecurityGroup>> SecurityGroupsAsync(IEnumerable<Instance> instances)
    {
        var attached = instances.SelectMany(i => i.SecurityGroups).Select(g => g.GroupId).OfType<string>();
        var found = (await Task.WhenAll(
        [
            SecurityGroupsWhereAsync("tag:" + TagNames.Pair, [pair.PairId]),
            SecurityGroupsWhereAsync("group-name", member.Seen.SecurityGroupNames),
            SecurityGroupsWhereAsync("group-id", [.. member.Seen.SecurityGroupIds.Union(attached)]),
        ]).ConfigureAwait(false)).SelectMany(g => g).GroupBy(g => g.GroupId).Select(g => g.First());
        return [.. found.Where(ours.Owns)];
    }

    /// <summary>Groups that may be this run's, and that nothing says to be.</summary>
    public async Task<IReadOnlyList<SecurityGroup>> UntoldGroupsAsync() => !UntoldGroups.IsPossible(member) ? []
        : [.. (await Home.AllAsync(t => new DescribeSecurityGroups { Filters = UntoldGroups.Filters, NextToken = t }, (SecurityGroupPage p) => p.Items, cancel).ConfigureAwait(false)).Where(g => UntoldGroups.MayBe(g, member))];

    /// <summary>Volumes that do not go with their instance.</summary>
    /// <param name="wereAttached">Those that belonged to instances of this run.</param>
    public async Task<IReadOnlyList<Volume>> VolumesAsync(IReadOnlyCollection<string> wereAttached)
    {
        var found = (await Task.WhenAll(
        [
            VolumesWhereAsync("tag:" + TagNames.Pair, [pair.PairId]),
            VolumesWhereAsync("volume-id", [.. wereAttached.Union(member.Seen.VolumeIds)]),
        ]).ConfigureAwait(false)).SelectMany(v => v).GroupBy(v => v.VolumeId).Select(g => g.First());
        return [.. found.Where(v => ours.Owns(v, wasAttached: wereAttached.Contains(v.VolumeId)))];
    }

    private IReadOnlyList<string> SeenIn(string region) => [.. member.Seen.Images.Where(i => (i.Region ?? member.Region) == region).Select(i => i.ImageId)];

    private async Task<IAws> InAsync(string region) => (await regions.InAsync(region, cancel).ConfigureAwait(false)).Aws;

    private Task<IReadOnlyList<Image>> ImagesWhereAsync(IAws aws, string filter, IReadOnlyList<string> values) =>
        values.Count == 0
            ? Task.FromResult<IReadOnlyList<Image>>([])
            : aws.AllAsync(t => new DescribeImages { Owners = ["self"], Filters = [new Filter(filter, [.. values.Select(FilterValue.Exactly)])], IncludeDeprecated = true, IncludeDisabled = true, NextToken = t },
                (ImagePage p) => p.Items, cancel);

    private Task<IReadOnlyList<Snapshot>> SnapshotsWhereAsync(IAws aws, Filter filter) =>
        aws.AllAsync(t => new DescribeSnapshots { OwnerIds = ["self"], Filters = [filter], MaxResults = 1000, NextToken = t }, (SnapshotPage p) => p.Items, cancel);

    private Task<IReadOnlyList<SecurityGroup>> SecurityGroupsWhereAsync(string filter, IReadOnlyList<string> values) =>
        values.Count == 0
            ? Task.FromResult<IReadOnlyList<SecurityGroup>>([])
            : Home.AllAsync(t => new DescribeSecurityGroups { Filters = [new Filter(filter, [.. values.Select(FilterValue.Exactly)])], NextToken = t }, (SecurityGroupPage p) => p.Items, cancel);

    private Task<IReadOnlyList<Volume>> VolumesWhereAsync(string filter, IReadOnlyList<string> values) =>
        values.Count == 0
            ? Task.FromResult<IReadOnlyList<Volume>>([])
            : Home.AllAsync(t => new DescribeVolumes { Filters = [new Filter(filter, [.. values])], NextToken = t }, (VolumePage p) => p.Items, cancel);
}
