using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>How images and snapshots go, and how they come back from the Recycle Bin.</summary>
internal static class RecycleBins
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["DeregisterImage"] = Deregister,
        ["DeleteSnapshot"] = DeleteSnapshot,
        ["ListImagesInRecycleBin"] = ListImages,
        ["ListSnapshotsInRecycleBin"] = ListSnapshots,
        ["RestoreImageFromRecycleBin"] = RestoreImage,
        ["RestoreSnapshotFromRecycleBin"] = RestoreSnapshot,
    };

    private static void Deregister(QueryCall call, XmlOut x)
    {
        var image = Images.Owned(call, call.Required("ImageId"));
        if (image.Protection.Protects(call.Now)) throw new CloudError("OperationNotPermitted", $"The image {image.Id} is protected from deregistration ({image.Protection.Word(call.Now)})");
        Discard(call, image);
        x.Flag("return", true);
        if (!call.Flag("DeleteAssociatedSnapshots")) return;
        var results = image.SnapshotIds.Select(id =>
        {
            if (call.Region.Find<CloudSnapshot>(id) is not { } snapshot || snapshot.OwnerId != call.Account) return (id, "client-error");
            if (call.Cloud.IsDenied(call.Caller, "ec2", "DeleteSnapshot")) return (id, "missing-permissions");
            if (call.Region.ImagesOf(id).Count > 0) return (id, "skipped");
            if (call.Cloud.FailSnapshots.Remove(id)) return (id, "internal-error");
            Discard(call, snapshot);
            return (id, "success");
        }).ToArray();
        x.Set("deleteSnapshotResultSet", results, r =>
        {
            x.Text("snapshotId", r.Item1);
            x.Text("returnCode", r.Item2);
        });
    }

    private static void DeleteSnapshot(QueryCall call, XmlOut x)
    {
        var snapshot = Snapshots.Owned(call, call.Required("SnapshotId"));
        if (call.Region.ImagesOf(snapshot.Id) is [var image, ..]) throw new CloudError("InvalidSnapshot.InUse", $"The snapshot {snapshot.Id} is currently in use by {image.Id}");
        Discard(call, snapshot);
        x.Flag("return", true);
    }

    /// <summary>Takes it away, into the bin where the account has a rule for it.</summary>
    private static void Discard(QueryCall call, Resource resource)
    {
        call.Region.Remove(resource);
        var rules = call.Cloud.RecycleRules.GetValueOrDefault(call.Account, call.Caller.Account.RecycleBin);
        if ((resource is CloudImage ? rules.Images : rules.Snapshots) is { } stays) call.Region.Bin.Put(resource, call.Now, stays);
    }

    private static void ListImages(QueryCall call, XmlOut x)
    {
        var page = Pages.Of(call, Asked<CloudImage>(call, "ImageId", "InvalidAMIID.NotFound", "image"), r => (r.Resource.Sequence, 0), new(Least: 1));
        x.Set("imageSet", page.Items, r =>
        {
            var image = (CloudImage)r.Resource;
            x.Text("imageId", image.Id);
            x.Text("name", image.Name);
            x.Text("description", image.Description);
            x.Time("recycleBinEnterTime", r.Entered);
            x.Time("recycleBinExitTime", r.Exits);
        });
        x.Text("nextToken", page.NextToken);
    }

    private static void ListSnapshots(QueryCall call, XmlOut x)
    {
        var page = Pages.Of(call, Asked<CloudSnapshot>(call, "SnapshotId", "InvalidSnapshot.NotFound", "snapshot"), r => (r.Resource.Sequence, 0));
        x.Set("snapshotSet", page.Items, r =>
        {
            var snapshot = (CloudSnapshot)r.Resource;
            x.Text("snapshotId", snapshot.Id);
            x.Time("recycleBinEnterTime", r.Entered);
            x.Time("recycleBinExitTime", r.Exits);
            x.Text("description", snapshot.Description);
            x.Text("volumeId", snapshot.VolumeId);
        });
        x.Text("nextToken", page.NextToken);
    }

    /// <summary>The shares are gone; the tags are not.</summary>
    private static void RestoreImage(QueryCall call, XmlOut x)
    {
        var recycled = One<CloudImage>(call, call.Required("ImageId"), "InvalidAMIID.NotFound", "image");
        var image = (CloudImage)recycled.Resource;
        if (image.SnapshotIds.FirstOrDefault(s => call.Region.Find<CloudSnapshot>(s) is null) is { } missing)
            throw new CloudError("InvalidSnapshot.NotFound", $"The snapshot '{missing}' of the image does not exist; a snapshot in the Recycle Bin must be restored first.");
        ImageMaking.CheckName(call, image.Name);
        image.LaunchPermissions.Clear();
        image.OrganizationPermissions.Clear();
        image.IsPublic = false;
        call.Region.Bin.Take(recycled);
        call.Region.Add(image);
        x.Flag("return", true);
    }

    private static void RestoreSnapshot(QueryCall call, XmlOut x)
    {
        var recycled = One<CloudSnapshot>(call, call.Required("SnapshotId"), "InvalidSnapshot.NotFound", "snapshot");
        var snapshot = (CloudSnapshot)recycled.Resource;
        snapshot.CreateVolumePermissions.Clear();
        call.Region.Bin.Take(recycled);
        call.Region.Add(snapshot);
        x.Text("snapshotId", snapshot.Id);
        x.Text("description", snapshot.Description);
        x.Flag("encrypted", snapshot.Encrypted);
        x.Text("ownerId", snapshot.OwnerId);
        x.Text("progress", "100%");
        x.Time("startTime", snapshot.Created);
        x.Text("status", "completed");
        x.Text("volumeId", snapshot.VolumeId);
        x.Text("volumeSize", snapshot.VolumeSize);
    }

    private static IEnumerable<Recycled> Asked<T>(QueryCall call, string parameter, string code, string kind) where T : Resource
    {
        var ids = call.List(parameter);
        return ids.Count == 0 ? call.Region.Bin.Of<T>(call.Account, call.Now) : ids.Select(id => One<T>(call, id, code, kind)).OrderBy(r => r.Resource.Sequence);
    }

    private static Recycled One<T>(QueryCall call, string id, string code, string kind) where T : Resource =>
        call.Region.Bin.Of<T>(call.Account, call.Now).FirstOrDefault(r => r.Resource.Id == id) ?? throw CloudError.NotFound(code, kind, [id]);
}
