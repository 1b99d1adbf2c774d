using AmiTools.Core.Usage;
using AmiTools.LocalCloud;
using static AmiTools.Core.Tests.Usage.UsageLab;

namespace AmiTools.Core.Tests.Usage;

/// <summary>What a scan finds in accounts that are not as they should be.</summary>
public sealed class OddFleetTests
{
    private const string Now = "2026-03-01T12:00:00Z";

    [Theory]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("01/03/2026")]
    [InlineData("2036-01-01T00:00:00Z")]
    public async Task A_date_that_is_none_or_lies_ahead_is_written_anew_by_a_complete_scan_and_shown_by_another(string date)
    {
        using var lab = new UsageLab();
        foreach (var tag in new[] { "LastUsed", "LastUsedRuntime" }) lab.Inside.SetTag(Region, lab.DevImage, tag, date);
        lab.Inside.Deny(Dev, "ec2:DescribeFleets");
        var incomplete = (await ScanAsync(lab)).Images.Single(i => i.ImageId == lab.DevImage);
        (incomplete.LastUsed, incomplete.LastUsedRuntime).ShouldBe((date, date));
        Tags(lab, lab.DevImage).ShouldBe((date, date));

        lab.Inside.AllowAll();
        lab.Inside.SeedInstance(Dev, Region, lab.DevImage);
        await ScanAsync(lab);
        Tags(lab, lab.DevImage).ShouldBe((Now, Now));
    }

    [Fact]
    public async Task Images_with_50_tags_are_named_and_keep_nobody_else_from_theirs()
    {
        using var lab = new UsageLab();
        var others = Enumerable.Range(0, 60).Select(i => lab.Seed(Dev, "dev", $"1.1.{i}", pair: null)).ToList();
        var full = lab.Seed(Dev, "dev", "3.0.0", pair: null, more: Enumerable.Range(0, 45).ToDictionary(i => $"mine{i}", _ => "x"));
        lab.Inside.Tags(Region, full).Count.ShouldBe(50);
        var result = await ScanAsync(lab);
        foreach (var image in others.Append(lab.DevImage)) Tags(lab, image).Runtime.ShouldBe(Now);
        Tags(lab, full).ShouldBe((null, null));
        var problem = result.Problems.ShouldHaveSingleItem();
        problem.ShouldStartWith($"LastUsedRuntime can't be written in dev (account {Dev}, {Region}): ");
        problem.ShouldContain("TagLimitExceeded");
        result.Images.Where(i => i.Problems.Count > 0).ShouldHaveSingleItem().ImageId.ShouldBe(full);
        // Halves: 62, 31, 16, 8, 4, 2, 1 and the other one of each.
        lab.Cloud.Calls.Count(c => c.Action == "CreateTags" && c.Account == Dev).ShouldBeLessThanOrEqualTo(14);
    }

    [Fact]
    public async Task An_image_with_50_tags_among_them_the_scans_own_is_tagged()
    {
        using var lab = new UsageLab();
        var full = lab.Seed(Dev, "dev", "3.0.0", pair: null, more: Enumerable.Range(0, 43).ToDictionary(i => $"mine{i}", _ => "x"));
        foreach (var tag in new[] { "LastUsed", "LastUsedRuntime" }) lab.Inside.SetTag(Region, full, tag, "2026-02-01T00:00:00Z");
        lab.Inside.Tags(Region, full).Count.ShouldBe(50);
        lab.Inside.SeedInstance(Dev, Region, full);
        (await ScanAsync(lab)).Problems.ShouldBeEmpty();
        Tags(lab, full).ShouldBe((Now, Now));
    }

    [Fact]
    public async Task Images_of_other_owners_are_used_and_not_tagged()
    {
        using var lab = new UsageLab();
        var foreign = lab.Inside.SeedImage(Stranger, Region, new ImageSeed { Name = "web 1.0.1", SharedWith = [Dev], Tags = new Dictionary<string, string> { ["AmiTools:Image"] = "web", ["version"] = "1.0.1" } });
        lab.Inside.SeedInstance(Dev, Region, foreign);
        (await ScanAsync(lab)).Images.Select(i => i.ImageId).ShouldBe([lab.DevImage, lab.ProdImage], ignoreOrder: true);
        Tags(lab, foreign).ShouldBe((null, null));
    }

    [Fact]
    public async Task No_permission_to_tag_says_which()
    {
        using var lab = new UsageLab();
        lab.Inside.Deny(Dev, "ec2:CreateTags");
        var result = await ScanAsync(lab);
        var problem = result.Problems.ShouldHaveSingleItem();
        problem.ShouldStartWith($"LastUsedRuntime can't be written in dev (account {Dev}, {Region}): EC2 CreateTags: ");
        problem.ShouldContain("UnauthorizedOperation");
        Tags(lab, lab.DevImage).ShouldBe((null, null));
        Tags(lab, lab.ProdImage).ShouldBe((null, Now));
    }

    [Fact]
    public async Task Two_targets_in_one_account_and_Region_are_read_once_and_each_name_means_both()
    {
        using var lab = new UsageLab();
        File.AppendAllText(Path.Combine(lab.Folder.Path, "environments.yaml"), $"\n  - name: again\n    account: \"{Prod}\"\n    region: {Region}\n");
        var request = new TargetSelection { Names = ["again"] };
        var result = await new ScanLastUsed(lab.Surroundings).RunAsync(new() { Targets = request }, lab.Reporter, CancellationToken.None);
        result.Images.ShouldHaveSingleItem().ImageId.ShouldBe(lab.ProdImage);
        Tags(lab, lab.ProdImage).Runtime.ShouldBe(Now);
        Tags(lab, lab.DevImage).Runtime.ShouldBeNull();
        (await lab.AllAsync(new() { Targets = request })).ShouldHaveSingleItem().ImageId.ShouldBe(lab.ProdImage);
    }

    [Fact]
    public async Task An_empty_fleet_is_scanned_without_a_tag()
    {
        using var lab = new UsageLab();
        lab.Inside.Clear();
        var result = await ScanAsync(lab);
        result.Problems.ShouldBeEmpty();
        result.ToString().ShouldBe("0 images scanned: 0 used, 0 with a heartbeat, 0 without");
        lab.Cloud.Calls.ShouldNotContain(c => c.Action == "CreateTags");
    }

    [Fact]
    public async Task A_Region_that_is_switched_off_says_so_and_leaves_pairs_without_a_heartbeat()
    {
        const string Off = "ap-southeast-2";
        using var lab = new UsageLab(new() { Accounts = [new(Dev, "dev"), new(Prod, "prod") { DisabledRegions = [Off] }, new(Stranger, "stranger")] });
        var path = Path.Combine(lab.Folder.Path, "environments.yaml");
        File.WriteAllText(path, File.ReadAllText(path).Replace($"account: \"{Prod}\"\n    region: {Region}", $"account: \"{Prod}\"\n    region: {Off}"));
        var alone = lab.Seed(Dev, "dev", "2.0.1", pair: null);
        var result = await ScanAsync(lab);
        result.Problems[0].ShouldStartWith($"The images of the target 'prod' (account {Prod}, {Off}) can't be read: EC2 DescribeImages: AWS was not able to validate the provided access credentials");
        result.Problems[0].ShouldEndWith($"If {Off} is not switched on for the account, nobody's keys are known there: switch it on, or take the target out of environments.yaml.");
        Tags(lab, lab.DevImage).ShouldBe((null, null));
        Tags(lab, alone).ShouldBe((null, Now));
    }

    [Theory]
    [InlineData("shares")]
    [InlineData("image-references")]
    public async Task A_source_that_a_scan_does_not_ask_cannot_be_required_in_it(string source)
    {
        using var lab = new UsageLab();
        var failure = await Should.ThrowAsync<AmiToolsException>(() => new ScanLastUsed(lab.Surroundings).RunAsync(new() { Options = new() { Required = [source] } }, lab.Reporter, CancellationToken.None));
        (failure.ErrorId, failure.Message).ShouldBe(("SourceNotAsked", $"A scan does not ask the source '{source}', which is for chosen images only; Get-AmiUsage (usage) does."));
    }

    private static Task<ScanResult> ScanAsync(UsageLab lab) => new ScanLastUsed(lab.Surroundings).RunAsync(new(), lab.Reporter, CancellationToken.None);

    private static (string? Used, string? Runtime) Tags(UsageLab lab, string image)
    {
        var tags = lab.Inside.Tags(Region, image);
        return (tags.GetValueOrDefault("LastUsed"), tags.GetValueOrDefault("LastUsedRuntime"));
    }
}
