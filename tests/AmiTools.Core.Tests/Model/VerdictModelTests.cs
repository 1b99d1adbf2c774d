using AmiTools.Core.Cleanup;
using AmiTools.Core.Tests.Usage;
using Xunit.Abstractions;

namespace AmiTools.Core.Tests.Model;

/// <summary>
/// The verdict on every image of random fleets is what the sentences say: nothing is deleted that a sentence keeps, and
/// everything else is; and without any one of its rules it is not.
/// </summary>
public sealed class VerdictModelTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> RuleNames => [.. Verdicts.Rules.Select(r => r.Name)];

    [Fact]
    public void The_verdict_on_any_fleet_is_what_the_sentences_say() => ModelRun.Check(output, 1_000, f => Check(f, Verdicts.Rules));

    [Fact]
    [Trait("Category", "Full")]
    public void The_verdict_on_any_of_many_fleets_is_what_the_sentences_say() => ModelRun.Check(output, 20_000, f => Check(f, Verdicts.Rules));

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void A_verdict_without_one_of_its_rules_is_caught(string missing) => ModelRun.ShouldBeCaught(output, 20_000, f => Check(f, [.. Verdicts.Rules.Where(r => r.Name != missing)]));

    [Fact]
    public void Fleets_have_images_of_both_kinds()
    {
        var (kept, deleted) = (0, 0);
        ModelRun.Check(output, 1_000, fleet =>
        {
            var stay = CleanupOracle.Kept(fleet).Count;
            kept += stay;
            deleted += fleet.Images.Count - stay;
        });
        output.WriteLine($"{kept} kept, {deleted} deleted");
        ((double)deleted / (kept + deleted)).ShouldBeInRange(0.08, 0.5);
    }

    private static void Check(ModelFleet fleet, IReadOnlyList<Rule> rules)
    {
        var kept = Kept(fleet, rules);
        var right = CleanupOracle.Kept(fleet);
        foreach (var image in fleet.Images) kept.Contains(image.Number).ShouldBe(right.Contains(image.Number), $"image {image.Number}");
    }

    /// <summary>Bases of what is kept are kept, so that the verdicts are made again until none changes.</summary>
    private static HashSet<int> Kept(ModelFleet fleet, IReadOnlyList<Rule> rules)
    {
        HashSet<int> kept = [];
        for (var before = -1; before != kept.Count;)
        {
            before = kept.Count;
            kept = [.. fleet.Images.Where(i => !Verdicts.Of(FactsOf(fleet, i, kept), new(), rules).IsDelete).Select(i => i.Number)];
        }
        return kept;
    }

    private static Facts FactsOf(ModelFleet fleet, ModelImage image, HashSet<int> kept)
    {
        var account = ModelGround.Accounts[image.Account];
        var members = fleet.MembersOf(image).ToList();
        return new()
        {
            Now = now,
            AccountId = account,
            OwnerId = image.IsForeign ? UsageLab.Stranger : account,
            AutoCleanup = image.AutoCleanup,
            LastUsedRuntime = image.Heartbeat?.Of(now),
            LastUsed = [.. members.Select(m => m.LastUsed?.Of(now)).OfType<string>()],
            LastLaunched = [.. members.Where(m => m.LaunchedAge is not null).Select(m => now - TimeSpan.FromDays(m.LaunchedAge!.Value))],
            Created = now - TimeSpan.FromDays(image.Age),
            IsComplete = image.IsComplete,
            IsPrerelease = CleanupOracle.IsPrerelease(image),
            UsedBy = [.. members.SelectMany(m => fleet.Uses.Where(u => u.Image == m.Number && UseKind.All[u.Kind].IsUse)).Select(u => u.Kind)],
            UnknownSources = UseOracle.IsUnknown(fleet, image) || CleanupOracle.IsHistoryUnknown(fleet, image) ? ["a source"] : [],
            Pinned = image.Pinned,
            PinnedByParameters = [.. fleet.Uses.Where(u => u.Image == image.Number && u.Kind == "parameter-before").Select(u => u.Kind)],
            PinnedByFiles = image.IsInFile ? ["images.txt"] : [],
            ReleaseRank = CleanupOracle.RankOf(fleet, image),
            DeregistrationProtection = image.IsProtected ? "enabled-without-cooldown" : "disabled",
            KeptChildren = [.. fleet.Own.Where(i => i.Base == image.Number && !i.IsCopy && kept.Contains(i.Number)).Select(i => $"image {i.Number}")],
        };
    }
}
