using AmiTools.Core.Usage;
using AmiTools.Core.Usage.Sources;
using static AmiTools.Core.Policies.Permission;

namespace AmiTools.Core.Policies;

/// <summary>
/// What each cmdlet needs. A test runs all of them against a local cloud and holds its log against this table: nothing is
/// called that is not here, and nothing is here that is never called, but what is said to be dependent. Asking who one is
/// (sts:GetCallerIdentity) needs no permission.
/// </summary>
internal static class PermissionTable
{
    private static readonly Permission[] nothing = [];

    private static readonly Permission[] find = [new("ec2:DescribeImages", "finds images by their tags")];

    private static readonly Permission[] access =
    [
        .. find,
        new("ec2:DescribeImageAttribute", "reads whom an image is shared with"),
        new("ec2:DescribeSnapshots", "reads how its snapshots are encrypted"),
        new("ec2:DescribeSnapshotAttribute", "reads whom its snapshots are shared with"),
    ];

    private static readonly Permission[] share =
    [
        new Permission("ec2:ModifyImageAttribute", "shares the image, and takes it back").On(Image),
        new Permission("ec2:ModifySnapshotAttribute", "shares its snapshots, and takes them back").On(Snapshot),
    ];

    private static readonly Permission describeKey = new("kms:DescribeKey", "tells a default key, which can't be shared, from a customer's");

    private static readonly Permission[] journal =
    [
        new Permission("ssm:PutParameter", "writes the journal's copy, and its lease").On(JournalCopies),
        new Permission("ssm:GetParameter", "reads the journal's copy when an answer was lost").On(JournalCopies),
        new Permission("ssm:DeleteParameter", "removes the journal's copy at the end").On(JournalCopies),
    ];

    private static readonly Permission findJournals = new Permission("ssm:GetParametersByPath", "finds the journals of runs that are not finished").On(JournalFolder, JournalCopies);

    private static readonly Permission[] removeImages =
    [
        new Permission("ec2:DeregisterImage", "removes an image, with its snapshots").On(Image, Snapshot),
        new Permission("ec2:DeleteSnapshot", "removes a snapshot that did not go with its image").On(Snapshot),
    ];

    // A copy that failed is undone as a build is: it is looked for whatever the run may have made.
    private static readonly Permission[] lookForMade =
    [
        new("ec2:DescribeInstances", "finds Packer's instance"),
        new("ec2:DescribeSnapshots", "finds snapshots of an image that was never finished"),
        new("ec2:DescribeSecurityGroups", "finds Packer's temporary security group"),
        new("ec2:DescribeVolumes", "finds volumes that did not go with their instance"),
    ];

    // Repair-PairedAmi, and a build that failed, in the same way.
    private static readonly Permission[] undo =
    [
        .. find, .. journal, findJournals, .. removeImages, .. lookForMade,
        new("ec2:DescribeKeyPairs", "finds Packer's temporary key pair"),
        new Permission("ec2:TerminateInstances", "ends Packer's instance").On(Instance),
        new Permission("ec2:DeleteKeyPair", "removes Packer's temporary key pair").On(KeyPair),
        new Permission("ec2:DeleteSecurityGroup", "removes Packer's temporary security group").On(SecurityGroup),
        new Permission("ec2:DeleteVolume", "removes a volume that did not go with its instance").On(Volume),
        new Permission("ec2:CreateTags", "marks what is complete").On(Image, Snapshot),
    ];

