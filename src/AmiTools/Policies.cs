namespace AmiTools;

/// <summary>One IAM action that a cmdlet needs.</summary>
public sealed record AmiPermission
{
    /// <summary>The cmdlet.</summary>
    public required string Cmdlet { get; init; }

    /// <summary>The action: <c>ec2:DescribeImages</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What it is allowed on.</summary>
    public IReadOnlyList<string> Resources { get; init => field = Listed.Of(value); } = [];

    /// <summary>The only tag keys it may write; none means any.</summary>
    public IReadOnlyList<string> TagKeys { get; init => field = Listed.Of(value); } = [];

    /// <summary>What it is for.</summary>
    public required string Why { get; init; }

    /// <summary>True if AmiTools never calls it itself: AWS asks for it on behalf of another action, or Packer may need it.</summary>
    public bool IsDependent { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Action;
}

/// <summary>A policy to make.</summary>
public sealed record PolicyRequest
{
    /// <summary>Names of cmdlets, with wildcards.</summary>
    public required IReadOnlyList<string> Cmdlets { get; init; }

    /// <summary>The partition of ARNs: aws, aws-cn, aws-us-gov.</summary>
    public string Partition { get; init; } = "aws";
}
