using AmiTools.Aws;
using AmiTools.Core.Images;

namespace AmiTools.Core.Copying;

/// <summary>Whether a copy is what it was copied from. A pure function.</summary>
internal static class CopyVerification
{
    public static IReadOnlyList<string> Differences(Image source, Image copy, IReadOnlyList<Snapshot> snapshots, IReadOnlyDictionary<string, string> tags, bool encrypted)
    {
        var found = new List<string>();
        Same("architecture", source.Architecture, copy.Architecture);
        Same("boot mode", source.BootMode, copy.BootMode);
        Same("virtualization", source.VirtualizationType, copy.VirtualizationType);
        Same("root device", source.RootDeviceName, copy.RootDeviceName);
        Same("devices", Devices(source), Devices(copy));
        if (snapshots.Count != copy.SnapshotIds().Count) found.Add($"{snapshots.Count} of {copy.SnapshotIds().Count} snapshots can be seen");
        found.AddRange(snapshots.Where(s => s.State != "completed").Select(s => $"snapshot {s.SnapshotId} is {s.State}"));
        if (encrypted) found.AddRange(snapshots.Where(s => s.Encrypted != true).Select(s => $"snapshot {s.SnapshotId} is not encrypted"));
        foreach (var (what, has) in snapshots.Select(s => (s.SnapshotId, s.Tags.TagMap())).Concat([(copy.ImageId, copy.TagMap())]))
            found.AddRange(tags.Where(t => has.Get(t.Key) != t.Value).Select(t => $"{what} has the tag {t.Key} = '{has.Get(t.Key)}', not '{t.Value}'"));
        return found;

        void Same(string what, string? of, string? there)
        {
            if (of != there) found.Add($"{what} is '{there}', and of its source '{of}'");
        }
    }

    private static string Devices(Image image) => string.Join(", ", image.BlockDevices.Where(b => b.Ebs is not null).OrderBy(b => b.DeviceName, StringComparer.Ordinal)
        .Select(b => $"{b.DeviceName} {b.Ebs!.VolumeSize} GiB {b.Ebs.VolumeType}{(b.Ebs.DeleteOnTermination == true ? "" : " kept")}"));
}
