using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud;

/// <summary>An image as the cloud itself knows it.</summary>
public sealed record SeenImage(string Id, string Name, string OwnerId, string State, string? SourceImageId, IReadOnlyList<string> SnapshotIds, IReadOnlyDictionary<string, string> Tags, string Description, IReadOnlyList<string> SharedWith);

/// <summary>A snapshot as the cloud itself knows it.</summary>
public sealed record SeenSnapshot(string Id, string OwnerId, string State, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<string> SharedWith);

/// <summary>Looks at the cloud, and changes it, behind its API: for tests, and for people who want to see what is left over.</summary>
public sealed class CloudInside
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
                    _ => "",
                };
                if (name is not null) found.Add($"{r.Name} {resource.Type} {resource.Id} {name}".TrimEnd());
            }
            found.AddRange(r.Parameters.Keys.Where(k => k.Account == account).Select(k => $"{r.Name} parameter {k.Name}"));
        }
        return (IReadOnlyList<string>)found;
    });

    /// <summary>Puts an available image with one snapshot there, as if it had been made at <paramref name="created"/>.</summary>
    public string SeedImage(string account, string region, string name, IReadOnlyDictionary<string, string>? tags = null, DateTimeOffset? created = null, string? sourceImageId = null, IReadOnlyList<string>? snapshotIds = null) => Read(() =>
    {
        var at = created ?? cloud.Now;
        var r = Region(region);
        var snapshots = snapshotIds ?? [r.Add(new CloudSnapshot { Id = RegionState.NewId("snap"), OwnerId = account, Created = at, CompletedAt = at, VolumeId = "vol-ffffffff", VolumeSize = 8 }).Id];
        var image = r.Add(new CloudImage
        {
            Id = RegionState.NewId("ami"),
            OwnerId = account,
            Created = at,
            AvailableAt = at,
            Name = name,
            SourceImageId = sourceImageId,
            Devices = [.. snapshots.Select((s, n) => new ImageDevice(n == 0 ? "/dev/xvda" : $"/dev/sd{(char)('e' + n)}", s, 8))],
        });
        foreach (var (key, value) in tags ?? new Dictionary<string, string>())
        {
            image.Tags.Set(key, value, at);
            foreach (var s in snapshots) r.Find<CloudSnapshot>(s)!.Tags.Set(key, value, at);
        }
        return image.Id;
    });

    /// <summary>The tags of any resource.</summary>
    public IReadOnlyDictionary<string, string> Tags(string region, string id) => Read(() => Region(region).Find(id)?.Tags.All() ?? throw new KeyNotFoundException(id));

    /// <summary>From now on the account may not do the action: <c>ec2:CreateTags</c>.</summary>
    public void Deny(string account, string action) => Read(() => cloud.Denied.Add((account, action)));

    /// <summary>Takes the denials back.</summary>
    public void AllowAll() => Read(() =>
    {
        cloud.Denied.Clear();
        return true;
    });

    /// <summary>The next image that the account makes turns failed, for this reason.</summary>
    public void FailNextImage(string account, string reason) => Read(() => cloud.FailImages[account] = reason);

    /// <summary>Moves the cloud's clock forward, so that what is pending becomes available.</summary>
    public void Advance(TimeSpan time) => Read(() => cloud.ClockAhead += time);

    private RegionState Region(string name) => cloud.Regions.TryGetValue(name, out var region) ? region : throw new ArgumentException($"There is no Region {name}", nameof(name));

    private T Read<T>(Func<T> read)
    {
        lock (cloud.Lock) return read();
    }
}
