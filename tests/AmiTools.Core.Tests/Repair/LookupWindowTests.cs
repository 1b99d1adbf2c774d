using AmiTools.Core.Images;
using AmiTools.Core.Tests.Building;
using static AmiTools.Core.Tests.Building.PairLab;

namespace AmiTools.Core.Tests.Repair;

/// <summary>What a lookup returns at every point between the first and the last mark, as docs/guides/repair.md has it.</summary>
public sealed class LookupWindowTests
{
    private static readonly string[] accounts = [Dev, Prod];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_version_is_found_in_all_targets_or_in_none_and_latest_is_each_targets_own(int marked)
    {
        await using var lab = await PairLab.StartAsync();
        foreach (var account in accounts)
        {
            Seed(lab, account, "2.0.56", complete: true);
            Seed(lab, account, "2.0.57", complete: Array.IndexOf(accounts, account) < marked);
        }

        (await FoundAsync(lab, "2.0.57")).ShouldBe(marked == 2 ? ["dev 2.0.57", "prod 2.0.57"] : []);
        (await FoundAsync(lab, "2.0.57", "dev")).ShouldBe(marked >= 1 ? ["dev 2.0.57"] : []);
        (await FoundAsync(lab, "2.0.57", "prod")).ShouldBe(marked == 2 ? ["prod 2.0.57"] : []);
        (await FoundAsync(lab, "latest")).ShouldBe([marked >= 1 ? "dev 2.0.57" : "dev 2.0.56", marked == 2 ? "prod 2.0.57" : "prod 2.0.56"]);
        (await PairsAsync(lab, incomplete: false)).ShouldBe(marked == 2 ? ["2.0.57 True", "2.0.56 True"] : ["2.0.56 True"], ignoreOrder: true);
        (await PairsAsync(lab, incomplete: true)).ShouldBe([$"2.0.57 {marked == 2}", "2.0.56 True"], ignoreOrder: true);
        if (marked == 1)
        {
            var failure = await Should.ThrowAsync<AmiToolsException>(() => FindAsync(lab, "2.0.57"));
            failure.Message.ShouldContain("target 'prod'");
            failure.Message.ShouldContain("not complete: its pair is being built, or its build was broken off");
        }
    }

    private static void Seed(PairLab lab, string account, string version, bool complete) => lab.Cloud.Inside.SeedImage(account, Region, $"web {version}", new Dictionary<string, string>
    {
        ["version"] = version,
        ["AmiTools:Image"] = "web",
        ["AmiTools:Pair"] = "pair of " + version,
        ["AmiTools:State"] = complete ? "complete" : "building",
    });

    private static Task<IReadOnlyList<Ami>> FindAsync(PairLab lab, string version, params string[] targets) => new FindImages(lab.Surroundings).RunAsync(
        new FindImagesRequest { Targets = new() { Path = lab.Root, Names = targets }, Name = "web", Version = version }, lab.Reporter, default);

    private static async Task<IReadOnlyList<string>> FoundAsync(PairLab lab, string version, params string[] targets)
    {
        try
        {
            return [.. (await FindAsync(lab, version, targets)).Select(i => $"{i.Target} {i.Version}")];
        }
        catch (AmiToolsException e) when (e.Kind == FailureKind.NotFound)
        {
            return [];
        }
    }

    private static async Task<IReadOnlyList<string>> PairsAsync(PairLab lab, bool incomplete) =>
    [
        .. (await new FindPairs(lab.Surroundings).RunAsync(new FindPairsRequest { Targets = new() { Path = lab.Root }, Names = ["web"], IncludeIncomplete = incomplete }, lab.Reporter, default))
            .Select(p => $"{p.Version} {p.IsComplete}"),
    ];
}
