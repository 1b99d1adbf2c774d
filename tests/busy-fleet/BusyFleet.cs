using AmiTools.LocalCloud;

namespace AmiTools.Tests;

/// <summary>
/// A fleet in two accounts in which every source has exactly one image of its own in each account, so that a source that is
/// misread shows on that image; with idle images, a pair that is used on one side, and images that are shared and used there.
/// </summary>
internal sealed class BusyFleet
{
    public const string Dev = "111111111111";
    public const string Prod = "222222222222";
    public const string Region = "eu-west-1";
    private const string Base = "ami-0ba5e000000000001";

    private readonly CloudInside inside;
    private readonly Dictionary<string, bool> truth = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> accounts = new(StringComparer.Ordinal);

    private readonly HashSet<string> bases = new(StringComparer.Ordinal);

    private BusyFleet(CloudInside inside) => this.inside = inside;

    /// <summary>Every image, and whether it is used.</summary>
    public IReadOnlyDictionary<string, bool> Images => truth;

    public static BusyFleet SeedInto(CloudInside inside)
    {
        var fleet = new BusyFleet(inside);
        foreach (var account in new[] { Dev, Prod }) fleet.SeedSources(account);
        fleet.SeedAcross();
        return fleet;
    }

    /// <summary>The accounts whose answers tell of an image: those that can launch it or a member of its pair.</summary>
    public IReadOnlyCollection<string> AccountsOf(string image) => accounts[image];

    /// <summary>True of one that nobody uses but as a base.</summary>
    public bool IsBase(string image) => bases.Contains(image);

    private void SeedSources(string account)
    {
        inside.SeedInstance(account, Region, Image("instances"), "stopped");
        inside.SeedLaunchTemplate(account, Region, "through-parameter", ["resolve:ssm:/golden:1"]);
        // The value that is named is not the current one, so that the source of parameters sees it not.
        inside.SeedParameter(account, Region, "/golden", Image("templates"));
        inside.SeedParameter(account, Region, "/golden", Base);
        inside.SeedLaunchConfiguration(account, Region, "configuration", Image("configurations"));
        inside.SeedGroup(account, Region, "group", new() { LaunchTemplateId = Old("of-group", Image("groups")), Version = "2", WarmInstanceIds = ["i-0123456789abcdef0"] });
        inside.SeedGroup(account, Region, "mixed", new() { LaunchTemplateId = Old("of-mixed", Base), Version = "2", Overrides = [new("t3.large", ImageId: Image("overrides"))] });
        inside.SeedSpotRequest(account, Region, Image("spot"));
        inside.SeedSpotFleet(account, Region, [Image("spot-fleets")]);
        inside.SeedFleet(account, Region, Old("of-fleet", Image("fleets")), version: "2");
        inside.SeedParameter(account, Region, "/current", Image("parameters"), "aws:ec2:image");
        inside.SetTag(Region, Image("pins"), "AmiTools:Pinned", "by ops");
        var mother = Image("bases");
        bases.Add(mother);
        Image("child", isUsed: false, source: mother);
        Image("idle", isUsed: false);
        // Used before, and not now.
        inside.SetTag(Region, Image("retired", isUsed: false), "LastUsed", "2026-01-01T00:00:00Z");

        string Image(string name, bool isUsed = true, string? source = null) => Seed(account, name, isUsed, source);
        string Old(string name, string image) => inside.SeedLaunchTemplate(account, Region, name, [Base, image, .. Enumerable.Repeat(Base, 20)]);
    }

    private void SeedAcross()
    {
        var (one, other) = (Seed(Dev, "pair", true, pair: "pair-1"), Seed(Prod, "pair", true, pair: "pair-1"));
        inside.SeedInstance(Prod, Region, other);
        accounts[one].Add(Prod);
        accounts[other].Add(Dev);
        var shared = Seed(Dev, "shared", true);
        inside.Share(Region, shared, Prod);
        inside.SeedLaunchConfiguration(Prod, Region, "of-shared", shared);
        var idle = Seed(Dev, "shared-idle", false);
        inside.Share(Region, idle, Prod);
        foreach (var image in new[] { shared, idle }) accounts[image].Add(Prod);
    }

    private string Seed(string account, string name, bool isUsed, string? source = null, string? pair = null)
    {
        var tags = new Dictionary<string, string> { ["version"] = "1.0.1", ["AmiTools:Image"] = name, ["AmiTools:State"] = "complete", ["AutoCleanup"] = "true" };
        if (pair is not null) tags["AmiTools:Pair"] = pair;
        var image = inside.SeedImage(account, Region, new ImageSeed { Name = $"{name} {account}", Tags = tags, SourceImageId = source ?? Base });
        truth[image] = isUsed;
        accounts[image] = [account];
        return image;
    }
}
