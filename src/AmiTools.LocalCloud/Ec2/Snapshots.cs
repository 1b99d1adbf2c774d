using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

internal static class Snapshots
{
    public static readonly IReadOnlyDictionary<string, Ec2Action> Actions = new Dictionary<string, Ec2Action>
    {
        ["DescribeSnapshots"] = Describe,
        ["DeleteSnapshot"] = Delete,
    };

    public static bool CanUse(CloudSnapshot snapshot, string account) =>
        snapshot.OwnerId == account || snapshot.CreateVolumePermissions.Contains(account) || snapshot.CreateVolumePermissions.Contains("all");

    public static CloudSnapshot Owned(Ec2Call call, string id) => call.Owned<CloudSnapshot>(id, "InvalidSnapshot.NotFound", "snapshot");

    /// <summary>The image that the snapshot belongs to, if there is one.</summary>
    public static CloudImage? UsedBy(Ec2Call call, string id) => call.Region.All<CloudImage>().FirstOrDefault(i => i.Devices.Any(d => d.SnapshotId == id));

    private static void Describe(Ec2Call call, XmlOut x)
    {
        var ids = call.List("SnapshotId").ToHashSet(StringComparer.Ordinal);
        var owners = call.List("Owner").Select(o => o == "self" ? call.Account : o).ToHashSet(StringComparer.Ordinal);
        var now = call.Now;
        var matches = Filters.Of(call, new Dictionary<string, Filters.Field<CloudSnapshot>>
        {
            ["description"] = s => [s.Description],
            ["encrypted"] = s => [s.Encrypted ? "true" : "false"],
            ["owner-alias"] = s => [s.OwnerAlias],
            ["owner-id"] = s => [s.OwnerId],
            ["snapshot-id"] = s => [s.Id],
            ["status"] = s => [s.State(now)],
            ["volume-id"] = s => [s.VolumeId],
        });
        var missing = ids.Where(id => !(call.Region.Find<CloudSnapshot>(id) is { } s && call.Sees(s) && CanUse(s, call.Account))).ToArray();
        if (missing.Length > 0) throw CloudError.NotFound("InvalidSnapshot.NotFound", "snapshot", missing);
        var page = Pages.Of(call, call.Region.All<CloudSnapshot>().Where(s => (ids.Count == 0 || ids.Contains(s.Id)) && call.Sees(s) && CanUse(s, call.Account)
            && (owners.Count == 0 || owners.Contains(s.OwnerId) || (s.OwnerAlias is { } alias && owners.Contains(alias))) && matches(s)));
        x.Set("snapshotSet", page.Items, s =>
        {
            x.Text("snapshotId", s.Id);
            x.Text("volumeId", s.VolumeId);
            x.Text("status", s.State(now));
            x.Text("statusMessage", s.State(now) == "error" ? s.FailureReason : null);
            x.Time("startTime", s.Created);
            x.Text("progress", s.State(now) == "completed" ? "100%" : "50%");
            x.Text("ownerId", s.OwnerId);
            x.Text("ownerAlias", s.OwnerAlias);
            x.Text("volumeSize", s.VolumeSize);
            x.Text("description", s.Description);
            x.Flag("encrypted", s.Encrypted);
            x.Tags(s.Tags.Seen(now));
        });
        x.Text("nextToken", page.NextToken);
    }

    private static void Delete(Ec2Call call, XmlOut x)
    {
        var snapshot = Owned(call, call.Required("SnapshotId"));
        if (UsedBy(call, snapshot.Id) is { } image) throw new CloudError("InvalidSnapshot.InUse", $"The snapshot {snapshot.Id} is currently in use by {image.Id}");
        call.Region.Remove(snapshot);
        x.Flag("return", true);
    }
}
