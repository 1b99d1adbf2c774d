namespace AmiTools.LocalCloud;

/// <summary>An image to put into the cloud. Times are the cloud's; what is not said is as EC2 would have it.</summary>
public sealed record ImageSeed
{
    public required string Name { get; init; }
    public string Description { get; init; } = "";
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
    /// <summary>Of its new snapshots; null means the image's.</summary>
    public IReadOnlyDictionary<string, string>? SnapshotTags { get; init; }
    /// <summary>Null means now.</summary>
    public DateTimeOffset? Created { get; init; }
    public string? SourceImageId { get; init; }
    /// <summary>Snapshots that are there already; null makes <see cref="Snapshots"/> new ones.</summary>
    public IReadOnlyList<string>? SnapshotIds { get; init; }
    /// <summary>How many new snapshots, each of <see cref="SnapshotSize"/>.</summary>
    public int Snapshots { get; init; } = 1;
    /// <summary>GiB.</summary>
    public int SnapshotSize { get; init; } = 8;
    public bool IsEncrypted { get; init; }
    /// <summary>The ARN of the key of its snapshots; null, when encrypted, means the account's default key.</summary>
    public string? KmsKeyId { get; init; }
    /// <summary>Accounts.</summary>
    public IReadOnlyList<string> SharedWith { get; init; } = [];
    /// <summary>ARNs.</summary>
    public IReadOnlyList<string> SharedWithOrganizations { get; init; } = [];
    public bool IsPublic { get; init; }
    public bool IsDisabled { get; init; }
    public bool IsProtected { get; init; }
    public DateTimeOffset? DeprecationTime { get; init; }
    /// <summary>The last launch; shown <see cref="LocalCloudOptions.UsageDelay"/> later.</summary>
    public DateTimeOffset? LastLaunched { get; init; }
    /// <summary>available, pending (it stays so), failed.</summary>
    public string State { get; init; } = "available";
    public IReadOnlyList<string> ProductCodes { get; init; } = [];
    public bool HasBillingProducts { get; init; }
}

/// <summary>An Auto Scaling group to put into the cloud.</summary>
public sealed record GroupSeed
{
    public string? LaunchConfigurationName { get; init; }
    public string? LaunchTemplateId { get; init; }
    public string Version { get; init; } = "$Default";
    /// <summary>Any makes the group one of mixed instances.</summary>
    public IReadOnlyList<OverrideSeed> Overrides { get; init; } = [];
    public int DesiredCapacity { get; init; }
    public IReadOnlyList<string> InstanceIds { get; init; } = [];
    /// <summary>Any gives the group a warm pool.</summary>
    public IReadOnlyList<string> WarmInstanceIds { get; init; } = [];
}

/// <summary>What a mixed-instances policy, or a fleet, has for one instance type.</summary>
public sealed record OverrideSeed(string InstanceType, string? LaunchTemplateId = null, string? Version = null, string? ImageId = null);
