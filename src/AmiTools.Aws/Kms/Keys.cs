namespace AmiTools.Aws;

/// <summary>KeyId: an id, an ARN, or an alias such as <c>alias/aws/ebs</c>, the key that AWS keeps for an account's volumes.</summary>
public sealed record DescribeKey : Kms<KeyDescription>
{
    public string KeyId { get; init; } = "";
}

public sealed record KeyDescription
{
    public KeyMetadata? KeyMetadata { get; init; }
}

/// <summary>KeyManager: AWS, or CUSTOMER. KeyState: Enabled, or why it can't be used, such as Disabled and PendingDeletion.</summary>
public sealed record KeyMetadata
{
    public string KeyId { get; init; } = "";
    public string? Arn { get; init; }
    public string? KeyManager { get; init; }
    public string? KeyState { get; init; }
}
