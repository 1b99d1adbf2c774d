using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

internal static class Volumes
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["CreateVolume"] = Create,
        ["DescribeVolumes"] = Describe,
        ["AttachVolume"] = Attach,
        ["DetachVolume"] = Detach,
        ["DeleteVolume"] = Delete,
    };

    private static void Create(QueryCall call, XmlOut x)
    {
        var zone = call.Required("AvailabilityZone");
        if (zone != call.Region.Name + "a") throw new CloudError("InvalidZone.NotFound", $"The zone '{zone}' does not exist.");
        Content(call, x, Make(call, new("", null, call.Number("Size") ?? throw CloudError.Missing("Size"), call.Text("VolumeType") ?? "gp2", DeleteOnTermination: false, call.Flag("Encrypted")), null));
    }

    /// <summary>A new volume with the call's tags: by itself, or as a device of an instance that is being started.</summary>
    public static CloudVolume Make(QueryCall call, ImageDevice device, string? instanceId) => call.WithTags(call.Region.Add(new CloudVolume
    {
        Id = RegionState.NewId("vol"),
        OwnerId = call.Account,
        Created = call.Now,
        VisibleAt = call.VisibleAt,
        Size = device.VolumeSize,
        SnapshotId = device.SnapshotId,
        VolumeType = device.VolumeType,
        Encrypted = device.Encrypted,
        InstanceId = instanceId,
        DeviceName = instanceId is null ? null : device.DeviceName,
        DeleteOnTermination = device.DeleteOnTermination,
    }), call.TagsFor("volume"));

    private static void Attach(QueryCall call, XmlOut x)
    {
        var volume = call.Owned<CloudVolume>(call.Required("VolumeId"), "InvalidVolume.NotFound", "volume");
        var instance = call.Owned<CloudInstance>(call.Required("InstanceId"), "InvalidInstanceID.NotFound", "instance");
        var device = call.Required("Device");
        if (volume.InstanceId is not null) throw new CloudError("VolumeInUse", $"{volume.Id} is already attached to an instance");
        if (instance.State(call.Now).Name is not ("running" or "stopped")) throw new CloudError("IncorrectState", $"Instance '{instance.Id}' is not 'running'.");
        if (instance.Devices.Any(d => d.DeviceName == device) || call.Own<CloudVolume>().Any(v => v.InstanceId == instance.Id && v.DeviceName == device))
            throw new CloudError("InvalidParameterValue", $"Invalid value '{device}' for unixDevice. Attachment point {device} is already in use");
        (volume.InstanceId, volume.DeviceName, volume.AttachedAt) = (instance.Id, device, call.Now);
        Attachment(call, x, volume, "attaching");
    }

    private static void Detach(QueryCall call, XmlOut x)
    {
        var volume = call.Owned<CloudVolume>(call.Required("VolumeId"), "InvalidVolume.NotFound", "volume");
        if (volume.InstanceId is null) throw new CloudError("IncorrectState", $"Volume '{volume.Id}' is in the 'available' state.");
        Attachment(call, x, volume, "detaching");
        (volume.InstanceId, volume.DeviceName, volume.AttachedAt) = (null, null, null);
    }

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
        x.Set("volumeSet", page.Items, v => Content(call, x, v));
        x.Text("nextToken", page.NextToken);
    }

    private static void Delete(QueryCall call, XmlOut x)
    {
        var volume = call.Owned<CloudVolume>(call.Required("VolumeId"), "InvalidVolume.NotFound", "volume");
        if (volume.InstanceId is not null) throw new CloudError("VolumeInUse", $"Volume {volume.Id} is currently attached to {volume.InstanceId}");
        call.Region.Remove(volume);
        x.Flag("return", true);
    }

    private static void Content(QueryCall call, XmlOut x, CloudVolume volume)
    {
        x.Text("volumeId", volume.Id);
        x.Text("size", volume.Size);
        x.Text("snapshotId", volume.SnapshotId ?? "");
        x.Text("availabilityZone", call.Region.Name + "a");
        x.Text("status", State(volume));
        x.Time("createTime", volume.Created);
        x.Set("attachmentSet", volume.InstanceId is null ? Array.Empty<CloudVolume>() : [volume], a => Attachment(call, x, a, "attached"));
        x.Tags(volume.Tags.Seen(call.Now));
        x.Text("volumeType", volume.VolumeType);
        x.Flag("encrypted", volume.Encrypted);
    }

    private static void Attachment(QueryCall call, XmlOut x, CloudVolume volume, string status)
    {
        x.Text("volumeId", volume.Id);
        x.Text("instanceId", volume.InstanceId);
        x.Text("device", volume.DeviceName);
        x.Text("status", status);
        x.Time("attachTime", volume.AttachedAt ?? volume.Created);
        x.Flag("deleteOnTermination", volume.DeleteOnTermination);
    }

    private static string State(CloudVolume volume) => volume.InstanceId is null ? "available" : "in-use";
}
