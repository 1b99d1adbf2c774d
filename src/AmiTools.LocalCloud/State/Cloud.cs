using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.Throttling;

namespace AmiTools.LocalCloud.State;

/// <summary>The whole cloud: accounts, Regions, keys and sessions.</summary>
internal sealed class Cloud
{
    private readonly Dictionary<string, Identity> keys = new(StringComparer.Ordinal);

    public Cloud(LocalCloudOptions options)
    {
        Options = options;
        Accounts = options.Accounts.Select(a => a.WithKeys()).ToDictionary(a => a.Id, StringComparer.Ordinal);
        Regions = options.Regions.ToDictionary(r => r, r => new RegionState(r), StringComparer.Ordinal);
        foreach (var account in Accounts.Values)
            keys.Add(account.AccessKeyId, new Identity(account, account.SecretAccessKey, null, $"arn:aws:iam::{account.Id}:user/{account.Name}", "AIDA" + account.Id, null));
        Roles = options.Roles.Concat(Accounts.Values.Select(a => new CloudRole($"arn:aws:iam::{a.Id}:role/AmiTools"))).ToDictionary(r => r.Arn, StringComparer.Ordinal);
        Answers = options.KeepAnswers ? new() : null;
        Clear();
        if ((options.Fleet ?? new(options.Images)) is { IsEmpty: false } fleet) Fleet.Plant(this, Regions.Values.First(), Accounts.Values.First(), fleet);
    }

    /// <summary>Puts everything back to what is there from the start.</summary>
    public void Clear()
    {
        Denied.Clear();
        FailImages.Clear();
        FailSnapshots.Clear();
        RecycleRules.Clear();
        Buckets = Options.EnforceBuckets ? new() : null;
        foreach (var region in Regions.Values)
        {
            region.Clear();
            Landscape.Plant(this, region);
        }
    }

    /// <summary>Null if nothing is throttled.</summary>
    public TokenBuckets? Buckets { get; private set; }

    /// <summary>Null if every answer is made anew.</summary>
    public AnswerCache? Answers { get; }

    public object Lock { get; } = new();

    public LocalCloudOptions Options { get; }

    public IReadOnlyDictionary<string, CloudAccount> Accounts { get; }

    public IReadOnlyDictionary<string, CloudRole> Roles { get; }

    public IReadOnlyDictionary<string, RegionState> Regions { get; }

    /// <summary>Denied actions that were added while the cloud ran, by account.</summary>
    public HashSet<(string Account, string Action)> Denied { get; } = [];

    /// <summary>Accounts whose next image turns failed, and why.</summary>
    public Dictionary<string, string> FailImages { get; } = [];

    /// <summary>Retention rules that were set while the cloud ran, by account.</summary>
    public Dictionary<string, RecycleBinRules> RecycleRules { get; } = [];

    /// <summary>Snapshots whose next deletion with their image fails inside EC2.</summary>
    public HashSet<string> FailSnapshots { get; } = [];

    public string? FailNextImage(string account) => FailImages.Remove(account, out var reason) ? reason : null;

    /// <summary>How far the cloud's clock is ahead of the one it was given.</summary>
    public TimeSpan ClockAhead { get; set; }

    public DateTimeOffset Now => Options.Time.GetUtcNow() + ClockAhead;

    public Identity? FindKey(string accessKeyId)
    {
        lock (Lock) return keys.GetValueOrDefault(accessKeyId);
    }

    public void AddSession(string accessKeyId, Identity identity) => keys.Add(accessKeyId, identity);

    public bool IsDenied(Identity caller, string service, string action) =>
        caller.Account.DeniedActions.Concat(Denied.Where(d => d.Account == caller.Account.Id).Select(d => d.Action))
            .Any(d => d == "*" || d == $"{service}:*" || string.Equals(d, $"{service}:{action}", StringComparison.OrdinalIgnoreCase) || string.Equals(d, action, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Who signs a call.</summary>
/// <param name="Account">The account.</param>
/// <param name="Secret">The secret key.</param>
/// <param name="SessionToken">Not null for a session, whose calls must carry it.</param>
/// <param name="Arn">As GetCallerIdentity says it.</param>
/// <param name="UserId">As GetCallerIdentity says it.</param>
/// <param name="Expires">When a session ends.</param>
internal sealed record Identity(CloudAccount Account, string Secret, string? SessionToken, string Arn, string UserId, DateTimeOffset? Expires)
{
    public bool IsRole => SessionToken is not null;
}
