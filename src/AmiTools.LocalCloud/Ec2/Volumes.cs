using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

internal static class Volumes
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["DescribeVolumes"] = Describe,
        ["DeleteVolume"] = Delete,
    };

    private static void Describe(QueryCall call, XmlOut x)
    {
        var ids = call.List("VolumeId");
        foreach (var id in ids) call.Owned<CloudVolume>(id, "InvalidVolume.NotFound", "volume");
        var matches = Filters.Of(call, new Dictionary<string, Filters.Field<CloudVolume>>
        {
            ["attachment.instance-id"] = v => [v.InstanceId],
            ["snapshot-id"] = v => [v.SnapshotId],
            ["status"] = v => [State(v)],
            ["volume-id"] = v => [v.Id],
        });
        var page = Pages.Of(call, call.OwnRest<CloudVolume>().Where(v => (ids.Count == 0 || ids.Contains(v.Id)) && matches(v)));
        x.Set("volumeSet", page.Items, v =>
        {
            x.Text("volumeId", v.Id);
            x.Text("size", v.Size);
            x.Text("snapshotId", v.SnapshotId ?? "");
            x.Text("availabilityZone", call.Region.Name + "a");
            x.Text("status", State(v));
            x.Time("createTime", v.Created);
            x.Set("attachmentSet", v.InstanceId is null ? Array.Empty<CloudVolume>() : [v], a =>
            {
                x.Text("volumeId", a.Id);
                x.Text("instanceId", a.InstanceId);
                x.Text("device", a.DeviceName);
                x.Text("status", "attached");
                x.Time("attachTime", a.Created);
                x.Flag("deleteOnTermination", a.DeleteOnTermination);
            });
            x.Tags(v.Tags.Seen(call.Now));
            x.Text("volumeType", v.VolumeType);
            x.Flag("encrypted", v.Encrypted);
        });
        x.Text("nextToken", page.NextToken);
    }

    private static void Delete(QueryCall call, XmlOut x)
    {
        var volume = call.Owned<CloudVolume>(call.Required("VolumeId"), "InvalidVolume.NotFound", "volume");
        if (volume.InstanceId is not null) throw new CloudError("VolumeInUse", $"Volume {volume.Id} is currently attached to {volume.InstanceId}");
        call.Region.Remove(volume);
        x.Flag("return", true);
    }

    private static string State(CloudVolume volume) => volume.InstanceId is null ? "available" : "in-use";
}
