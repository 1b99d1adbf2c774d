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

    /// <summary>Regions that are switched off for this account: nobody's keys are known there.</summary>
    public IReadOnlyList<string> DisabledRegions { get; init; } = [];

    /// <summary>ARNs of the organization that this account is in, and of the parts of it: what is shared with one of them is shared with the account.</summary>
    public IReadOnlyList<string> Organizations { get; init; } = [];

    /// <summary>Keys of its own for encryption, besides the default one that AWS keeps.</summary>
    public IReadOnlyList<CloudKey> Keys { get; init; } = [];

    /// <summary>How long what is deleted stays in the Recycle Bin; by default there is no rule, and it is gone.</summary>
    public RecycleBinRules RecycleBin { get; init; } = new();

    internal CloudAccount WithKeys() => this with
    {
        AccessKeyId = AccessKeyId.Length > 0 ? AccessKeyId : "AKIALOCAL" + Id.Substring(1),
        SecretAccessKey = SecretAccessKey.Length > 0 ? SecretAccessKey : "local-cloud-secret-of-" + Id,
    };
}

/// <summary>A customer key: <c>arn:aws:kms:REGION:ACCOUNT:key/ID</c>, in every Region.</summary>
/// <param name="Id">Its id.</param>
/// <param name="SharedWith">Accounts that its policy lets use it.</param>
public sealed record CloudKey(string Id, params string[] SharedWith)
{
    /// <summary>Enabled, Disabled, PendingDeletion, PendingImport or Unavailable.</summary>
    public string State { get; init; } = "Enabled";
}

/// <summary>Retention rules of the Recycle Bin; AWS allows 1 to 365 days.</summary>
/// <param name="Images">For images; null means that there is no rule.</param>
/// <param name="Snapshots">For snapshots; null means that there is no rule.</param>
public sealed record RecycleBinRules(TimeSpan? Images = null, TimeSpan? Snapshots = null);

/// <summary>A role that callers may assume.</summary>
/// <param name="Arn">arn:aws:iam::ACCOUNT:role/NAME.</param>
/// <param name="ExternalId">The external id that callers must show; null asks for none.</param>
/// <param name="LongestSession">The longest session; an hour by default, as in AWS.</param>
public sealed record CloudRole(string Arn, string? ExternalId = null, TimeSpan? LongestSession = null);

/// <summary>An instance that is about to start, for a stand-in that plays its operating system.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Account">Its account.</param>
/// <param name="Region">Its Region.</param>
/// <param name="ImageId">The image it starts from.</param>
/// <param name="PublicKey">Its key pair's public key as a line of authorized_keys; null if it has no key pair.</param>
/// <param name="UserData">Its user data, in base64.</param>
public sealed record StartedInstance(string InstanceId, string Account, string Region, string ImageId, string? PublicKey, string? UserData);

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

    /// <summary>How long a copy is pending, its snapshots' progress rising; null means as long as everything else.</summary>
    public TimeSpan? CopyDelay { get; init; }

    /// <summary>How many images an account may have in a Region.</summary>
    public int ImageQuota { get; init; } = 50_000;

    /// <summary>How many copies of snapshots may go on at a time, by account and destination Region; AWS begins with 20.</summary>
    public int ConcurrentCopies { get; init; } = 20;

    /// <summary>How long a new id or tag can't be seen by reads yet.</summary>
    public TimeSpan VisibilityDelay { get; init; } = TimeSpan.Zero;

    /// <summary>How late EC2's own records of use are: LastLaunchedTime, and instances in usage reports.</summary>
    public TimeSpan UsageDelay { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Actions that this endpoint does not know, answered with InvalidAction: <c>DescribeImageReferences</c>.</summary>
    public IReadOnlyList<string> UnknownActions { get; init; } = [];

    /// <summary>True to begin every paged answer with an empty page that has a token, as EC2 may.</summary>
    public bool EmptyPages { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How many images of a made-up fleet the first account has in the first Region.</summary>
    public int Images { get; init; }

    /// <summary>A made-up fleet of more than images, instead of <see cref="Images"/>.</summary>
    public FleetSize? Fleet { get; init; }

    /// <summary>True for EC2's request throttling: a bucket for each action, account and Region, on the cloud's clock.</summary>
    public bool EnforceBuckets { get; init; }

    /// <summary>
    /// True to keep the answers of reads and to give them again to the same question until something changes; with nothing
    /// pending. For benchmarks: a first walk renders the pages, later ones measure the client.
    /// </summary>
    public bool KeepAnswers { get; init; }

    /// <summary>Told of every instance before RunInstances answers, while the cloud stands still: it must be quick.</summary>
    public Action<StartedInstance>? InstanceStarts { get; init; }

    /// <summary>Faults from the start.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];
}

/// <summary>How much of what a made-up fleet has: pair members, newest last, of eight names.</summary>
/// <param name="Images">Images.</param>
/// <param name="SnapshotsPerImage">Snapshots of each image.</param>
/// <param name="Instances">Running instances, spread evenly over the images.</param>
/// <param name="LaunchTemplates">Launch templates with one version, spread evenly over the images.</param>
/// <param name="Groups">Auto Scaling groups, each of one template.</param>
public sealed record FleetSize(int Images, int SnapshotsPerImage = 1, int Instances = 0, int LaunchTemplates = 0, int Groups = 0)
{
    /// <summary>How long before now the newest image was made; each is a minute older than the next.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Tags that each image has besides those that its name and version give it.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    internal bool IsEmpty => Images == 0;
}
