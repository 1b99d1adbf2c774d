using AmiTools.Aws;

namespace AmiTools.Core.Usage;

/// <summary>From the wire's image to the fleet's, for one account and Region.</summary>
internal sealed class FleetMapping(Place place)
{
    // Most images of a fleet are built on a few.
    private readonly Dictionary<string, IReadOnlyList<string>> alone = new(StringComparer.Ordinal);

    /// <summary>From the wire, in one walk over the tags: a dictionary of each image's tags would cost as much as reading them.</summary>
    public FleetImage Of(BulkImage image)
    {
        string? name = null, version = null, pair = null, state = null, source = null, origin = null, lastUsed = null, runtime = null, cleanup = null, pinned = null, stage = null, mark = null;
        for (var i = 0; i < image.Tags?.Number(); i++)
        {
            var value = image.Tags.ValueAt(i);
            switch (image.Tags.KeyAt(i))
            {
                case TagNames.Image: name = value; break;
                case TagNames.Version: version = value; break;
                case TagNames.Pair: pair = value; break;
                case TagNames.State: state = value; break;
                case TagNames.Source: source = value; break;
                case TagNames.Origin: origin = value; break;
                case TagNames.LastUsed: lastUsed = value; break;
                case TagNames.LastUsedRuntime: runtime = value; break;
                case TagNames.AutoCleanup: cleanup = value; break;
                case TagNames.Pinned: pinned = value; break;
                case TagNames.Stage: stage = value; break;
                case TagNames.Cleanup: mark = value; break;
            }
        }
        return new()
        {
            ImageId = image.ImageId,
            Place = place,
            Name = name ?? image.Name ?? image.ImageId,
            Version = version,
            PairId = pair,
            IsRegistered = name is not null,
            IsComplete = state == TagNames.Complete,
            LastUsed = lastUsed,
            LastUsedRuntime = runtime,
            AutoCleanup = cleanup,
            Pinned = pinned,
            Stage = stage,
            Mark = mark,
            Bases = origin == TagNames.Copied ? [] : BasesOf(image.ImageId, source, image.SourceImageId),
        };
    }

    public FleetImage InFull(BulkImageInFull image) => Of(image) with
    {
        State = image.State,
        OwnerId = image.OwnerId,
        CreationDate = image.CreationDate,
        LastLaunchedTime = image.LastLaunchedTime,
        DeregistrationProtection = image.DeregistrationProtection,
        SnapshotIds = SnapshotsOf(image.BlockDevices),
        Size = SizeOf(image.BlockDevices),
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
