using AmiTools.Core.Images;
using AmiTools.Core.Tests.Building;
using AmiTools.LocalCloud;
using static AmiTools.Core.Tests.Building.PairLab;

namespace AmiTools.Core.Tests.Images;

/// <summary>Images that existed before become a pair: all, or none.</summary>
public sealed class RegisterPairTests
{
    private static readonly Dictionary<string, string> old = new() { ["version"] = "2.0.41", ["team"] = "web" };

    [Fact]
    public async Task Images_that_existed_before_are_found_as_a_pair_afterwards()
    {
        await using var lab = await StartAsync();
        var (dev, prod) = (Seed(lab, Dev), Seed(lab, Prod));

        var pair = await RegisterAsync(lab, dev, prod);

        pair.Members.Select(m => m.ImageId).ShouldBe([dev, prod]);
        var found = await new FindImages(lab.Surroundings).RunAsync(new() { Name = "web", Version = "2.0.41", Targets = Targets(lab) }, lab.Reporter, default);
        found.Select(i => (i.ImageId, i.PairId, i.IsComplete)).ShouldBe([(dev, pair.PairId, true), (prod, pair.PairId, true)]);
        foreach (var (account, id) in new[] { (Dev, dev), (Prod, prod) })
        {
            var image = lab.Cloud.Inside.Images(account, Region).Single();
            image.Tags["team"].ShouldBe("web");
            image.Tags.Keys.ShouldNotContain(TagNames.AutoCleanup);
            lab.Cloud.Inside.Tags(Region, image.SnapshotIds[0])[TagNames.Pair].ShouldBe(pair.PairId);
        }
    }

    [Fact]
    public async Task No_lookup_sees_a_member_before_all_are_there()
    {
        await using var lab = await StartAsync();
        var (dev, prod) = (Seed(lab, Dev), Seed(lab, Prod));
        await RegisterAsync(lab, dev, prod);
        var marks = lab.Cloud.Calls.Where(c => c.Action == "CreateTags").Select(c => (c.Account, c.Parameters.Values.Contains(TagNames.Complete))).ToList();
        marks.ShouldBe([(Dev, false), (Prod, false), (Dev, true), (Prod, true)]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_refusal_in_prod_takes_devs_tags_back(int call)
    {
        await using var lab = await StartAsync();
        var (dev, prod) = (Seed(lab, Dev), Seed(lab, Prod));
        lab.Cloud.Faults.Add(new Fault("CreateTags", Call: call) { Account = Prod, Count = 0, Code = "UnauthorizedOperation", Status = 403, Message = "planned" });
        var failure = await Should.ThrowAsync<AmiToolsException>(() => RegisterAsync(lab, dev, prod));
        failure.ErrorId.ShouldBe("RegistrationFailed");
        failure.Kind.ShouldBe(FailureKind.PermissionDenied);
        failure.Message.ShouldEndWith("The tags that had been written are taken back.");
        foreach (var account in new[] { Dev, Prod })
        {
            var image = lab.Cloud.Inside.Images(account, Region).Single();
            image.Tags.ShouldBe(old, ignoreOrder: true);
            lab.Cloud.Inside.Tags(Region, image.SnapshotIds[0]).Keys.ShouldNotContain(k => k.StartsWith("AmiTools:"));
        }
    }

    [Fact]
    public async Task What_can_not_be_taken_back_is_listed()
    {
        await using var lab = await StartAsync();
        var (dev, prod) = (Seed(lab, Dev), Seed(lab, Prod));
        lab.Cloud.Faults.Add(new Fault("CreateTags") { Account = Prod, Count = 0, Code = "UnauthorizedOperation", Status = 403 });
        lab.Cloud.Inside.Deny(Dev, "ec2:DeleteTags");
        var failure = await Should.ThrowAsync<AmiToolsException>(() => RegisterAsync(lab, dev, prod));
        (failure.ErrorId, failure.Kind).ShouldBe(("RegistrationIncomplete", FailureKind.PartlyDone));
        failure.Message.ShouldContain($"{dev}, ");
        failure.Message.ShouldContain("in dev (111111111111, eu-west-1)");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once_and_nothing_is_written()
    {
        await using var lab = await StartAsync();
        var dev = Seed(lab, Dev);
        var second = Seed(lab, Dev, "web second");
        var other = lab.Cloud.Inside.SeedImage(Prod, Region, new() { Name = "web 2.0.41", Tags = new Dictionary<string, string> { [TagNames.Image] = "web", [TagNames.Version] = "2.0.41", [TagNames.Pair] = "p-1" } });
        var failure = await Should.ThrowAsync<ProblemsFoundException>(() => RegisterAsync(lab, dev, second, "ami-00000000000000000"));
        failure.Problems.Select(p => (p.Id, p.Target)).ShouldBe([("TwoMembers", "dev"), ("MemberMissing", "prod"), ("VersionExists", "prod"), ("ImageNotFound", null)]);
        lab.Cloud.Calls.ShouldNotContain(c => c.Action == "CreateTags");

        (await Should.ThrowAsync<ProblemsFoundException>(() => RegisterAsync(lab, dev, other))).Problems.Select(p => p.Id).ShouldBe(["AlreadyPaired"]);
    }

    [Theory]
    [InlineData("2.0.42", "VersionDiffers")]
    [InlineData("2.0.41-x", "VersionInvalid")]
    [InlineData("two", "VersionInvalid")]
    public async Task The_version_has_to_be_a_release_and_the_images_own(string version, string problem)
    {
        await using var lab = await StartAsync();
        var (dev, prod) = (Seed(lab, Dev), Seed(lab, Prod));
        var failure = await Should.ThrowAsync<ProblemsFoundException>(() =>
            new PlanRegistration(lab.Surroundings).RunAsync(new() { Name = "web", Version = version, ImageIds = [dev, prod], Targets = Targets(lab) }, lab.Reporter, default));
        failure.Problems.ShouldAllBe(p => p.Id == problem);
    }

    [Fact]
    public async Task A_name_that_is_too_long_is_told_what_a_name_is()
    {
        await using var lab = await StartAsync();
        var failure = await Should.ThrowAsync<ProblemsFoundException>(() =>
            new PlanRegistration(lab.Surroundings).RunAsync(new() { Name = new('n', 300), Version = "2.0.41", ImageIds = ["ami-0123456789abcdef0"], Targets = Targets(lab) }, lab.Reporter, default));
        failure.Problems.ShouldHaveSingleItem().Message.ShouldBe($"'{new string('n', 57)}...' is no name of an image; expected at most 100 letters, digits, dots, dashes and underscores, the first a letter or digit.");
    }

    private static TargetSelection Targets(PairLab lab) => new() { Path = lab.Root };

    private static string Seed(PairLab lab, string account, string name = "web-old 2.0.41") =>
        lab.Cloud.Inside.SeedImage(account, Region, new() { Name = name, Tags = old, SnapshotTags = new Dictionary<string, string>() });

    private static async Task<AmiPair> RegisterAsync(PairLab lab, params string[] images)
    {
        var plan = await new PlanRegistration(lab.Surroundings).RunAsync(new() { Name = "web", Version = "2.0.41", ImageIds = images, Targets = Targets(lab) }, lab.Reporter, default);
        return await new RegisterPair(lab.Surroundings).RunAsync(plan, lab.Reporter, default);
    }
}
