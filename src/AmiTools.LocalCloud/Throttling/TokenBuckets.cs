using AmiTools.LocalCloud.Http;

namespace AmiTools.LocalCloud.Throttling;

/// <summary>
/// EC2's request throttling: each action of an account in a Region has a bucket of its own, on the cloud's clock.
/// Sizes and rates are those of "Request throttling for the Amazon EC2 API"; a refused call takes no token.
/// </summary>
internal sealed class TokenBuckets
{
    private readonly Dictionary<(string Account, string Region, string Action), Bucket> buckets = [];

    private sealed class Bucket
    {
        public double Tokens { get; set; }
        public DateTimeOffset At { get; set; }
    }

    public void Take(string account, string region, string action, DateTimeOffset now)
    {
        var (burst, refill) = Size(action);
        if (!buckets.TryGetValue((account, region, action), out var bucket)) buckets.Add((account, region, action), bucket = new() { Tokens = burst, At = now });
        bucket.Tokens = Math.Min(burst, bucket.Tokens + (Math.Max(0, (now - bucket.At).TotalSeconds) * refill));
        bucket.At = now;
        if (bucket.Tokens < 1) throw new CloudError("RequestLimitExceeded", "Request limit exceeded.", 503);
        bucket.Tokens--;
    }

    /// <summary>Tokens at most, and tokens a second.</summary>
    internal static (int Burst, int Refill) Size(string action) => action switch
    {
        "RunInstances" => (5, 2),
        "CopyImage" => (100, 1),
        "DeregisterImage" or "DeleteSnapshot" or "ModifyImageAttribute" or "ModifySnapshotAttribute" => (100, 5),
        "CreateTags" or "DeleteTags" => (100, 10),
        _ when Actions.IsRead(action) => (100, 20),
        _ => (50, 5),
    };
}
