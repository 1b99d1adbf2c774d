namespace AmiTools.LocalCloud.State;

/// <summary>A thing with an id, an owner, tags and a place in the order of creation.</summary>
internal abstract class Resource
{
    public required string Id { get; init; }
    public required string OwnerId { get; init; }
    public required DateTimeOffset Created { get; init; }
    /// <summary>Reads see it from here on.</summary>
    public DateTimeOffset VisibleAt { get; init; }
    public long Sequence { get; set; }
    public abstract string Type { get; }
    public TagBag Tags { get; } = new();
}

internal sealed class CloudInstance : Resource
{
    public override string Type => "instance";
    public required string ImageId { get; init; }
    /// <summary>Kept here when the image itself is gone.</summary>
    public CloudImage? Image { get; init; }
    public required string InstanceType { get; init; }
    public required string SubnetId { get; init; }
    public required string VpcId { get; init; }
    public string ReservationId { get; init; } = "";
    public string? KeyName { get; init; }
    public string? ClientToken { get; init; }
    public string? UserData { get; init; }
    public string RootDeviceName { get; init; } = "/dev/xvda";
    public string Architecture { get; init; } = "x86_64";
    public IReadOnlyList<string> SecurityGroupIds { get; init; } = [];
    public IReadOnlyList<InstanceDevice> Devices { get; init; } = [];
    public DateTimeOffset RunningAt { get; init; }
    public DateTimeOffset? StoppedAt { get; set; }
    public DateTimeOffset? TerminatedAt { get; set; }

    /// <summary>A terminated instance is still shown for about an hour.</summary>
    public bool IsShown(DateTimeOffset now) => TerminatedAt is not { } end || now - end < TimeSpan.FromHours(1);

    public (int Code, string Name) State(DateTimeOffset now) =>
        TerminatedAt is { } end ? (now < end ? (32, "shutting-down") : (48, "terminated"))
        : StoppedAt is { } stop ? (now < stop ? (64, "stopping") : (80, "stopped"))
        : now < RunningAt ? (0, "pending") : (16, "running");
}

internal sealed record InstanceDevice(string DeviceName, string VolumeId, bool DeleteOnTermination);

internal sealed class CloudVolume : Resource
{
    public override string Type => "volume";
    public required int Size { get; init; }
    public string? SnapshotId { get; init; }
    public string VolumeType { get; init; } = "gp3";
    public bool Encrypted { get; init; }
    public string? InstanceId { get; set; }
    public string? DeviceName { get; set; }
    /// <summary>Null for a volume that its instance was started with.</summary>
    public DateTimeOffset? AttachedAt { get; set; }
    public bool DeleteOnTermination { get; init; }
}

internal sealed class CloudKeyPair : Resource
{
    public override string Type => "key-pair";
    public required string Name { get; init; }
    public required string Fingerprint { get; init; }
    /// <summary>As a line of authorized_keys.</summary>
    public required string PublicKey { get; init; }
}

internal sealed class CloudSecurityGroup : Resource
{
    public override string Type => "security-group";
    public required string Name { get; init; }
    public required string Description { get; init; }
    public required string VpcId { get; init; }
}

internal sealed class CloudVpc : Resource
{
    public override string Type => "vpc";
    public required string CidrBlock { get; init; }
}

internal sealed class CloudSubnet : Resource
{
    public override string Type => "subnet";
    public required string VpcId { get; init; }
    public required string CidrBlock { get; init; }
    public required string AvailabilityZone { get; init; }
}
