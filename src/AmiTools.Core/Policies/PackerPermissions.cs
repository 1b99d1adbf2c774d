using static AmiTools.Core.Policies.Permission;

namespace AmiTools.Core.Policies;

/// <summary>
/// What Packer's Amazon builder calls in a target ("IAM Task or Instance Role" on the page of the amazon builders,
/// HashiCorp). What a plain build does not call is for templates that ask for more.
/// </summary>
internal static class PackerPermissions
{
    public static IReadOnlyList<Permission> Of { get; } =
    [
        new("ec2:RunInstances", "Packer: starts the instance that is built on; a test of an image, too"),
        new("ec2:CreateImage", "Packer: makes the image"),
        new("ec2:CreateKeyPair", "Packer: its temporary key pair"),
        new("ec2:CreateSecurityGroup", "Packer: its temporary security group"),
        new Permission("ec2:StopInstances", "Packer: stops the instance before the image is made").On(Instance),
        new Permission("ec2:CreateTags", "tags what is made").On(Image, Snapshot, Instance, Volume, KeyPair, SecurityGroup),
        .. May("logs in by SSH or WinRM", "ec2:AuthorizeSecurityGroupIngress", "ec2:GetPasswordData", "ec2:DescribeInstanceStatus"),
        .. May("looks for a network", "ec2:DescribeSubnets", "ec2:DescribeVpcs", "ec2:DescribeRegions", "ec2:DescribeAvailabilityZones"),
        .. May("has more volumes, snapshots or attributes in its template", "ec2:AttachVolume", "ec2:CreateSnapshot", "ec2:CreateVolume", "ec2:DescribeImageAttribute", "ec2:DescribeTags", "ec2:DetachVolume",
            "ec2:ModifyImageAttribute", "ec2:ModifyInstanceAttribute", "ec2:ModifySnapshotAttribute", "ec2:RegisterImage"),
        .. May("encrypts, or copies to other Regions", "ec2:CopyImage"),
    ];

    private static IEnumerable<Permission> May(string when, params string[] actions) => actions.Select(a => new Permission(a, $"Packer: if it {when}") { IsDependent = true });
}
