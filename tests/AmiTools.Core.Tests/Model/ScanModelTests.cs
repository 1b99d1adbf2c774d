using AmiTools.Core.Usage;
using Xunit.Abstractions;

namespace AmiTools.Core.Tests.Model;

/// <summary>Random fleets are scanned, and each image has exactly the tags that are true of it.</summary>
public sealed class ScanModelTests(ITestOutputHelper output)
{
    private const string Now = "2026-03-01T12:00:00Z";

    [Fact]
    public void A_scan_of_any_fleet_writes_what_is_true() => Run(1_000);

    [Fact]
    [Trait("Category", "Full")]
    public void A_scan_of_any_of_many_fleets_writes_what_is_true() => Run(20_000);

    /// <summary>The same scan, which takes every answer to one action for an empty one.</summary>
    [Theory]
    [InlineData("DescribeImages")]
    [InlineData("DescribeInstances")]
    [InlineData("DescribeLaunchTemplateVersions")]
    [InlineData("DescribeLaunchConfigurations")]
    [InlineData("DescribeAutoScalingGroups")]
    [InlineData("DescribeSpotInstanceRequests")]
    [InlineData("DescribeSpotFleetRequests")]
    [InlineData("DescribeFleets")]
    [InlineData("DescribeParameters")]
    [InlineData("GetParameters")]
    [InlineData("CreateTags")]
    public void A_scan_that_is_blind_in_one_eye_is_caught(string action)
    {
        using var ground = new ModelGround();
        ground.Lab.Connector.Wrap = aws => new Blind(aws, action);
        ModelRun.ShouldBeCaught(output, 2_000, fleet => Check(ground, fleet));
    }

    private void Run(int fleets)
    {
        using var ground = new ModelGround();
        ModelRun.Check(output, fleets, fleet => Check(ground, fleet));
    }

    private static void Check(ModelGround ground, ModelFleet fleet)
    {
        ground.Lay(fleet);
        var result = new ScanLastUsed(ground.Lab.Surroundings).RunAsync(new() { Options = new() { Files = [ground.FilePath] } }, ground.Lab.Reporter, CancellationToken.None).GetAwaiter().GetResult();
        var isComplete = true;
        foreach (var image in fleet.Images)
        {
            var tags = ground.Tags(image.Number);
            var (use, beat) = (tags.GetValueOrDefault("LastUsed"), tags.GetValueOrDefault("LastUsedRuntime"));
            var (useBefore, beatBefore) = (image.LastUsed?.Of(ground.Now), image.Heartbeat?.Of(ground.Now));
            var what = $"image {image.Number}: LastUsed {use}, LastUsedRuntime {beat}";
            if (!image.IsRegistered || image.IsForeign || image.Account == fleet.Unreachable)
            {
                (use, beat).ShouldBe((useBefore, beatBefore), what);
                continue;
            }
            var (isUsed, isUnknown) = (UseOracle.IsUsed(fleet, image), UseOracle.IsUnknown(fleet, image));
            isComplete &= !isUnknown;
            beat.ShouldBe(isUnknown ? beatBefore : Now, what);
            if (!isUnknown) use.ShouldBe(isUsed ? Now : useBefore, what);
            // What was not asked may use it; what was asked and seen is written all the same.
            else if (use != useBefore) (use, isUsed).ShouldBe((Now, true), what);
        }
        (result.Problems.Count == 0).ShouldBe(isComplete && fleet.Unreachable is null, string.Join("; ", result.Problems));
    }
}
