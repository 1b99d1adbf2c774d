using System.Globalization;
using System.Text.RegularExpressions;
using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

internal static partial class Images
{
    public static readonly IReadOnlyDictionary<string, Ec2Action> Actions = new Dictionary<string, Ec2Action>
    {
        ["DescribeImages"] = Describe,
        ["CreateImage"] = Create,
        ["CopyImage"] = Copy,
        ["DeregisterImage"] = Deregister,
    };

    /// <summary>Owner, public, or shared with the account.</summary>
    public static bool CanUse(CloudImage image, string account) => image.OwnerId == account || image.IsPublic || image.LaunchPermissions.Contains(account);

    /// <summary>An image that the caller owns, or EC2's error.</summary>
    public static CloudImage Owned(Ec2Call call, string id)
    {
        CheckForm(id);
        return call.Region.Find<CloudImage>(id) is { } image && call.Sees(image) && CanUse(image, call.Account)
            ? image.OwnerId == call.Account ? image : throw new CloudError("AuthFailure", $"Not authorized for image:{id}", 403)
            : throw CloudError.NotFound("InvalidAMIID.NotFound", "image", [id]);
    }

    /// <summary>An image that the caller may launch and that is available.</summary>
    public static CloudImage Launchable(Ec2Call call, string id)
    {
        CheckForm(id);
        var image = call.Region.Find<CloudImage>(id) is { } found && call.Sees(found) && CanUse(found, call.Account) ? found : throw CloudError.NotFound("InvalidAMIID.NotFound", "image", [id]);
        return image.State(call.Now) == "available" ? image : throw new CloudError("InvalidAMIID.Unavailable", $"The image ID '{id}' is not available");
    }

    private static void Describe(Ec2Call call, XmlOut x)
    {
        var ids = call.List("ImageId");
        foreach (var id in ids) CheckForm(id);
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var owners = call.List("Owner").Select(o => o == "self" ? call.Account : o).ToHashSet(StringComparer.Ordinal);
        var executable = call.List("ExecutableBy").Select(e => e == "self" ? call.Account : e).ToHashSet(StringComparer.Ordinal);
        var matches = Filters.Of(call, Fields(call.Now));

        var missing = ids.Where(id => !(call.Region.Find<CloudImage>(id) is { } image && call.Sees(image) && CanUse(image, call.Account))).ToArray();
        if (missing.Length > 0) throw CloudError.NotFound("InvalidAMIID.NotFound", "image", missing);

        var images = (ids.Count > 0 ? wanted.Select(id => call.Region.Find<CloudImage>(id)!).OrderBy(i => i.Sequence) : call.Region.All<CloudImage>())
            .Where(i => CanUse(i, call.Account) && call.Sees(i)
                && (owners.Count == 0 || owners.Contains(i.OwnerId) || (i.OwnerAlias is { } alias && owners.Contains(alias)))
                && (executable.Count == 0 || (i.IsPublic && executable.Contains("all")) || i.LaunchPermissions.Overlaps(executable))
                && matches(i));
        var page = Pages.Of(call, images, least: 1);
        x.Set("imagesSet", page.Items, image => Write(call, x, image));
        x.Text("nextToken", page.NextToken);
    }

    private static void Create(Ec2Call call, XmlOut x)
    {
        var name = call.Required("Name");
        var instance = call.Owned<CloudInstance>(call.Required("InstanceId"), "InvalidInstanceID.NotFound", "instance");
        CheckName(call, name);
        if (instance.State(call.Now).Name is "shutting-down" or "terminated") throw new CloudError("IncorrectState", $"The instance '{instance.Id}' is not in a state from which an image can be created");
        var imageTags = call.TagsFor("image");
        var snapshotTags = call.TagsFor("snapshot");

        var devices = new List<ImageDevice>();
        foreach (var device in instance.Devices)
        {
            var volume = call.Region.Find<CloudVolume>(device.VolumeId)!;
            var snapshot = call.WithTags(call.Region.Add(new CloudSnapshot
            {
                Id = RegionState.NewId("snap"),
                OwnerId = call.Account,
                Created = call.Now,
                VisibleAt = call.VisibleAt,
                CompletedAt = call.ReadyAt,
                VolumeId = volume.Id,
                VolumeSize = volume.Size,
                Encrypted = volume.Encrypted,
                Description = $"Created by CreateImage({instance.Id}) for the image {name}",
            }), snapshotTags);
            devices.Add(new(device.DeviceName, snapshot.Id, volume.Size, volume.VolumeType, device.DeleteOnTermination, volume.Encrypted));
        }
        var source = call.Region.Find<CloudImage>(instance.ImageId);
        var image = call.WithTags(call.Region.Add(new CloudImage
        {
            Id = RegionState.NewId("ami"),
            OwnerId = call.Account,
            Created = call.Now,
            VisibleAt = call.VisibleAt,
            AvailableAt = call.ReadyAt,
            Name = name,
            Description = call.Text("Description") ?? "",
            Architecture = instance.Architecture,
            RootDeviceName = instance.RootDeviceName,
            SourceInstanceId = instance.Id,
            SourceImageId = instance.ImageId,
            SourceImageRegion = call.Region.Name,
            Platform = source?.Platform,
            PlatformDetails = source?.PlatformDetails ?? "Linux/UNIX",
            Devices = devices,
            FailureReason = call.Cloud.FailNextImage(call.Account),
        }), imageTags);
        x.Text("imageId", image.Id);
    }

