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

internal sealed class CloudImage : Resource
{
    public override string Type => "image";
    public required string Name { get; init; }
    public string Description { get; set; } = "";
    public string? OwnerAlias { get; init; }
    public bool IsPublic { get; set; }
    public string Architecture { get; init; } = "x86_64";
    public string RootDeviceName { get; init; } = "/dev/xvda";
    public string RootDeviceType { get; init; } = "ebs";
    public string VirtualizationType { get; init; } = "hvm";
    public string? Platform { get; init; }
    public string PlatformDetails { get; init; } = "Linux/UNIX";
    public bool EnaSupport { get; set; } = true;
    public string BootMode { get; init; } = "uefi-preferred";
    public string? SourceInstanceId { get; init; }
    public string? SourceImageId { get; init; }
    public string? SourceImageRegion { get; init; }
    public IReadOnlyList<ImageDevice> Devices { get; init; } = [];
    public HashSet<string> LaunchPermissions { get; } = new(StringComparer.Ordinal);
    public DateTimeOffset AvailableAt { get; init; }
    /// <summary>Not null: it turns failed instead of available, for this reason.</summary>
    public string? FailureReason { get; set; }
    public string? ClientToken { get; init; }

    public string State(DateTimeOffset now) => now < AvailableAt ? "pending" : FailureReason is null ? "available" : "failed";
}

internal sealed record ImageDevice(string DeviceName, string? SnapshotId, int VolumeSize, string VolumeType = "gp3", bool DeleteOnTermination = true, bool Encrypted = false);

internal sealed class CloudSnapshot : Resource
{
    public override string Type => "snapshot";
    public required string VolumeId { get; init; }
    public required int VolumeSize { get; init; }
    public string Description { get; init; } = "";
    public bool Encrypted { get; init; }
    public string? OwnerAlias { get; init; }
    public HashSet<string> CreateVolumePermissions { get; } = new(StringComparer.Ordinal);
    public DateTimeOffset CompletedAt { get; init; }
    public string? FailureReason { get; set; }

    public string State(DateTimeOffset now) => now < CompletedAt ? "pending" : FailureReason is null ? "completed" : "error";
}

internal sealed class CloudInstance : Resource
{
    public override string Type => "instance";
    public required string ImageId { get; init; }
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
    public string? DeviceName { get; init; }
    public bool DeleteOnTermination { get; init; }
}

internal sealed class CloudKeyPair : Resource
{
    public override string Type => "key-pair";
    public required string Name { get; init; }
    public required string Fingerprint { get; init; }
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
