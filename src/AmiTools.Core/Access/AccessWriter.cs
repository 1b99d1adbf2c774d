using AmiTools.Aws;

namespace AmiTools.Core.Access;

/// <summary>The calls that change who may use an image and its snapshots, in portions that EC2 takes.</summary>
internal sealed class AccessWriter(IAws aws)
{
    // ModifySnapshotAttribute, "We recommend ... no more than 500"; more is refused. The same is right for images.
    private const int Most = 500;

    public static ModifyImageAttribute Call(string image, IEnumerable<string> add, IEnumerable<string> remove)
    {
        IReadOnlyList<LaunchPermission> adds = [.. add.Select(Permission)], removes = [.. remove.Select(Permission)];
        return new() { ImageId = image, LaunchPermission = new() { Add = adds.Count > 0 ? adds : null, Remove = removes.Count > 0 ? removes : null } };
    }

    /// <summary>Add or remove: EC2 does not take both in one call.</summary>
    public static ModifySnapshotAttribute SnapshotCall(string snapshot, IReadOnlyList<string> add, IReadOnlyList<string> remove) => new()
    {
        SnapshotId = snapshot,
        CreateVolumePermission = new() { Add = add.Count > 0 ? [.. add.Select(VolumePermission)] : null, Remove = remove.Count > 0 ? [.. remove.Select(VolumePermission)] : null },
    };

    public async Task ChangeImageAsync(string image, AccessDifference difference, CancellationToken cancel)
    {
        // First away, then more: a list that is nearly full has room for its new entities only then.
        foreach (var part in Portions(difference.Removed)) await aws.SendAsync(Call(image, [], part), cancel).ConfigureAwait(false);
        foreach (var part in Portions(difference.Added)) await aws.SendAsync(Call(image, part, []), cancel).ConfigureAwait(false);
    }

    public async Task ChangeSnapshotAsync(string snapshot, AccessDifference difference, CancellationToken cancel)
    {
        foreach (var part in Portions(difference.Added)) await aws.SendAsync(SnapshotCall(snapshot, part, []), cancel).ConfigureAwait(false);
        foreach (var part in Portions(difference.Removed)) await aws.SendAsync(SnapshotCall(snapshot, [], part), cancel).ConfigureAwait(false);
    }

    private static IEnumerable<IReadOnlyList<string>> Portions(IReadOnlyList<string> all)
    {
        for (var i = 0; i < all.Count; i += Most) yield return [.. all.Skip(i).Take(Most)];
    }

    private static LaunchPermission Permission(string entity) =>
        entity == AccessText.Everybody ? new() { Group = entity }
        : !entity.StartsWith("arn:", StringComparison.Ordinal) ? new() { UserId = entity }
        : entity.Contains(":ou/") ? new() { OrganizationalUnitArn = entity }
        : new() { OrganizationArn = entity };

    private static CreateVolumePermission VolumePermission(string entity) => entity == AccessText.Everybody ? new() { Group = entity } : new() { UserId = entity };
}