    private static void Copy(Ec2Call call, XmlOut x)
    {
        var name = call.Required("Name");
        var sourceRegion = call.Required("SourceRegion");
        var sourceId = call.Required("SourceImageId");
        if (call.Text("ClientToken") is { Length: > 0 } token && call.Own<CloudImage>().FirstOrDefault(i => i.ClientToken == token) is { } before)
        {
            x.Text("imageId", before.Id);
            return;
        }
        if (!call.Cloud.Regions.TryGetValue(sourceRegion, out var from)) throw CloudError.InvalidParameter($"Invalid source region: {sourceRegion}");
        var source = from.Find<CloudImage>(sourceId) is { } found && CanUse(found, call.Account) ? found : throw CloudError.NotFound("InvalidAMIID.NotFound", "image", [sourceId]);
        if (source.State(call.Now) != "available") throw new CloudError("InvalidAMIID.Unavailable", $"The image ID '{sourceId}' is not available");
        CheckName(call, name);
        foreach (var device in source.Devices)
            if (device.SnapshotId is { } id && from.Find<CloudSnapshot>(id) is { } s && !Snapshots.CanUse(s, call.Account))
                throw new CloudError("InvalidRequest", "You do not have permission to access the storage of this ami");
        var devices = source.Devices.Select(d => d with
        {
            SnapshotId = call.WithTags(call.Region.Add(new CloudSnapshot
            {
                Id = RegionState.NewId("snap"),
                OwnerId = call.Account,
                Created = call.Now,
                VisibleAt = call.VisibleAt,
                CompletedAt = call.ReadyAt,
                VolumeId = "vol-ffffffff",
                VolumeSize = d.VolumeSize,
                Encrypted = d.Encrypted || call.Flag("Encrypted"),
                Description = $"Copied for DestinationAmi {name} from SourceAmi {sourceId}",
            }), call.TagsFor("snapshot")).Id,
        }).ToArray();
        var image = call.WithTags(call.Region.Add(new CloudImage
        {
            Id = RegionState.NewId("ami"),
            OwnerId = call.Account,
            Created = call.Now,
            VisibleAt = call.VisibleAt,
            AvailableAt = call.ReadyAt,
            Name = name,
            Description = call.Text("Description") ?? source.Description,
            Architecture = source.Architecture,
            RootDeviceName = source.RootDeviceName,
            SourceImageId = source.Id,
            SourceImageRegion = sourceRegion,
            Platform = source.Platform,
            PlatformDetails = source.PlatformDetails,
            Devices = devices,
            ClientToken = call.Text("ClientToken"),
            FailureReason = call.Cloud.FailNextImage(call.Account),
        }), call.TagsFor("image"));
        if (call.Flag("CopyImageTags") && source.OwnerId == call.Account) call.WithTags(image, source.Tags.All());
        x.Text("imageId", image.Id);
    }

    private static void Deregister(Ec2Call call, XmlOut x)
    {
        var id = call.Required("ImageId");
        var image = Owned(call, id);
        call.Region.Remove(image);
        x.Flag("return", true);
        if (!call.Flag("DeleteAssociatedSnapshots")) return;
        var results = image.Devices.Where(d => d.SnapshotId is not null).Select(d => d.SnapshotId!).Distinct().Select(s =>
        {
            if (call.Region.Find<CloudSnapshot>(s) is not { } snapshot || snapshot.OwnerId != call.Account) return (s, "client-error");
            if (call.Cloud.IsDenied(call.Caller, "ec2", "DeleteSnapshot")) return (s, "missing-permissions");
            if (Snapshots.UsedBy(call, s) is not null) return (s, "skipped");
            call.Region.Remove(snapshot);
            return (s, "success");
        }).ToArray();
        x.Set("deleteSnapshotResultSet", results, r =>
        {
            x.Text("snapshotId", r.Item1);
            x.Text("returnCode", r.Item2);
        });
    }

