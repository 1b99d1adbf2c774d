namespace AmiTools.LocalCloud.State;

/// <summary>What every Region has from the start: a default VPC for each account, and Amazon's public base images.</summary>
internal static class Landscape
{
    public const string Amazon = "137112412989";

    /// <summary>The public base images: id, name, day of creation, platform. The same in every Region.</summary>
    public static readonly IReadOnlyList<(string Id, string Name, string Created, string? Platform)> BaseImages =
    [
        ("ami-0ba5e000000000001", "al2023-ami-2023.5.20250101.0-kernel-6.1-x86_64", "2025-01-01T00:00:00Z", null),
        ("ami-0ba5e000000000002", "al2023-ami-2023.6.20250601.0-kernel-6.1-x86_64", "2025-06-01T00:00:00Z", null),
        ("ami-0ba5e000000000003", "debian-12-amd64-20250501-2099", "2025-05-01T00:00:00Z", null),
        ("ami-0ba5e000000000004", "Windows_Server-2022-English-Full-Base-2025.05.14", "2025-05-14T00:00:00Z", "windows"),
    ];

    public const string LatestParameter = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64";

    /// <summary>The public parameter, which is nobody's and is in every Region.</summary>
    public static (CloudParameter Parameter, ParameterVersion Version) Latest
    {
        get
        {
            var newest = BaseImages[1];
            var parameter = new CloudParameter { Name = LatestParameter };
            parameter.Versions.Add(new(1, newest.Id, "String", "aws:ec2:image", null, DateTimeOffset.Parse(newest.Created, System.Globalization.CultureInfo.InvariantCulture), "aws"));
            return (parameter, parameter.Current);
        }
    }

    public static string VpcOf(string account) => $"vpc-0{account}0000";

    public static string SubnetOf(string account, int zone = 0) => $"subnet-0{account}000{zone + 1}";

    public static void Plant(Cloud cloud, RegionState region)
    {
        foreach (var account in cloud.Accounts.Values)
        {
            var vpc = region.Add(new CloudVpc { Id = VpcOf(account.Id), OwnerId = account.Id, Created = DateTimeOffset.UnixEpoch, CidrBlock = "172.31.0.0/16" });
            for (var zone = 0; zone < 2; zone++)
            {
                region.Add(new CloudSubnet
                {
                    Id = SubnetOf(account.Id, zone),
                    OwnerId = account.Id,
                    Created = DateTimeOffset.UnixEpoch,
                    VpcId = vpc.Id,
                    CidrBlock = $"172.31.{zone * 16}.0/20",
                    AvailabilityZone = region.Name + (char)('a' + zone),
                });
            }
            region.Add(new CloudSecurityGroup { Id = $"sg-0{account.Id}0000", OwnerId = account.Id, Created = DateTimeOffset.UnixEpoch, Name = "default", Description = "default VPC security group", VpcId = vpc.Id });
        }
        foreach (var (id, name, created, platform) in BaseImages)
        {
            var at = DateTimeOffset.Parse(created, System.Globalization.CultureInfo.InvariantCulture);
            var snapshot = region.Add(new CloudSnapshot { Id = "snap-" + id.Substring(4), OwnerId = Amazon, OwnerAlias = "amazon", Created = at, CompletedAt = at, VolumeId = "vol-ffffffff", VolumeSize = platform is null ? 8 : 30 });
            snapshot.CreateVolumePermissions.Add("all");
            region.Add(new CloudImage
            {
                Id = id,
                OwnerId = Amazon,
                OwnerAlias = "amazon",
                Created = at,
                AvailableAt = at,
                Name = name,
                Description = "A public base image of the local cloud",
                IsPublic = true,
                Platform = platform,
                PlatformDetails = platform is null ? "Linux/UNIX" : "Windows",
                RootDeviceName = platform is null ? "/dev/xvda" : "/dev/sda1",
                Devices = [new(platform is null ? "/dev/xvda" : "/dev/sda1", snapshot.Id, snapshot.VolumeSize)],
            });
        }
    }
}
