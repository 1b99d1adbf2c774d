using AmiTools.Aws;

namespace AmiTools.Core.Usage;

/// <summary>From the wire's image to the fleet's, for one account and Region.</summary>
internal sealed class FleetMapping(Place place)
{
    // Most images of a fleet are built on a few.
    private readonly Dictionary<string, IReadOnlyList<string>> alone = new(StringComparer.Ordinal);

    public FleetImage Of(BulkImage<FleetTags> image)
    {
        var tags = image.Tags ?? FleetTags.None;
        return new()
        {
            ImageId = image.ImageId,
            Place = place,
            Name = tags.Image ?? image.Name ?? image.ImageId,
            Version = tags.Version,
            PairId = tags.Pair,
            IsRegistered = tags.Image is not null,
            IsComplete = tags.State == TagNames.Complete,
            LastUsed = tags.LastUsed,
            LastUsedRuntime = tags.LastUsedRuntime,
            Pinned = tags.Pinned,
            Bases = tags.Origin == TagNames.Copied ? [] : BasesOf(image.ImageId, tags.Source, image.SourceImageId),
        };
    }

    public FleetImage InFull(BulkImageInFull<FleetTags> image) => Of(image) with
    {
        Details = new()
        {
            State = image.State,
            OwnerId = image.OwnerId,
            CreationDate = image.CreationDate,
            LastLaunchedTime = image.LastLaunchedTime,
            AutoCleanup = image.Tags?.AutoCleanup,
            Stage = image.Tags?.Stage,
            Mark = image.Tags?.Mark,
            DeregistrationProtection = image.DeregistrationProtection,
            SnapshotIds = SnapshotsOf(image.BlockDevices),
            Size = SizeOf(image.BlockDevices),
        },
    };

    private IReadOnlyList<string> BasesOf(string id, string? tagged, string? source)
    {
        if (tagged is "" || tagged == id) tagged = null;
        if (source is "" || source == id || source == tagged) source = null;
        return (tagged, source) switch
        {
            (null, null) => [],
            (null, { } only) => Alone(only),
            ({ } only, null) => Alone(only),
            ({ } first, { } second) => [first, second],
        };
    }

    private IReadOnlyList<string> Alone(string id)
    {
        if (!alone.TryGetValue(id, out var list)) alone[id] = list = [id];
        return list;
    }

    private static IReadOnlyList<string> SnapshotsOf(IReadOnlyList<BulkBlockDevice> devices)
    {
        if (devices.Count == 0) return [];
        var ids = new List<string>(devices.Count);
        foreach (var device in devices)
            if (device.Ebs?.SnapshotId is { Length: > 0 } id && !ids.Contains(id)) ids.Add(id);
        return ids;
    }

    private static int SizeOf(IReadOnlyList<BulkBlockDevice> devices)
    {
        var size = 0;
        foreach (var device in devices) size += device.Ebs?.VolumeSize ?? 0;
        return size;
    }
}