    /// <summary>By cmdlet; those that need nothing have an empty list.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Permission>> Of { get; } = new SortedDictionary<string, IReadOnlyList<Permission>>(StringComparer.OrdinalIgnoreCase)
    {
        ["Copy-AmiToTarget"] =
        [
            .. access, .. share, .. journal, .. removeImages, .. lookForMade, describeKey,
            new("ec2:CopyImage", "copies, in the account of the copy"),
            new Permission("ec2:CreateTags", "tags the copy as it is made, and marks it complete").On(Image, Snapshot),
            .. EncryptedCopy(),
        ],
        ["Get-AmiAccess"] = access,
        ["Get-AmiByVersion"] = find,
        ["Get-AmiCleanupPlan"] = [.. find, .. Sources(s => s is not (ReferencesSource or SharesSource)), .. CleanupPermissions.Histories],
        ["Get-AmiDefinition"] = nothing,
        ["Get-AmiParameter"] = nothing,
        ["Get-AmiPolicy"] = nothing,
        ["Get-AmiReference"] = ReferencePermissions.Read,
        ["Get-AmiSchedule"] = nothing,
        ["Get-AmiUsage"] = [.. find, .. Sources(_ => true)],
        ["Get-AmiUserDataSchema"] = nothing,
        ["Get-PairedAmi"] = find,
        ["Grant-AmiAccess"] = [.. access, .. share, describeKey],
        ["Invoke-AmiCleanup"] = [.. find, .. Sources(_ => true), .. CleanupPermissions.Histories, .. CleanupPermissions.Deletion],
        ["New-AmiUserData"] = nothing,
        ["New-PairedAmi"] = [.. undo, .. PackerPermissions.Of, .. CopyOfABuild(), new("ssm:GetParameter", "reads a base image that is named by a parameter")],
        ["Protect-Ami"] = CleanupPermissions.Protect,
        ["Register-AmiPair"] =
        [
            .. find,
            new Permission("ec2:CreateTags", "tags what joins").On(Image, Snapshot),
            new Permission("ec2:DeleteTags", "takes the tags back if a member can't join").On(Image, Snapshot),
        ],
        ["Register-AmiSchedule"] = nothing,
        ["Remove-PairedAmi"] = [.. find, .. removeImages],
        ["Repair-PairedAmi"] = undo,
        ["Restore-Ami"] = CleanupPermissions.Restore,
        ["Revoke-AmiAccess"] = [.. access, .. share],
        ["Set-AmiReference"] = ReferencePermissions.Set,
        ["Start-AmiLocalCloud"] = nothing,
        ["Stop-AmiLocalCloud"] = nothing,
        ["Test-AmiDefinition"] = nothing,
        ["Test-AmiReference"] = ReferencePermissions.Read,
        ["Test-AmiUserData"] =
        [
            new("ec2:DescribeInstanceAttribute", "reads an instance's user data"),
            new("ec2:DescribeLaunchTemplateVersions", "reads a launch template's user data"),
        ],
        ["Undo-AmiReference"] = ReferencePermissions.Undo,
        ["Unprotect-Ami"] = CleanupPermissions.Unprotect,
        ["Unregister-AmiSchedule"] = nothing,
        ["Update-AmiLastUsed"] =
        [
            // What a scan asks: not the sources that are for chosen images only.
            .. find, .. Sources(s => s is not (ReferencesSource or SharesSource)),
            new Permission("ec2:CreateTags", "writes the two tags of a scan, and no other") { Resources = [Image], TagKeys = [TagNames.LastUsed, TagNames.LastUsedRuntime] },
        ],
    };

    // DescribeImageReferences answers for what the caller may see itself ("Identify the resources referencing selected AMIs",
    // EC2 User Guide): what it asks for besides is never called by us.
    private static IEnumerable<Permission> Sources(Func<IUsageSource, bool> which) =>
        from source in UsageSources.All.Where(which)
        from action in source.Permissions.Where(p => p != "ec2:DescribeImages")
        select new Permission(action, source.Reads) { IsDependent = source is ReferencesSource && action != "ec2:DescribeImageReferences" };

    // Of -Strategy CopyOrBuild; without them every target is built. CopyImage and the image's attributes Packer may need, too.
    private static IEnumerable<Permission> CopyOfABuild() =>
    [
        .. share.Select(p => p with { IsDependent = true }),
        new("ec2:DescribeImageAttribute", "with -Strategy CopyOrBuild: reads whom the image is shared with") { IsDependent = true },
        new("ec2:DescribeSnapshotAttribute", "with -Strategy CopyOrBuild: reads whom its snapshots are shared with") { IsDependent = true },
        new("ec2:CopyImage", "with -Strategy CopyOrBuild: copies, in the account of the copy") { IsDependent = true },
        .. EncryptedCopy(),
    ];

    // "Share encrypted snapshots" and "Copy an Amazon EC2 AMI", EC2 User Guide.
    private static IEnumerable<Permission> EncryptedCopy() =>
        from action in new[] { "kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo" }
        select new Permission(action, "EC2 asks for it to copy snapshots that are encrypted, or to be, under a customer's key") { IsDependent = true };
}
