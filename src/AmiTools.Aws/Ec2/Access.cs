namespace AmiTools.Aws;

// Who may launch an image and make volumes of a snapshot.

/// <summary>Attribute: launchPermission, description, deregistrationProtection, lastLaunchedTime, … One a call.</summary>
public sealed record DescribeImageAttribute : Ec2<ImageAttribute>
{
    public string ImageId { get; init; } = "";
    public string Attribute { get; init; } = "launchPermission";
}

public sealed record ImageAttribute
{
    public string ImageId { get; init; } = "";
    [Wire("launchPermission")] public IReadOnlyList<LaunchPermission> LaunchPermissions { get; init; } = [];
    public AttributeValue? Description { get; init; }
    public AttributeValue? DeregistrationProtection { get; init; }
    public AttributeValue? LastLaunchedTime { get; init; }
}

public sealed record AttributeValue
{
    public string? Value { get; init; }
}

/// <summary>One of: an account, everybody (Group <c>all</c>), an organization, a part of one.</summary>
public sealed record LaunchPermission
{
    public string? UserId { get; init; }
    public string? Group { get; init; }
    public string? OrganizationArn { get; init; }
    public string? OrganizationalUnitArn { get; init; }
}

/// <summary>
/// Taking away an account that an organization's share also covers is answered with success, and the account can still
/// launch. At most 1,000 entities an image.
/// </summary>
public sealed record ModifyImageAttribute : Ec2<Done>
{
    public string ImageId { get; init; } = "";
    public LaunchPermissionModifications? LaunchPermission { get; init; }
    public AttributeValue? Description { get; init; }
    public bool? DryRun { get; init; }
}

public sealed record LaunchPermissionModifications
{
    public IReadOnlyList<LaunchPermission>? Add { get; init; }
    public IReadOnlyList<LaunchPermission>? Remove { get; init; }
}

public sealed record DescribeSnapshotAttribute : Ec2<SnapshotAttribute>
{
    public string SnapshotId { get; init; } = "";
    public string Attribute { get; init; } = "createVolumePermission";
}

public sealed record SnapshotAttribute
{
    public string SnapshotId { get; init; } = "";
    [Wire("createVolumePermission")] public IReadOnlyList<CreateVolumePermission> CreateVolumePermissions { get; init; } = [];
}

/// <summary>An account, or everybody (Group <c>all</c>); a snapshot knows no organizations.</summary>
public sealed record CreateVolumePermission
{
    public string? UserId { get; init; }
    public string? Group { get; init; }
}

/// <summary>At most 500 changes; Add and Remove in calls of their own. A snapshot encrypted with the account's default key can't be shared.</summary>
public sealed record ModifySnapshotAttribute : Ec2<Done>
{
    public string SnapshotId { get; init; } = "";
    public CreateVolumePermissionModifications? CreateVolumePermission { get; init; }
    public bool? DryRun { get; init; }
}

public sealed record CreateVolumePermissionModifications
{
    public IReadOnlyList<CreateVolumePermission>? Add { get; init; }
    public IReadOnlyList<CreateVolumePermission>? Remove { get; init; }
}
