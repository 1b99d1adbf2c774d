using AmiTools.Core.Cleanup;
using static AmiTools.Core.Policies.Permission;

namespace AmiTools.Core.Policies;

/// <summary>What the cmdlets of the cleanup need besides the sources of use.</summary>
internal static class CleanupPermissions
{
    private static readonly Permission find = new("ec2:DescribeImages", "finds images by their tags");

    /// <summary>Reads earlier values of parameters, which keep images too.</summary>
    public static IReadOnlyList<Permission> Histories { get; } = Of(new ParameterHistorySource(1));

    public static IReadOnlyList<Permission> Deletion { get; } =
    [
        new("ec2:DescribeSnapshots", "finds snapshots that an earlier run marked and did not delete"),
        new Permission("ec2:CreateTags", "marks what goes, before it goes, keeps whom it was shared with, and writes the stage") { Resources = [Image, Snapshot], TagKeys = [TagNames.Cleanup, TagNames.Shares, TagNames.Stage] },
        new Permission("ec2:DeleteTags", "takes the marks off what stayed after all") { Resources = [Image, Snapshot], TagKeys = [TagNames.Cleanup, TagNames.Shares] },
        new Permission("ec2:DeregisterImage", "removes an image, with its snapshots").On(Image, Snapshot),
        new Permission("ec2:DeleteSnapshot", "removes a snapshot that did not go with its image").On(Snapshot),
        new Permission("ssm:GetParameter", "reads how many images were in use at the last run").On(UsedNumber),
        new Permission("ssm:PutParameter", "keeps how many images are in use").On(UsedNumber),
        new("ec2:DescribeImageAttribute", "reads whom an image is shared with, before that is lost"),
        new Permission("ssm:PutParameter", "keeps whom an image was shared with, where a tag is too short (and with -Stage)").On(KeptShares),
        // Only with -Stage.
        new Permission("ec2:EnableImageDeprecation", "deprecates the image (-Stage)").On(Image),
        new Permission("ec2:DisableImage", "disables the image (-Stage)").On(Image),
    ];

    public static IReadOnlyList<Permission> Protect { get; } = [find, new Permission("ec2:CreateTags", "writes the pin") { Resources = [Image], TagKeys = [TagNames.Pinned] }];

    public static IReadOnlyList<Permission> Unprotect { get; } = [find, new Permission("ec2:DeleteTags", "takes the pin off") { Resources = [Image], TagKeys = [TagNames.Pinned] }];

    public static IReadOnlyList<Permission> Restore { get; } =
    [
        find,
        new("ec2:ListImagesInRecycleBin", "finds images in the Recycle Bin"),
        new("ec2:ListSnapshotsInRecycleBin", "finds their snapshots"),
        new Permission("ec2:RestoreImageFromRecycleBin", "brings the image back").On(Image),
        new Permission("ec2:RestoreSnapshotFromRecycleBin", "brings its snapshots back").On(Snapshot),
        new Permission("ec2:EnableImage", "enables the image").On(Image),
        new Permission("ec2:DisableImageDeprecation", "takes the deprecation back").On(Image),
        new Permission("ssm:GetParameter", "reads whom an image was shared with").On(KeptShares),
        new Permission("ec2:ModifyImageAttribute", "gives the shares back").On(Image),
        new Permission("ssm:DeleteParameter", "forgets what was given back").On(KeptShares),
        new Permission("ec2:CreateTags", "tags the image as used") { Resources = [Image], TagKeys = [TagNames.LastUsed] },
        new Permission("ec2:DeleteTags", "takes stage and marks off") { Resources = [Image, Snapshot], TagKeys = [TagNames.Stage, TagNames.Cleanup, TagNames.Shares] },
    ];

    private static IReadOnlyList<Permission> Of(ParameterHistorySource source) => [.. source.Permissions.Select(p => new Permission(p, source.Reads))];
}
