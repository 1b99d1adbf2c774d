using System.Diagnostics;
using AmiTools.Aws;
using AmiTools.Core;
using AmiTools.Core.Cleanup.Execution;
using AmiTools.Core.Environments;
using AmiTools.LocalCloud;
using AmiTools.Tests;

namespace AmiTools.Benchmarks;

/// <summary>
/// A cleanup of 10,000 images with two snapshots each, by one process, against EC2's token buckets on a clock that takes no
/// time to wait: how much longer than the buckets alone, and how often it was throttled.
/// </summary>
internal static class CleanupBenchmark
{
    private const int Images = 10_000;
    private const string Region = "eu-west-1";
    private const string Account = "111111111111";

    public static async Task<bool> RunAsync()
    {
        var start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var time = new SimulatedTime(start);
        var cloud = new InProcessCloud(new() { Time = time, EnforceBuckets = true, PendingDelay = TimeSpan.Zero });
        cloud.Inside.Clear();
        for (var i = 0; i < Images; i++) Seed(cloud, i, start);
        var folder = Directory.CreateTempSubdirectory("amitools-benchmark-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "environments.yaml"), $"targets:\n  - name: dev\n    account: \"{Account}\"\n    region: {Region}\n");
            var surroundings = new Surroundings { Time = time, Variables = new Dictionary<string, string>(), WorkingDirectory = folder, Connector = new Connector(cloud) };
            var run = new CleanupRun { Request = new() { Limits = new() { KeepLatest = 0 } }, Breakers = new() { MaximumDeletion = Images, MaximumDeletionPercent = 100, MinimumUsedPercent = 0 } };
            var watch = Stopwatch.StartNew();
            var result = await time.RunAsync(() => new RunCleanup(surroundings).RunAsync(run, SilentReporter.Instance, CancellationToken.None));
            Console.WriteLine($"cleanup of {Images} images: {result}");
            Console.WriteLine($"  CPU and server in one process: {watch.Elapsed.TotalSeconds:0.0} s; calls: {string.Join(", ", cloud.Calls.GroupBy(c => c.Action).OrderByDescending(g => g.Count()).Select(g => $"{g.Count()} {g.Key}"))}");
            // 100 at once, then 5 a second.
            var allowed = (Images - 100) / 5.0;
            return Figures.Check("images and snapshots left behind", cloud.Inside.Images(Account, Region).Count + cloud.Inside.Snapshots(Account, Region).Count, 0, "")
                & Figures.Check("simulated time of a cleanup of 10,000 images to what the bucket of DeregisterImage allows", (time.GetUtcNow() - start).TotalSeconds / allowed, 1.05, "times")
                & Figures.Check("calls that were throttled", cloud.Calls.Count(c => c.ErrorCode == "RequestLimitExceeded"), 0, "calls")
                & Figures.Check("problems told to the user", result.Problems.Count + result.Failed, 0, "");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Seed(InProcessCloud cloud, int number, DateTimeOffset now) => cloud.Inside.SeedImage(Account, Region, new()
    {
        Name = $"image {number}",
        Created = now.AddDays(-60),
        Snapshots = 2,
        Tags = new Dictionary<string, string>
        {
            ["version"] = $"1.0.{number}",
            ["AmiTools:Image"] = $"web-{number % 100}",
            ["AmiTools:State"] = "complete",
            ["AutoCleanup"] = "true",
            ["LastUsedRuntime"] = "2026-03-01T12:00:00Z",
        },
    });

    private sealed class Connector(InProcessCloud cloud) : ITargetConnector
    {
        public IReadOnlyList<string> Secrets => [];

        public Task<ITargetConnection> ConnectAsync(AmiTarget target, IReporter reporter, CancellationToken cancel) =>
            // Not one retry: a throttled call would fail.
            Task.FromResult<ITargetConnection>(new Connection(target, new InProcessAws(cloud, target.AccountId!, target.Region!, retries: 0)));
    }

    private sealed record Connection(AmiTarget Target, IAws Aws) : ITargetConnection
    {
        public string AccountId => Target.AccountId!;
        public string Region => Target.Region!;
        public Task<ChildCredentials> CredentialsForChildAsync(TimeSpan lifetime, CancellationToken cancel) => throw new NotSupportedException();
        public void Dispose() { }
    }
}
