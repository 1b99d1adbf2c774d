using AmiTools.LocalCloud;
using AmiTools.Tests;
using Microsoft.Extensions.Time.Testing;

namespace AmiTools.Aws.Tests.Clouds;

/// <summary>EC2's request throttling, on a simulated clock.</summary>
public sealed class BucketTests
{
    private const string Region = "eu-west-1", Dev = "111111111111", Prod = "222222222222";

    [Theory]
    [InlineData("DescribeImages", 100, 20)]
    [InlineData("DeregisterImage", 100, 5)]
    [InlineData("CopyImage", 100, 1)]
    [InlineData("CreateTags", 100, 10)]
    [InlineData("DisableImage", 50, 5)]
    [InlineData("RunInstances", 5, 2)]
    public async Task A_burst_is_answered_and_then_as_many_as_are_refilled(string action, int burst, int refill)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var cloud = new InProcessCloud(new() { EnforceBuckets = true, Time = clock });
        var aws = new InProcessAws(cloud, Dev, Region, retries: 0);
        (await AnsweredAsync(aws, action, burst + 10)).ShouldBe(burst);
        clock.Advance(TimeSpan.FromSeconds(1));
        (await AnsweredAsync(aws, action, burst + 10)).ShouldBe(refill);
        clock.Advance(TimeSpan.FromHours(1));
        (await AnsweredAsync(aws, action, burst + 10)).ShouldBe(burst, "a bucket never holds more");
    }

    [Fact]
    public async Task Each_action_account_and_Region_has_a_bucket_of_its_own()
    {
        var cloud = new InProcessCloud(new() { EnforceBuckets = true, Time = new FakeTimeProvider(DateTimeOffset.UtcNow) });
        (await AnsweredAsync(new(cloud, Dev, Region, 0), "RunInstances", 9)).ShouldBe(5);
        (await AnsweredAsync(new(cloud, Prod, Region, 0), "RunInstances", 9)).ShouldBe(5);
        (await AnsweredAsync(new(cloud, Dev, "us-east-1", 0), "RunInstances", 9)).ShouldBe(5);
        (await AnsweredAsync(new(cloud, Dev, Region, 0), "DescribeImages", 9)).ShouldBe(9);
        cloud.Calls.Count(c => c.ErrorCode == "RequestLimitExceeded" && c.Status == 503).ShouldBe(12);
    }

    [Fact]
    public async Task Nothing_is_throttled_unless_asked_for()
    {
        (await AnsweredAsync(new(new InProcessCloud(), Dev, Region, 0), "RunInstances", 50)).ShouldBe(50);
    }

    /// <summary>How many of so many calls were not throttled; what else is said of them does not matter.</summary>
    private static async Task<int> AnsweredAsync(InProcessAws aws, string action, int calls)
    {
        const string None = "ami-00000000000000000";
        var answered = 0;
        for (var i = 0; i < calls; i++)
        {
            try
            {
                await (action switch
                {
                    "DescribeImages" => aws.SendAsync(new DescribeImages { ImageIds = [None] }),
                    "DeregisterImage" => aws.SendAsync(new DeregisterImage { ImageId = None }),
                    "CopyImage" => aws.SendAsync(new CopyImage { SourceImageId = None, SourceRegion = Region, Name = "copy" }),
                    "CreateTags" => aws.SendAsync(new CreateTags { Resources = [None], Tags = [new() { Key = "a", Value = "b" }] }),
                    "DisableImage" => aws.SendAsync(new DisableImage { ImageId = None }),
                    _ => (Task)aws.SendAsync(new RunInstances { ImageId = None }),
                });
            }
            catch (AwsException e) when (e.Code == "RequestLimitExceeded")
            {
                continue;
            }
            catch (AwsException e) when (e.Code == "InvalidAMIID.NotFound")
            {
                // Answered.
            }
            answered++;
        }
        return answered;
    }
}
