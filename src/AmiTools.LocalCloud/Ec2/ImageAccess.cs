using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>Who may launch an image and make volumes of a snapshot.</summary>
internal static class ImageAccess
{
    public static readonly IReadOnlyDictionary<string, Ec2Action> Actions = new Dictionary<string, Ec2Action>
    {
        ["ModifyImageAttribute"] = ModifyImage,
        ["DescribeImageAttribute"] = DescribeImage,
        ["ModifySnapshotAttribute"] = ModifySnapshot,
        ["DescribeSnapshotAttribute"] = DescribeSnapshot,
    };

    private static void ModifyImage(Ec2Call call, XmlOut x)
    {
        var image = Images.Owned(call, call.Required("ImageId"));
        if (call.Text("Description.Value") is { } description) image.Description = description;
        foreach (var prefix in call.Structures("LaunchPermission.Add"))
        {
            if (call.Text(prefix + "UserId") is { } user) image.LaunchPermissions.Add(Account(user));
            if (call.Text(prefix + "Group") == "all") image.IsPublic = true;
        }
        foreach (var prefix in call.Structures("LaunchPermission.Remove"))
        {
            if (call.Text(prefix + "UserId") is { } user) image.LaunchPermissions.Remove(user);
            if (call.Text(prefix + "Group") == "all") image.IsPublic = false;
        }
        // The older form, which the Go SDK of Packer 1.6 still uses.
        if (call.Text("OperationType") is { } operation)
        {
            foreach (var user in call.List("UserId")) { if (operation == "add") image.LaunchPermissions.Add(Account(user)); else image.LaunchPermissions.Remove(user); }
            foreach (var group in call.List("UserGroup")) if (group == "all") image.IsPublic = operation == "add";
        }
        x.Flag("return", true);
    }

    private static void DescribeImage(Ec2Call call, XmlOut x)
    {
        var image = Images.Owned(call, call.Required("ImageId"));
        x.Text("imageId", image.Id);
        switch (call.Required("Attribute"))
        {
            case "launchPermission":
                x.Set("launchPermission", image.LaunchPermissions.Order(StringComparer.Ordinal).Select(u => ("userId", u)).Concat(image.IsPublic ? [("group", "all")] : []), p => x.Text(p.Item1, p.Item2));
                break;
            case "description":
                x.Element("description", () => x.Text("value", image.Description));
                break;
            case var other:
                throw CloudError.InvalidParameter($"The local cloud does not know the attribute {other}");
        }
    }

    private static void ModifySnapshot(Ec2Call call, XmlOut x)
    {
        var snapshot = Snapshots.Owned(call, call.Required("SnapshotId"));
        foreach (var prefix in call.Structures("CreateVolumePermission.Add"))
            snapshot.CreateVolumePermissions.Add(call.Text(prefix + "UserId") is { } user ? Account(user) : call.Required(prefix + "Group"));
        foreach (var prefix in call.Structures("CreateVolumePermission.Remove"))
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

    private static void DescribeSnapshot(Ec2Call call, XmlOut x)
    {
        var snapshot = Snapshots.Owned(call, call.Required("SnapshotId"));
        if (call.Required("Attribute") != "createVolumePermission") throw CloudError.InvalidParameter("The local cloud knows the attribute createVolumePermission only");
        x.Text("snapshotId", snapshot.Id);
        x.Set("createVolumePermission", snapshot.CreateVolumePermissions.Order(StringComparer.Ordinal), p => x.Text(p == "all" ? "group" : "userId", p));
    }

    private static string Account(string id) =>
        id.Length == 12 && id.All(char.IsAsciiDigit) ? id : throw new CloudError("InvalidAMIAttributeItemValue", $"Invalid attribute item value \"{id}\" for userId item type.");
}
