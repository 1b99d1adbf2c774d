namespace AmiTools.LocalCloud.State;

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
    public IEnumerable<string> SnapshotIds => Devices.Where(d => d.SnapshotId is not null).Select(d => d.SnapshotId!).Distinct();
    /// <summary>Accounts.</summary>
    public HashSet<string> LaunchPermissions { get; } = new(StringComparer.Ordinal);
    /// <summary>ARNs of organizations and of parts of them.</summary>
    public HashSet<string> OrganizationPermissions { get; } = new(StringComparer.Ordinal);
    public DateTimeOffset? DeprecationTime { get; set; }
    /// <summary>Null until it was launched; what is shown of it is older, see <see cref="LocalCloudOptions.UsageDelay"/>.</summary>
    public List<DateTimeOffset>? Launches { get; private set; }
    public bool IsDisabled { get; set; }
    public ImageProtection Protection { get; set; } = ImageProtection.None;
    /// <summary>Of the Marketplace.</summary>
    public IReadOnlyList<string> ProductCodes { get; init; } = [];
    /// <summary>Licences that EC2 bills for; shown nowhere, found only by trying to copy.</summary>
    public bool HasBillingProducts { get; init; }
    public DateTimeOffset AvailableAt { get; init; }
    /// <summary>Not null: it turns failed instead of available, for this reason.</summary>
    public string? FailureReason { get; set; }
    public string? ClientToken { get; init; }

    public void Launched(DateTimeOffset at) => (Launches ??= []).Add(at);

    public DateTimeOffset? LastLaunched(DateTimeOffset now, TimeSpan delay) => Launches?.Where(at => at + delay <= now).Select(at => (DateTimeOffset?)at).Max();

    public string State(DateTimeOffset now) => now < AvailableAt ? "pending" : FailureReason is not null ? "failed" : IsDisabled ? "disabled" : "available";
}

internal sealed record ImageDevice(string DeviceName, string? SnapshotId, int VolumeSize, string VolumeType = "gp3", bool DeleteOnTermination = true, bool Encrypted = false);

internal sealed class CloudSnapshot : Resource
{
    public override string Type => "snapshot";
    public required string VolumeId { get; init; }
    public required int VolumeSize { get; init; }
    public string Description { get; init; } = "";
    public bool Encrypted { get; init; }
    /// <summary>Null with <see cref="Encrypted"/>: the account's default key.</summary>
    public string? KmsKeyId { get; init; }
    public string? OwnerAlias { get; init; }
    public HashSet<string> CreateVolumePermissions { get; } = new(StringComparer.Ordinal);
    public DateTimeOffset CompletedAt { get; init; }
    public string? FailureReason { get; set; }

    public string State(DateTimeOffset now) => now < CompletedAt ? "pending" : FailureReason is null ? "completed" : "error";

    public int Percent(DateTimeOffset now) => State(now) == "completed" ? 100 : (int)Math.Clamp(99 * (now - Created) / (CompletedAt - Created), 0, 99);
}

/// <summary>Against deregistration: on or off, and until when it still holds after it was switched off.</summary>
internal sealed record ImageProtection(bool IsOn, bool WithCooldown, DateTimeOffset? HoldsUntil = null)
{
    public static readonly ImageProtection None = new(false, false);

    public bool Protects(DateTimeOffset now) => IsOn || now < HoldsUntil;

    /// <summary>
    /// AWS documents the first three. How EC2 writes a cooldown is documented nowhere that we know of; a client must take
    /// every word but <c>disabled</c> for a protection.
    /// </summary>
    public string Word(DateTimeOffset now) => IsOn ? (WithCooldown ? "enabled-with-cooldown" : "enabled-without-cooldown") : Protects(now) ? $"disabled-after-{HoldsUntil:yyyy-MM-ddTHH:mm:ssZ}" : "disabled";
}
