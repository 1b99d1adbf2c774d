namespace AmiTools.Core.Policies;

/// <summary>One IAM action, what it is for, and on what: see "Actions, resources, and condition keys" in the Service Authorization Reference.</summary>
internal sealed record Permission(string Action, string Why)
{
    public const string Image = "arn:aws:ec2:*::image/*", Snapshot = "arn:aws:ec2:*::snapshot/*", Instance = "arn:aws:ec2:*:*:instance/*", Volume = "arn:aws:ec2:*:*:volume/*",
        KeyPair = "arn:aws:ec2:*:*:key-pair/*", SecurityGroup = "arn:aws:ec2:*:*:security-group/*", JournalCopies = "arn:aws:ssm:*:*:parameter/amitools/pairs/*", JournalFolder = "arn:aws:ssm:*:*:parameter/amitools/pairs",
        UsedNumber = "arn:aws:ssm:*:*:parameter/amitools/cleanup/used", KeptShares = "arn:aws:ssm:*:*:parameter/amitools/shares/*";

    /// <summary>What it is allowed on; most Describe actions know no resources.</summary>
    public IReadOnlyList<string> Resources { get; init; } = ["*"];

    /// <summary>The only tag keys that it may write; none means any.</summary>
    public IReadOnlyList<string> TagKeys { get; init; } = [];

    /// <summary>True if AWS or Packer asks for it, and we never do.</summary>
    public bool IsDependent { get; init; }

    /// <summary>True for what changes nothing.</summary>
    public bool IsRead => Action[(Action.IndexOf(':') + 1)..] is var name && (name.StartsWith("Describe", StringComparison.Ordinal) || name.StartsWith("Get", StringComparison.Ordinal) || name.StartsWith("List", StringComparison.Ordinal));

    public Permission On(params string[] resources) => this with { Resources = resources };
}
