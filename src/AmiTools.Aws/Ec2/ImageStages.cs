namespace AmiTools.Aws;

/// <summary>Nobody can launch the image, it is shown only to <see cref="DescribeImages.IncludeDisabled"/>, and every share of it is taken away.</summary>
public sealed record DisableImage : Ec2<Done>
{
    public string ImageId { get; init; } = "";
    public bool? DryRun { get; init; }
}

/// <summary>Ends <see cref="DisableImage"/>; the shares do not come back.</summary>
public sealed record EnableImage : Ec2<Done>
{
    public string ImageId { get; init; } = "";
    public bool? DryRun { get; init; }
}

/// <summary>DeprecateAt: not past, at most 10 years ahead; EC2 rounds it to the minute.</summary>
public sealed record EnableImageDeprecation : Ec2<Done>
{
    public string ImageId { get; init; } = "";
    public DateTimeOffset DeprecateAt { get; init; }
    public bool? DryRun { get; init; }
}

public sealed record DisableImageDeprecation : Ec2<Done>
{
    public string ImageId { get; init; } = "";
    public bool? DryRun { get; init; }
}

/// <summary>With the cooldown the image stays protected for 24 hours after the protection is switched off.</summary>
public sealed record EnableImageDeregistrationProtection : Ec2<ProtectionChanged>
{
    public string ImageId { get; init; } = "";
    public bool? WithCooldown { get; init; }
    public bool? DryRun { get; init; }
}

public sealed record DisableImageDeregistrationProtection : Ec2<ProtectionChanged>
{
    public string ImageId { get; init; } = "";
    public bool? DryRun { get; init; }
}

/// <summary>Return: <c>true</c>, or what the protection is now, in words.</summary>
public sealed record ProtectionChanged
{
    public string? Return { get; init; }
}
