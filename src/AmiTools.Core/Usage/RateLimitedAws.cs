using AmiTools.Aws;

namespace AmiTools.Core.Usage;

/// <summary>
/// Keeps a big job below what AWS allows, so that it does not live off throttling errors: a token bucket for each action,
/// as EC2 has them (EC2 API Reference, "Request throttling"). One of these is one account and Region. A call takes its
/// token at once and waits until it would have been there, so calls go in the order in which they came.
/// </summary>
internal sealed class RateLimitedAws(IAws aws, TimeProvider time) : IAws
{
    private readonly Dictionary<string, Bucket> buckets = new(StringComparer.Ordinal);

    public async Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default)
    {
        var wait = Take(operation.ActionName(), isEc2: operation.ServiceName() == "EC2");
        if (wait > TimeSpan.Zero) await Pause.ForAsync(wait, time, cancel).ConfigureAwait(false);
        return await aws.SendAsync(operation, cancel).ConfigureAwait(false);
    }

    /// <summary>Burst, and refill a second.</summary>
    internal static (double Burst, double Refill) Limits(string action, bool isEc2) => action switch
    {
        // Auto Scaling and Parameter Store publish less; this is below the default of each.
        _ when !isEc2 => (20, 10),
        "CreateTags" or "DeleteTags" => (100, 10),
        "DeregisterImage" or "DeleteSnapshot" or "ModifyImageAttribute" or "ModifySnapshotAttribute" => (100, 5),
        _ when action.StartsWith("Describe", StringComparison.Ordinal) => (100, 20),
        _ => (50, 5),
    };

    private TimeSpan Take(string action, bool isEc2)
    {
        lock (buckets)
        {
            if (!buckets.TryGetValue(action, out var bucket))
            {
                var (burst, refill) = Limits(action, isEc2);
                buckets[action] = bucket = new(burst, refill, time);
            }
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
            return tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-tokens / refill);
        }
    }
}
