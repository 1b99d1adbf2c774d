using FsCheck;
using FsCheck.Fluent;

namespace AmiTools.Core.Tests.Model;

/// <summary>Random fleets, and smaller ones of a fleet that failed.</summary>
internal static class FleetGenerator
{
    private static readonly string[] actions =
    [
        "ec2:DescribeInstances", "ec2:DescribeLaunchTemplateVersions", "autoscaling:DescribeLaunchConfigurations", "autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeWarmPool",
        "ec2:DescribeSpotInstanceRequests", "ec2:DescribeSpotFleetRequests", "ec2:DescribeFleets", "ssm:DescribeParameters", "ssm:GetParameters", "ssm:GetParameter", "ssm:GetParameterHistory",
    ];

    private static readonly double[] ages = [0.01, 6.9, 7.1, 20, 29.9, 30.1, 60, 90];

    public static Arbitrary<ModelFleet> Fleets => Arb.From(Gen.Choose(0, int.MaxValue).Select(seed => Possible(Make(new Random(seed)))), fleet => Smaller(fleet).Select(Possible).Where(f => f != fleet));

    /// <summary>Without uses where the image can't be launched. (One that was launched before a share was taken back is not what a scan promises to know.)</summary>
    private static ModelFleet Possible(ModelFleet fleet)
    {
        return fleet with { Uses = [.. fleet.Uses.Where(IsPossible)], Later = [.. fleet.Later.Where(IsPossible)] };

        bool IsPossible(ModelUse use) => fleet.Image(use.Image) is var image && (image.Account == use.Account || image.IsShared);
    }

    private static ModelFleet Make(Random random)
    {
        var images = Enumerable.Range(0, random.Next(1, 13)).Select(n => MakeImage(random, n)).ToList();
        var uses = Enumerable.Range(0, random.Next(0, 5)).Select(_ => new ModelUse(Pick(random, UseKind.All.Keys.ToArray()), random.Next(2), random.Next(images.Count))).ToList();
        var denials = Enumerable.Range(0, random.Next(4) == 0 ? random.Next(1, 3) : 0).Select(_ => new ModelDenial(random.Next(2), Pick(random, actions))).Distinct().ToList();
        var later = Enumerable.Range(0, random.Next(2)).Select(_ => new ModelUse(Pick(random, "instance", "template-default", "configuration", "spot-open", "fleet-override", "parameter-typed"), random.Next(2), random.Next(images.Count))).ToList();
        return new(images, uses, denials, random.Next(25) == 0 ? random.Next(2) : null) { Later = later };
    }

    private static ModelImage MakeImage(Random random, int number)
    {
        bool In(int chances) => random.Next(chances) == 0;
        return new ModelImage(number, random.Next(2), Pick(random, "web", "web", "web", "api"), In(15) ? null : Pick(random, "1.0.1", "1.0.2", "1.0.3", "2.0.0", "2.0.1-feature", "2.0.2-x.1"), In(3) ? null : random.Next(4))
        {
            IsRegistered = !In(12),
            IsComplete = !In(8),
            AutoCleanup = In(10) ? Pick(random, null, "false", "True") : "true",
            Age = In(30) ? -1 : Pick(random, ages),
            LaunchedAge = In(5) ? In(20) ? -1 : Pick(random, ages) : null,
            LastUsed = In(3) ? Date(random) : null,
            Heartbeat = In(8) ? null : In(8) ? Date(random) : new(0.01),
            Pinned = In(12) ? Pick(random, "by ops", "by ops until 2026-12-01: a release", "by ops until 2026-01-01: over", "until soon") : null,
            IsProtected = In(15),
            // Only earlier ones, so that nothing is its own base.
            Base = number > 0 && In(6) ? random.Next(number) : null,
            IsCopy = In(3),
            IsShared = In(3),
            IsInFile = In(15),
            IsForeign = In(20),
        };
    }

    private static ModelDate Date(Random random) => random.Next(12) switch
    {
        0 => new(null, Pick(random, "soon", "", "01/03/2026", "2026-02-30T00:00:00Z")),
        1 => new(-1),
        _ => new(Pick(random, ages)),
    };

    private static T Pick<T>(Random random, params T[] of) => of[random.Next(of.Length)];

    /// <summary>With one thing less, then with one thing plainer.</summary>
    private static IEnumerable<ModelFleet> Smaller(ModelFleet fleet)
    {
        if (fleet.Unreachable is not null) yield return fleet with { Unreachable = null };
        foreach (var denial in fleet.Denials) yield return fleet with { Denials = [.. fleet.Denials.Where(d => d != denial)] };
        for (var i = 0; i < fleet.Uses.Count; i++) yield return fleet with { Uses = [.. fleet.Uses.Where((_, n) => n != i)] };
        for (var i = 0; i < fleet.Later.Count; i++) yield return fleet with { Later = [.. fleet.Later.Where((_, n) => n != i)] };
        foreach (var image in fleet.Images)
        {
            if (fleet.Images.Count > 1)
                yield return fleet with { Images = [.. fleet.Images.Where(i => i != image).Select(i => i.Base == image.Number ? i with { Base = null } : i)], Uses = [.. fleet.Uses.Where(u => u.Image != image.Number)], Later = [.. fleet.Later.Where(u => u.Image != image.Number)] };
            foreach (var plainer in Plainer(image).Where(p => p != image))
                yield return fleet with { Images = [.. fleet.Images.Select(i => i == image ? plainer : i)] };
        }
    }

    private static IEnumerable<ModelImage> Plainer(ModelImage image) =>
    [
        image with { IsShared = false }, image with { IsInFile = false }, image with { IsForeign = false }, image with { Base = null, IsCopy = false }, image with { IsProtected = false }, image with { Pinned = null }, image with { Pair = null },
        image with { LaunchedAge = null }, image with { LastUsed = null }, image with { Heartbeat = new(0.01) }, image with { AutoCleanup = "true" }, image with { IsRegistered = true },
        image with { IsComplete = true }, image with { Age = 60 },
    ];
}
