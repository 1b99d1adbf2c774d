using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud;

// Images, snapshots and their tags, put there directly.
public sealed partial class CloudInside
{
    private static readonly IReadOnlyDictionary<string, string> noTags = new Dictionary<string, string>();

    /// <summary>Puts an image and, unless they are there, its snapshots into the cloud.</summary>
    public string SeedImage(string account, string region, ImageSeed seed) => Change(() =>
    {
        var at = seed.Created ?? cloud.Now;
        var r = Region(region);
        var snapshots = seed.SnapshotIds ?? [.. Enumerable.Range(0, seed.Snapshots).Select(_ => Add(r, account, at, seed.SnapshotTags ?? seed.Tags, seed.SnapshotSize, $"Created by CreateImage for the image {seed.Name}", seed.IsEncrypted, seed.KmsKeyId))];
        var image = r.Add(new CloudImage
        {
            Id = RegionState.NewId("ami"),
            OwnerId = account,
            Created = at,
            AvailableAt = seed.State == "pending" ? DateTimeOffset.MaxValue : at,
            FailureReason = seed.State == "failed" ? "It was seeded as failed." : null,
            Name = seed.Name,
            Description = seed.Description,
            SourceImageId = seed.SourceImageId,
            SourceImageRegion = seed.SourceImageId is null ? null : region,
            ProductCodes = seed.ProductCodes,
            HasBillingProducts = seed.HasBillingProducts,
            Devices = [.. snapshots.Select((s, n) => new ImageDevice(n == 0 ? "/dev/xvda" : $"/dev/sd{(char)('e' + n)}", s, r.Find<CloudSnapshot>(s)?.VolumeSize ?? seed.SnapshotSize, Encrypted: seed.IsEncrypted))],
            IsPublic = seed.IsPublic,
            IsDisabled = seed.IsDisabled,
            DeprecationTime = seed.DeprecationTime,
            Protection = seed.IsProtected ? new(true, false) : ImageProtection.None,
        });
        image.LaunchPermissions.UnionWith(seed.SharedWith);
        image.OrganizationPermissions.UnionWith(seed.SharedWithOrganizations);
        if (seed.LastLaunched is { } launched) image.Launched(launched);
        foreach (var (key, value) in seed.Tags) image.Tags.Set(key, value, at);
        return image.Id;
    });

    /// <summary>Puts an available image with one snapshot there, as if it had been made at <paramref name="created"/>; existing snapshots get its tags too.</summary>
    public string SeedImage(string account, string region, string name, IReadOnlyDictionary<string, string>? tags = null, DateTimeOffset? created = null, string? sourceImageId = null, IReadOnlyList<string>? snapshotIds = null) => Change(() =>
    {
        foreach (var id in snapshotIds ?? []) foreach (var (key, value) in tags ?? noTags) Region(region).Find(id)!.Tags.Set(key, value, created ?? cloud.Now);
        return SeedImage(account, region, new ImageSeed { Name = name, Tags = tags ?? noTags, Created = created, SourceImageId = sourceImageId, SnapshotIds = snapshotIds });
    });

    /// <summary>Puts a completed snapshot there that belongs to no image.</summary>
    public string SeedSnapshot(string account, string region, IReadOnlyDictionary<string, string>? tags = null, DateTimeOffset? created = null, int size = 8, string description = "") =>
        Change(() => Add(Region(region), account, created ?? cloud.Now, tags ?? noTags, size, description, encrypted: false));

    /// <summary>Sets a tag, also one that EC2 would refuse.</summary>
    public void SetTag(string region, string id, string key, string value) => Change(() =>
    {
        Find(region, id).Tags.Set(key, value, cloud.Now);
        return id;
    });

    /// <summary>Takes a tag away.</summary>
    public void RemoveTag(string region, string id, string key) => Change(() =>
    {
        Find(region, id).Tags.Remove(key);
        return id;
    });

    /// <summary>Takes anything away, past the Recycle Bin and past what EC2 would say.</summary>
    public void Remove(string region, string id) => Change(() =>
    {
        Region(region).Remove(Find(region, id));
        return id;
    });

    /// <summary>Shares an image, or takes the share back.</summary>
    public void Share(string region, string imageId, string account, bool shared = true) => Change(() =>
    {
        var permissions = ((CloudImage)Find(region, imageId)).LaunchPermissions;
        return shared ? permissions.Add(account) : permissions.Remove(account);
    });

    private Resource Find(string region, string id) => Region(region).Find(id) ?? throw new KeyNotFoundException($"There is no {id} in {region}");

    private static string Add(RegionState region, string account, DateTimeOffset at, IReadOnlyDictionary<string, string> tags, int size, string description, bool encrypted, string? kmsKey = null)
    {
        var snapshot = region.Add(new CloudSnapshot { Id = RegionState.NewId("snap"), OwnerId = account, Created = at, CompletedAt = at, VolumeId = "vol-ffffffff", VolumeSize = size, Description = description, Encrypted = encrypted, KmsKeyId = kmsKey });
        foreach (var (key, value) in tags) snapshot.Tags.Set(key, value, at);
        return snapshot.Id;
    }
}
