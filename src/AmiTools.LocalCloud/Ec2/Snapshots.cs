using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.Kms;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

internal static class Snapshots
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["DescribeSnapshots"] = Describe,
    };

    public static bool CanUse(CloudSnapshot snapshot, string account) =>
        snapshot.OwnerId == account || snapshot.CreateVolumePermissions.Contains(account) || snapshot.CreateVolumePermissions.Contains("all");

    public static CloudSnapshot Owned(QueryCall call, string id) => call.Owned<CloudSnapshot>(id, "InvalidSnapshot.NotFound", "snapshot");

    private static void Describe(QueryCall call, XmlOut x)
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
        var wanted = ids.Count > 0 ? ids.Select(id => call.Region.Find<CloudSnapshot>(id)!).OrderBy(s => s.Sequence) : call.Rest<CloudSnapshot>();
        var page = Pages.Of(call, wanted.Where(s => call.Sees(s) && CanUse(s, call.Account)
            && (owners.Count == 0 || owners.Contains(s.OwnerId) || (s.OwnerAlias is { } alias && owners.Contains(alias))) && matches(s)));
        x.Set("snapshotSet", page.Items, s =>
        {
            x.Text("snapshotId", s.Id);
            x.Text("volumeId", s.VolumeId);
            x.Text("status", s.State(now));
            x.Text("statusMessage", s.State(now) == "error" ? s.FailureReason : null);
            x.Time("startTime", s.Created);
            x.Text("progress", $"{s.Percent(now)}%");
            x.Text("ownerId", s.OwnerId);
            x.Text("ownerAlias", s.OwnerAlias);
            x.Text("volumeSize", s.VolumeSize);
            x.Text("description", s.Description);
            x.Flag("encrypted", s.Encrypted);
            if (s.Encrypted) x.Text("kmsKeyId", s.KmsKeyId ?? Keys.Default(call.Region.Name, s.OwnerId));
            x.Tags(s.Tags.Seen(now));
        });
        x.Text("nextToken", page.NextToken);
    }
}
