using System.Text.RegularExpressions;
using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>Who sees which images, and what they see.</summary>
internal static partial class Images
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["DescribeImages"] = Describe,
    };

    /// <summary>Owner, public, or shared with the account or an organization that it is in.</summary>
    public static bool CanUse(CloudImage image, CloudAccount account) =>
        image.OwnerId == account.Id || image.IsPublic || image.LaunchPermissions.Contains(account.Id)
        || (image.OrganizationPermissions.Count > 0 && image.OrganizationPermissions.Overlaps(account.Organizations));

    /// <summary>An image that the caller owns, or EC2's error.</summary>
    public static CloudImage Owned(QueryCall call, string id)
    {
        var image = Visible(call, id);
        return image.OwnerId == call.Account ? image : throw new CloudError("AuthFailure", $"Not authorized for image:{id}", 403);
    }

    /// <summary>An image that the caller may launch and that is available.</summary>
    public static CloudImage Launchable(QueryCall call, string id)
    {
        var image = Visible(call, id);
        return image.State(call.Now) == "available" ? image : throw new CloudError("InvalidAMIID.Unavailable", $"The image ID '{id}' is not available");
    }

    public static void CheckForm(string id)
    {
        if (!Form().IsMatch(id)) throw new CloudError("InvalidAMIID.Malformed", $"Invalid id: \"{id}\"");
    }

    private static CloudImage Visible(QueryCall call, string id)
    {
        CheckForm(id);
        return call.Region.Find<CloudImage>(id) is { } image && call.Sees(image) && CanUse(image, call.Caller.Account) ? image : throw CloudError.NotFound("InvalidAMIID.NotFound", "image", [id]);
    }

    private static void Describe(QueryCall call, XmlOut x)
    {
        var ids = call.List("ImageId");
        foreach (var id in ids) CheckForm(id);
        var owners = call.List("Owner").Select(o => o == "self" ? call.Account : o).ToHashSet(StringComparer.Ordinal);
        var executable = call.List("ExecutableBy").Select(e => e == "self" ? call.Account : e).ToHashSet(StringComparer.Ordinal);
        var (deprecated, disabled) = (call.Flag("IncludeDeprecated"), call.Flag("IncludeDisabled"));
        var matches = Filters.Of(call, Fields(call.Now));
        // A disabled image is hidden from its owner too; a deprecated one from others, unless they name it.
        bool Shown(CloudImage i) => CanUse(i, call.Caller.Account) && call.Sees(i) && (disabled || !i.IsDisabled)
            && (deprecated || ids.Count > 0 || i.OwnerId == call.Account || !(i.DeprecationTime <= call.Now));

        var missing = ids.Where(id => !(call.Region.Find<CloudImage>(id) is { } image && Shown(image))).ToArray();
        if (missing.Length > 0) throw CloudError.NotFound("InvalidAMIID.NotFound", "image", missing);

        var images = (ids.Count > 0 ? ids.Distinct().Select(id => call.Region.Find<CloudImage>(id)!).OrderBy(i => i.Sequence) : call.Rest<CloudImage>())
            .Where(i => Shown(i)
                && (owners.Count == 0 || owners.Contains(i.OwnerId) || (i.OwnerAlias is { } alias && owners.Contains(alias)))
                && (executable.Count == 0 || (i.IsPublic && executable.Contains("all")) || i.LaunchPermissions.Overlaps(executable))
                && matches(i));
        var page = Pages.Of(call, images, new(Least: 1));
        x.Set("imagesSet", page.Items, image => Write(call, x, image));
        x.Text("nextToken", page.NextToken);
    }

    [GeneratedRegex("^ami-([0-9a-f]{8}|[0-9a-f]{17})$")]
    private static partial Regex Form();

    private static Dictionary<string, Filters.Field<CloudImage>> Fields(DateTimeOffset now) => new()
    {
        ["architecture"] = i => [i.Architecture],
        ["block-device-mapping.device-name"] = i => i.Devices.Select(d => d.DeviceName),
        ["block-device-mapping.snapshot-id"] = i => i.Devices.Select(d => d.SnapshotId),
        ["block-device-mapping.volume-type"] = i => i.Devices.Select(d => d.VolumeType),
        ["creation-date"] = i => [XmlOut.Iso(i.Created)],
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

    private static void Write(QueryCall call, XmlOut x, CloudImage image)
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
        x.Text("creationDate", XmlOut.Iso(image.Created));
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
        if (image.ProductCodes.Count > 0) x.Set("productCodes", image.ProductCodes, code =>
        {
            x.Text("productCode", code);
            x.Text("type", "marketplace");
        });
        x.Time("deprecationTime", image.DeprecationTime);
        if (image.OwnerId == call.Account)
        {
            x.Text("deregistrationProtection", image.Protection.Word(call.Now));
            x.Time("lastLaunchedTime", image.LastLaunched(call.Now, call.Cloud.Options.UsageDelay));
        }
        x.Tags(image.Tags.Seen(call.Now));
    }
}
