using AmiTools.Aws;

namespace AmiTools.Core.Usage;

/// <summary>
/// Keeps a big job below what AWS allows, so that it does not live off throttling errors: a token bucket for each action of
/// EC2 (EC2 Developer Guide, "Request throttling for the Amazon EC2 API"), and shared ones where AWS has those. One of these
/// is one account and Region. A call takes its token at once and waits until it would have been there, so calls go in the
/// order in which they came.
/// </summary>
internal sealed class RateLimitedAws(IAws aws, TimeProvider time) : IAws
{
    private readonly Dictionary<string, Bucket> buckets = new(StringComparer.Ordinal);

    public async Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default)
    {
        var wait = Take(operation.ServiceName(), operation.ActionName());
        if (wait > TimeSpan.Zero) await Pause.ForAsync(wait, time, cancel).ConfigureAwait(false);
        return await aws.SendAsync(operation, cancel).ConfigureAwait(false);
    }

    /// <summary>Which bucket a call takes its token from, how much that holds, and its refill a second.</summary>
    internal static (string Bucket, double Burst, double Refill) BucketOf(string service, string action) => (service, action) switch
    {
        ("EC2", "CreateTags" or "DeleteTags") => (action, 100, 10),
        ("EC2", "DeregisterImage" or "DeleteSnapshot" or "ModifyImageAttribute" or "ModifySnapshotAttribute") => (action, 100, 5),
        ("EC2", "CopyImage") => (action, 100, 1),
        ("EC2", "RunInstances") => (action, 5, 2),
        ("EC2", _) when action.StartsWith("Describe", StringComparison.Ordinal) => (action, 100, 20),
        ("EC2", _) => (action, 50, 5),
        // "AWS Systems Manager endpoints and quotas": 40 a second by default, shared by these; a quarter is left to others.
        ("SSM", "GetParameter" or "GetParameters" or "GetParametersByPath" or "PutParameter") => ("Parameter Store", 30, 30),
        // "Amazon EC2 Auto Scaling API Reference", API request rate: one bucket for all actions. Its size is not published;
        // this one is assumed, and so are those of all else.
        ("Auto Scaling", _) => (service, 20, 10),
        _ => (action, 20, 10),
    };

    private TimeSpan Take(string service, string action)
    {
        var (name, burst, refill) = BucketOf(service, action);
        lock (buckets)
        {
            if (!buckets.TryGetValue(name, out var bucket)) buckets[name] = bucket = new(burst, refill, time);
            return bucket.Take();
        }
    }

    private sealed class Bucket
    {
        private readonly double burst;
        private readonly double refill;
        private readonly TimeProvider time;
        private double tokens;
        private long seen;

        public Bucket(double burst, double refill, TimeProvider time)
        {
            (this.burst, this.refill, this.time) = (burst, refill, time);
            tokens = burst;
            seen = time.GetTimestamp();
        }

        public TimeSpan Take()
        {
            var now = time.GetTimestamp();
            tokens = Math.Min(burst, tokens + (time.GetElapsedTime(seen, now).TotalSeconds * refill)) - 1;
            seen = now;
            // Timers drop parts of a millisecond, and what comes too early is refused.
            return tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(-tokens / refill * 1000));
        }
    }
}
