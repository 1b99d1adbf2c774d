using static AmiTools.Core.Policies.Permission;

namespace AmiTools.Core.Policies;

/// <summary>What the cmdlets of references need. Which parameters are references stands in the environments file.</summary>
internal static class ReferencePermissions
{
    /// <summary>Lists and checks.</summary>
    public static IReadOnlyList<Permission> Read { get; } =
    [
        new("ec2:DescribeImages", "tells name, version and state of the images that are named"),
        new("ssm:GetParameters", "reads the parameters that name images"),
    ];

    /// <summary>Promotes. What -CopyIfMissing needs besides is Copy-AmiToTarget's.</summary>
    public static IReadOnlyList<Permission> Set { get; } =
    [
        .. Read,
        new("ec2:DescribeSnapshots", "sees whether the image's snapshots are there"),
        new("kms:DescribeKey", "sees whether the key of an encrypted image is enabled"),
        new Permission("ec2:CreateTags", "pins the image, and the one before") { Resources = [Image], TagKeys = [TagNames.Pinned] },
        new Permission("ec2:DeleteTags", "takes the pin off the image before that") { Resources = [Image], TagKeys = [TagNames.Pinned] },
        new("ssm:GetParameter", "reads a parameter back"),
        new("ssm:PutParameter", "changes the parameters that name images"),
    ];

    /// <summary>Goes back.</summary>
    public static IReadOnlyList<Permission> Undo { get; } = [.. Set, new("ssm:GetParameterHistory", "finds the image before, where no pin tells")];
}
