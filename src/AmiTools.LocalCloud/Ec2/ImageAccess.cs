using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>Who may launch an image and make volumes of a snapshot.</summary>
internal static class ImageAccess
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["ModifyImageAttribute"] = ModifyImage,
        ["DescribeImageAttribute"] = DescribeImage,
        ["ModifySnapshotAttribute"] = ModifySnapshot,
        ["DescribeSnapshotAttribute"] = DescribeSnapshot,
    };

    private static void ModifyImage(QueryCall call, XmlOut x)
    {
        var image = Images.Owned(call, call.Required("ImageId"));
        if (call.Text("Description.Value") is { } description) image.Description = description;
        var (adds, removes) = (call.Structures("LaunchPermission.Add"), call.Structures("LaunchPermission.Remove"));
        if (adds.Count > 0 && image.State(call.Now) == "disabled") throw new CloudError("InvalidAMIID.Unavailable", $"The image ID '{image.Id}' is disabled and can't be shared");
        var entities = adds.Select(p => (Prefix: p, Adds: true)).Concat(removes.Select(p => (Prefix: p, Adds: false)))
            .Select(e => (e.Adds, Account: call.Text(e.Prefix + "UserId"), Group: call.Text(e.Prefix + "Group"), Organization: call.Text(e.Prefix + "OrganizationArn") ?? call.Text(e.Prefix + "OrganizationalUnitArn"))).ToArray();
        foreach (var e in entities)
        {
            if (e.Account is { } account && e.Adds) Account(account);
            if (e.Group is not (null or "all")) throw new CloudError("InvalidAMIAttributeItemValue", $"Invalid attribute item value \"{e.Group}\" for group item type.");
            if (e.Organization is { } arn && !arn.StartsWith("arn:aws:organizations::", StringComparison.Ordinal)) throw new CloudError("InvalidAMIAttributeItemValue", $"Invalid attribute item value \"{arn}\" for organizationArn item type.");
        }
        var more = entities.Count(e => e.Adds && e.Group is null && !image.LaunchPermissions.Contains(e.Account ?? "") && !image.OrganizationPermissions.Contains(e.Organization ?? ""));
        if (image.LaunchPermissions.Count + image.OrganizationPermissions.Count + more > 1000) throw new CloudError("AttributeLimitExceeded", "An image can be shared with at most 1000 accounts, organizations and organizational units");
        foreach (var e in entities)
        {
            if (e.Group == "all") image.IsPublic = e.Adds;
            Change(image.LaunchPermissions, e.Account, e.Adds);
            Change(image.OrganizationPermissions, e.Organization, e.Adds);
        }
        // The older form, which the Go SDK of Packer 1.6 still uses.
        if (call.Text("OperationType") is { } operation)
        {
            foreach (var user in call.List("UserId")) { if (operation == "add") image.LaunchPermissions.Add(Account(user)); else image.LaunchPermissions.Remove(user); }
            foreach (var group in call.List("UserGroup")) if (group == "all") image.IsPublic = operation == "add";
        }
        x.Flag("return", true);
    }

    private static void DescribeImage(QueryCall call, XmlOut x)
    {
        var image = Images.Owned(call, call.Required("ImageId"));
        x.Text("imageId", image.Id);
        switch (call.Required("Attribute"))
        {
            case "launchPermission":
                x.Set("launchPermission", Permissions(image), p => x.Text(p.Kind, p.Who));
                break;
            case "description":
                x.Element("description", () => x.Text("value", image.Description));
                break;
            case "deregistrationProtection":
                x.Element("deregistrationProtection", () => x.Text("value", image.Protection.Word(call.Now)));
                break;
            case "lastLaunchedTime":
                x.Element("lastLaunchedTime", () => x.Text("value", image.LastLaunched(call.Now, call.Cloud.Options.UsageDelay) is { } at ? XmlOut.Iso(at) : null));
                break;
            case var other:
                throw CloudError.InvalidParameter($"The local cloud does not know the attribute {other}");
        }
    }

    private static IEnumerable<(string Kind, string Who)> Permissions(CloudImage image) =>
        image.LaunchPermissions.Order(StringComparer.Ordinal).Select(u => ("userId", u))
            .Concat(image.OrganizationPermissions.Order(StringComparer.Ordinal).Select(o => (o.Contains(":ou/", StringComparison.Ordinal) ? "organizationalUnitArn" : "organizationArn", o)))
            .Concat(image.IsPublic ? [("group", "all")] : []);

    private static void Change(HashSet<string> set, string? entity, bool adds)
    {
        if (entity is null) return;
        if (adds) set.Add(entity);
        else set.Remove(entity);
    }

    private static void ModifySnapshot(QueryCall call, XmlOut x)
    {
        var snapshot = Snapshots.Owned(call, call.Required("SnapshotId"));
        var (adds, removes) = (call.Structures("CreateVolumePermission.Add"), call.Structures("CreateVolumePermission.Remove"));
        if (adds.Count > 0 && removes.Count > 0) throw new CloudError("InvalidParameterCombination", "Permissions can be added or removed in one call, not both");
        if (adds.Count + removes.Count > 500) throw CloudError.InvalidParameter("At most 500 permissions can be changed in one call");
        if (adds.Count > 0 && snapshot is { Encrypted: true, KmsKeyId: null }) throw CloudError.InvalidParameter("Encrypted snapshots with EBS default key cannot be shared");
        foreach (var prefix in adds)
            snapshot.CreateVolumePermissions.Add(call.Text(prefix + "UserId") is { } user ? Account(user) : call.Required(prefix + "Group"));
        foreach (var prefix in removes)
            snapshot.CreateVolumePermissions.Remove(call.Text(prefix + "UserId") ?? call.Required(prefix + "Group"));
        if (call.Text("OperationType") is { } operation)
        {
            foreach (var user in call.List("UserId").Concat(call.List("UserGroup")))
            {
                if (operation == "add") snapshot.CreateVolumePermissions.Add(user);
                else snapshot.CreateVolumePermissions.Remove(user);
            }
        }
        x.Flag("return", true);
    }

    private static void DescribeSnapshot(QueryCall call, XmlOut x)
    {
        var snapshot = Snapshots.Owned(call, call.Required("SnapshotId"));
        if (call.Required("Attribute") != "createVolumePermission") throw CloudError.InvalidParameter("The local cloud knows the attribute createVolumePermission only");
        x.Text("snapshotId", snapshot.Id);
        x.Set("createVolumePermission", snapshot.CreateVolumePermissions.Order(StringComparer.Ordinal), p => x.Text(p == "all" ? "group" : "userId", p));
    }

    private static string Account(string id) =>
        id.Length == 12 && id.All(char.IsAsciiDigit) ? id : throw new CloudError("InvalidAMIAttributeItemValue", $"Invalid attribute item value \"{id}\" for userId item type.");
}