    private static void CheckForm(string id)
    {
        if (!Form().IsMatch(id)) throw new CloudError("InvalidAMIID.Malformed", $"Invalid id: \"{id}\"");
    }

    private static void CheckName(Ec2Call call, string name)
    {
        if (!LegalName().IsMatch(name)) throw new CloudError("InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', '-', '/' and '_'");
        // Also what can't be seen yet has its name.
        if (call.Region.All<CloudImage>().FirstOrDefault(i => i.OwnerId == call.Account && i.Name == name) is { } other)
            throw new CloudError("InvalidAMIName.Duplicate", $"AMI name {name} is already in use by AMI {other.Id}");
    }

    [GeneratedRegex("^ami-([0-9a-f]{8}|[0-9a-f]{17})$")]
    private static partial Regex Form();

    [GeneratedRegex(@"^[A-Za-z0-9()\[\] ./\-'@_]{3,128}\z")]
    private static partial Regex LegalName();

    private static Dictionary<string, Filters.Field<CloudImage>> Fields(DateTimeOffset now) => new()
    {
        ["architecture"] = i => [i.Architecture],
        ["block-device-mapping.device-name"] = i => i.Devices.Select(d => d.DeviceName),
        ["block-device-mapping.snapshot-id"] = i => i.Devices.Select(d => d.SnapshotId),
        ["block-device-mapping.volume-type"] = i => i.Devices.Select(d => d.VolumeType),
        ["creation-date"] = i => [Iso(i.Created)],
        ["description"] = i => [i.Description],
        ["ena-support"] = i => [i.EnaSupport ? "true" : "false"],
        ["hypervisor"] = _ => ["xen"],
        ["image-id"] = i => [i.Id],
        ["image-type"] = _ => ["machine"],
        ["is-public"] = i => [i.IsPublic ? "true" : "false"],
        ["name"] = i => [i.Name],
        ["owner-alias"] = i => [i.OwnerAlias],
        ["owner-id"] = i => [i.OwnerId],
        ["platform"] = i => [i.Platform],
        ["root-device-name"] = i => [i.RootDeviceName],
        ["root-device-type"] = i => [i.RootDeviceType],
        ["source-image-id"] = i => [i.SourceImageId],
        ["source-image-region"] = i => [i.SourceImageRegion],
        ["source-instance-id"] = i => [i.SourceInstanceId],
        ["state"] = i => [i.State(now)],
        ["virtualization-type"] = i => [i.VirtualizationType],
    };

    private static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static void Write(Ec2Call call, XmlOut x, CloudImage image)
    {
        x.Text("imageId", image.Id);
        x.Text("imageLocation", $"{image.OwnerAlias ?? image.OwnerId}/{image.Name}");
        x.Text("imageState", image.State(call.Now));
        if (image.State(call.Now) == "failed") x.Element("stateReason", () =>
        {
            x.Text("code", "Server.InternalError");
            x.Text("message", image.FailureReason);
        });
        x.Text("imageOwnerId", image.OwnerId);
        x.Text("imageOwnerAlias", image.OwnerAlias);
        x.Text("creationDate", Iso(image.Created));
        x.Flag("isPublic", image.IsPublic);
        x.Text("architecture", image.Architecture);
        x.Text("imageType", "machine");
        x.Text("platform", image.Platform);
        x.Text("platformDetails", image.PlatformDetails);
        x.Text("usageOperation", image.Platform is null ? "RunInstances" : "RunInstances:0002");
        x.Text("name", image.Name);
        x.Text("description", image.Description.Length > 0 ? image.Description : null);
        x.Text("rootDeviceType", image.RootDeviceType);
        x.Text("rootDeviceName", image.RootDeviceName);
        x.Set("blockDeviceMapping", image.Devices, d =>
        {
            x.Text("deviceName", d.DeviceName);
            x.Element("ebs", () =>
            {
                x.Text("snapshotId", d.SnapshotId);
                x.Text("volumeSize", d.VolumeSize);
                x.Flag("deleteOnTermination", d.DeleteOnTermination);
                x.Text("volumeType", d.VolumeType);
                x.Flag("encrypted", d.Encrypted);
            });
        });
        x.Text("virtualizationType", image.VirtualizationType);
        x.Text("hypervisor", "xen");
        x.Flag("enaSupport", image.EnaSupport);
        x.Text("bootMode", image.BootMode);
        x.Text("sourceInstanceId", image.SourceInstanceId);
        x.Text("sourceImageId", image.SourceImageId);
        x.Text("sourceImageRegion", image.SourceImageRegion);
        x.Tags(image.Tags.Seen(call.Now));
    }
}
