namespace AmiTools.LocalCloud;

/// <summary>An account of the local cloud with its one pair of keys.</summary>
/// <param name="Id">12 digits.</param>
/// <param name="Name">What people call it: dev, prod.</param>
/// <param name="AccessKeyId">20 characters, as AWS's are; made from the id when empty.</param>
/// <param name="SecretAccessKey">The secret; made from the id when empty.</param>
public sealed record CloudAccount(string Id, string Name, string AccessKeyId = "", string SecretAccessKey = "")
{
    /// <summary>Actions that this account's callers may not do: <c>ec2:CreateImage</c>, or <c>ec2:*</c>.</summary>
    public IReadOnlyList<string> DeniedActions { get; init; } = [];

    internal CloudAccount WithKeys() => this with
    {
        AccessKeyId = AccessKeyId.Length > 0 ? AccessKeyId : "AKIALOCAL" + Id.Substring(1),
        SecretAccessKey = SecretAccessKey.Length > 0 ? SecretAccessKey : "local-cloud-secret-of-" + Id,
    };
}

/// <summary>A role that callers may assume.</summary>
/// <param name="Arn">arn:aws:iam::ACCOUNT:role/NAME.</param>
/// <param name="ExternalId">The external id that callers must show; null asks for none.</param>
/// <param name="LongestSession">The longest session; an hour by default, as in AWS.</param>
public sealed record CloudRole(string Arn, string? ExternalId = null, TimeSpan? LongestSession = null);

/// <summary>Everything that can be set. The defaults behave like AWS, only faster.</summary>
public sealed record LocalCloudOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The accounts.</summary>
    public IReadOnlyList<CloudAccount> Accounts { get; init; } = [new("111111111111", "dev"), new("222222222222", "prod")];

    /// <summary>Roles besides <c>role/AmiTools</c>, which every account has and which needs no external id.</summary>
    public IReadOnlyList<CloudRole> Roles { get; init; } = [];

    /// <summary>The Regions; a call to another is refused.</summary>
    public IReadOnlyList<string> Regions { get; init; } = ["eu-west-1", "us-east-1", "ap-southeast-2"];

    /// <summary>How long images and snapshots are pending, and instances take to start, stop and end.</summary>
    public TimeSpan PendingDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a new id or tag can't be seen by reads yet.</summary>
    public TimeSpan VisibilityDelay { get; init; } = TimeSpan.Zero;

    /// <summary>True to begin every paged answer with an empty page that has a token, as EC2 may.</summary>
    public bool EmptyPages { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How many images of a made-up fleet the first account has in the first Region.</summary>
    public int Images { get; init; }

    /// <summary>Faults from the start.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];
}
