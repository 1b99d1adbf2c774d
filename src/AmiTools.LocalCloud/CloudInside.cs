using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud;

/// <summary>An image as the cloud itself knows it.</summary>
public sealed record SeenImage(string Id, string Name, string OwnerId, string State, string? SourceImageId, IReadOnlyList<string> SnapshotIds, IReadOnlyDictionary<string, string> Tags, string Description, IReadOnlyList<string> SharedWith);

/// <summary>A snapshot as the cloud itself knows it.</summary>
public sealed record SeenSnapshot(string Id, string OwnerId, string State, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<string> SharedWith);

/// <summary>Looks at the cloud, and changes it, behind its API: for tests, and for people who want to see what is left over.</summary>
public sealed partial class CloudInside
{
    private readonly Cloud cloud;

    internal CloudInside(Cloud cloud) => this.cloud = cloud;

    /// <summary>The account's own images.</summary>
    public IReadOnlyList<SeenImage> Images(string account, string region) => Read(() => (IReadOnlyList<SeenImage>)[.. Region(region).All<CloudImage>().Where(i => i.OwnerId == account).Select(i =>
        new SeenImage(i.Id, i.Name, i.OwnerId, i.State(cloud.Now), i.SourceImageId, [.. i.Devices.Where(d => d.SnapshotId is not null).Select(d => d.SnapshotId!)], i.Tags.All(), i.Description, [.. i.LaunchPermissions]))]);

    /// <summary>The account's own snapshots.</summary>
    public IReadOnlyList<SeenSnapshot> Snapshots(string account, string region) => Read(() => (IReadOnlyList<SeenSnapshot>)[.. Region(region).All<CloudSnapshot>().Where(s => s.OwnerId == account).Select(s =>
        new SeenSnapshot(s.Id, s.OwnerId, s.State(cloud.Now), s.Tags.All(), [.. s.CreateVolumePermissions]))]);

    /// <summary>
    /// Everything that the account has and did not have from the start, in every Region or one: images, snapshots,
    /// instances that are not terminated, volumes, key pairs, security groups, parameters; <c>eu-west-1 image ami-… name</c>.
    /// </summary>
    public IReadOnlyList<string> Leftovers(string account, string? region = null) => Read(() =>
    {
        var found = new List<string>();
        foreach (var r in cloud.Regions.Values.Where(r => region is null || r.Name == region))
        {
            foreach (var resource in r.All<Resource>().Where(x => x.OwnerId == account))
            {
                var name = resource switch
                {
                    CloudImage i => i.Name,
                    CloudSnapshot s => s.Description,
                    CloudInstance i when i.TerminatedAt is null => i.State(cloud.Now).Name,
                    CloudInstance or CloudVpc or CloudSubnet => null,
                    CloudSecurityGroup { Name: "default" } => null,
                    CloudSecurityGroup g => g.Name,
                    CloudKeyPair k => k.Name,
                    CloudVolume v => v.InstanceId ?? "",
                    CloudLaunchTemplate t => t.Name,
                    CloudLaunchConfiguration or CloudGroup => "",
                    _ => "",
                };
                if (name is not null) found.Add($"{r.Name} {resource.Type} {resource.Id} {name}".TrimEnd());
            }
            found.AddRange(r.Parameters.Keys.Where(k => k.Account == account).Select(k => $"{r.Name} parameter {k.Name}"));
        }
        return (IReadOnlyList<string>)found;
    });

    /// <summary>The tags of any resource.</summary>
    public IReadOnlyDictionary<string, string> Tags(string region, string id) => Read(() => Region(region).Find(id)?.Tags.All() ?? throw new KeyNotFoundException(id));

    /// <summary>From now on the account may not do the action: <c>ec2:CreateTags</c>.</summary>
    public void Deny(string account, string action) => Change(() => cloud.Denied.Add((account, action)));

    /// <summary>Takes the denials back.</summary>
    public void AllowAll() => Change(() =>
    {
        cloud.Denied.Clear();
        return true;
    });

    /// <summary>The next image that the account makes turns failed, for this reason.</summary>
    public void FailNextImage(string account, string reason) => Change(() => cloud.FailImages[account] = reason);

    /// <summary>Somebody writes a parameter again: same value, next version.</summary>
    public void TouchParameter(string account, string region, string name) => Change(() =>
    {
        var versions = Region(region).Parameters[(account, name)].Versions;
        versions.Add(versions[^1] with { Version = versions[^1].Version + 1, Modified = cloud.Now });
        return true;
    });

    /// <summary>Moves the cloud's clock forward, so that what is pending becomes available.</summary>
    public void Advance(TimeSpan time) => Change(() => cloud.ClockAhead += time);

    /// <summary>The cloud's time.</summary>
    public DateTimeOffset Now => cloud.Now;

    /// <summary>The next deletion of this snapshot together with its image fails with internal-error.</summary>
    public void FailNextSnapshotDeletion(string snapshotId) => Change(() => cloud.FailSnapshots.Add(snapshotId));

    /// <summary>From now on the account's deletions follow these rules of the Recycle Bin.</summary>
    public void SetRecycleBin(string account, RecycleBinRules rules) => Change(() => cloud.RecycleRules[account] = rules);

    /// <summary>
    /// Everything is as it was at the start, without a made-up fleet: no images but the public ones, no denials, full
    /// buckets; the clock, the calls and the faults stay. Much cheaper than another cloud.
    /// </summary>
    public void Clear() => Change(() =>
    {
        cloud.Clear();
        return true;
    });

    private RegionState Region(string name) => cloud.Regions.TryGetValue(name, out var region) ? region : throw new ArgumentException($"There is no Region {name}", nameof(name));

    private T Change<T>(Func<T> change)
    {
        lock (cloud.Lock)
        {
            cloud.Answers?.Forget();
            return change();
        }
    }

    private T Read<T>(Func<T> read)
    {
        lock (cloud.Lock) return read();
    }
}
