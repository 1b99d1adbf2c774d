using AmiTools.Aws;
using AmiTools.Core.Tests.Building;
using AmiTools.Core.Usage;
using AmiTools.LocalCloud;
using AmiTools.Tests;
using Microsoft.Extensions.Time.Testing;

namespace AmiTools.Core.Tests.Usage;

public sealed class RateLimitedAwsTests
{
    private const string Account = "111111111111";
    private const string Region = "eu-west-1";

    [Fact]
    public async Task More_calls_than_the_bucket_holds_wait_and_none_is_throttled()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        var cloud = new InProcessCloud(new() { Time = time, EnforceBuckets = true });
        var aws = new RateLimitedAws(new InProcessAws(cloud, Account, Region, retries: 0), time);
        var calls = Enumerable.Range(0, 300).Select(_ => aws.SendAsync(new DescribeKeyPairs())).ToList();
        calls.Count(c => c.IsCompleted).ShouldBe(100);
        // Another action has a bucket of its own.
        await aws.SendAsync(new DescribeImages { Owners = ["self"] });
        for (var seconds = 1; seconds <= 10; seconds++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            var due = 100 + (20 * seconds);
            SpinWait.SpinUntil(() => calls.Count(c => c.IsCompleted) >= due, TimeSpan.FromSeconds(30)).ShouldBeTrue();
            calls.Count(c => c.IsCompleted).ShouldBe(due);
        }
        await Task.WhenAll(calls);
        cloud.Calls.Count(c => c.Action == "DescribeKeyPairs").ShouldBe(300);
    }

    [Fact]
    public async Task Without_it_the_same_calls_are_throttled()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        var aws = new InProcessAws(new InProcessCloud(new() { Time = time, EnforceBuckets = true }), Account, Region, retries: 0);
        var failure = await Should.ThrowAsync<AwsException>(async () =>
        {
            for (var i = 0; i < 101; i++) await aws.SendAsync(new DescribeKeyPairs());
        });
        failure.Code.ShouldBe("RequestLimitExceeded");
    }

    /// <summary>Simulated time and enforced buckets: within 5 % of what the buckets allow, and no call is refused.</summary>
    [Fact]
    public async Task Ten_thousand_deregistrations_take_as_long_as_the_buckets_allow()
    {
        const int Images = 10_000;
        var start = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var time = new SimulatedTime(start);
        var cloud = new InProcessCloud(new() { Time = time, EnforceBuckets = true, PendingDelay = TimeSpan.Zero });
        var images = Enumerable.Range(0, Images).Select(i => cloud.Inside.SeedImage(Account, Region, $"image {i}")).ToList();
        var aws = new RateLimitedAws(new InProcessAws(cloud, Account, Region, retries: 0), time);
        await time.RunAsync(async () =>
        {
            foreach (var image in images) await aws.SendAsync(new DeregisterImage { ImageId = image, DeleteAssociatedSnapshots = true });
            return true;
        });
        cloud.Calls.ShouldAllBe(c => c.Status == 200);
        cloud.Inside.Images(Account, Region).ShouldBeEmpty();
        // 100 at once, then 5 a second.
        var allowed = (Images - 100) / 5.0;
        (time.GetUtcNow() - start).TotalSeconds.ShouldBeInRange(allowed, allowed * 1.05);
    }

    /// <summary>More templates with older versions than a bucket holds: the scan waits, and never is refused.</summary>
    [Fact]
    public async Task A_scan_of_much_is_never_throttled()
    {
        const int Templates = 250;
        var time = new SimulatedTime(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        var cloud = new InProcessCloud(new() { Time = time, EnforceBuckets = true, PendingDelay = TimeSpan.Zero });
        var image = cloud.Inside.SeedImage(Account, Region, "image", new Dictionary<string, string> { ["AmiTools:Image"] = "web", ["version"] = "1.0.1" });
        for (var i = 0; i < Templates; i++) cloud.Inside.SeedLaunchTemplate(Account, Region, $"t{i}", [UsageLab.BaseImage, UsageLab.BaseImage, i == Templates - 1 ? image : UsageLab.BaseImage, UsageLab.BaseImage]);
        using var folder = new TempFolder();
        File.WriteAllText(Path.Combine(folder.Path, "environments.yaml"), $"targets:\n  - name: dev\n    account: \"{Account}\"\n    region: {Region}\n");
        var surroundings = new Surroundings { Time = time, Variables = new Dictionary<string, string>(), WorkingDirectory = folder.Path, Connector = new CloudConnector(cloud) };
        var result = await time.RunAsync(() => new ScanLastUsed(surroundings).RunAsync(new(), SilentReporter.Instance, CancellationToken.None));
        result.Problems.ShouldBeEmpty();
        result.Images.ShouldHaveSingleItem().UsedBy.ShouldHaveSingleItem().Source.ShouldBe("launch-templates");
        cloud.Calls.Count(c => c.Action == "DescribeLaunchTemplateVersions").ShouldBeGreaterThan(Templates);
        cloud.Calls.ShouldAllBe(c => c.Status == 200);
    }

    /// <summary>Auto Scaling counts all its actions together, and Parameter Store all reads of values.</summary>
    [Fact]
    public void Actions_share_a_bucket_where_AWS_counts_them_together()
    {
        Bucket("Auto Scaling", "DescribeAutoScalingGroups").ShouldBe(Bucket("Auto Scaling", "DescribeWarmPool"));
        Bucket("SSM", "GetParameter").ShouldBe(Bucket("SSM", "GetParameters"));
        Bucket("SSM", "DescribeParameters").ShouldNotBe(Bucket("SSM", "GetParameters"));
        Bucket("EC2", "DescribeImages").ShouldNotBe(Bucket("EC2", "DescribeInstances"));
        RateLimitedAws.BucketOf("EC2", "DescribeImages").ShouldBe(("DescribeImages", 100, 20));

        static string Bucket(string service, string action) => RateLimitedAws.BucketOf(service, action).Bucket;
    }

    [Fact]
    public async Task Calls_of_two_actions_of_one_bucket_wait_for_each_other()
    {
        var time = new FakeTimeProvider();
        var aws = new RateLimitedAws(new InProcessAws(new InProcessCloud(new() { Time = time }), Account, Region), time);
        for (var i = 0; i < 20; i++) await aws.SendAsync(new DescribeAutoScalingGroups());
        var waiting = aws.SendAsync(new DescribeLaunchConfigurations());
        waiting.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.2));
        await waiting;
    }

    [Fact]
    public async Task A_call_that_waits_can_be_cancelled()
    {
        var time = new FakeTimeProvider();
        var aws = new RateLimitedAws(new InProcessAws(new InProcessCloud(new() { Time = time }), Account, Region), time);
        for (var i = 0; i < 100; i++) await aws.SendAsync(new DescribeKeyPairs());
        using var stop = new CancellationTokenSource();
        var waiting = aws.SendAsync(new DescribeKeyPairs(), stop.Token);
        waiting.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }
}
