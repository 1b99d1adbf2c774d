using AmiTools.Core.Images;
using AmiTools.Core.Usage;
using AmiTools.Core.Usage.Sources;

namespace AmiTools.Core.Cleanup;

/// <summary>An image with what was known of it and what follows from that.</summary>
internal sealed record JudgedImage(FleetImage Image, Facts Facts, Verdict Verdict);

/// <summary>
/// Judges all images of all places at once, from one reading. An image that is the base of one that stays stays too; and
/// what <paramref name="goes"/> does not name stays, whatever its verdict would be.
/// </summary>
internal sealed class FleetFacts(IReadOnlyList<OpenPlace> places, UsageFindings findings, Limits limits, DateTimeOffset now, Func<FleetImage, bool> goes)
{
    // What keeps an image without running it has a rule of its own each.
    private static readonly HashSet<string> notUses = new([new PinsSource().Name, new FilesSource().Name, new BasesSource().Name, ParameterHistorySource.SourceName], StringComparer.Ordinal);

    private readonly Dictionary<(string Name, Place Place), Dictionary<string, int>> releases = [];

    /// <summary>All images, each with its verdict.</summary>
    public IReadOnlyList<JudgedImage> Judge()
    {
        RankReleases();
        var judged = new Dictionary<string, JudgedImage>(StringComparer.Ordinal);
        foreach (var image in places.SelectMany(p => p.Images))
        {
            var facts = FactsOf(image);
            judged[image.ImageId] = new(image, facts, Verdicts.Of(facts, limits));
        }
        KeepBases(judged);
        return [.. judged.Values];
    }

    private void KeepBases(Dictionary<string, JudgedImage> judged)
    {
        var children = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var staying = new Queue<FleetImage>(judged.Values.Where(Stays).Select(j => j.Image));
        while (staying.Count > 0)
        {
            var child = staying.Dequeue();
            foreach (var id in child.Bases)
            {
                if (id == child.ImageId || !judged.TryGetValue(id, out var @base)) continue;
                if (children.TryGetValue(id, out var known))
                {
                    known.Add(child.ImageId);
                    continue;
                }
                children[id] = [child.ImageId];
                // It stays because of its child, and so do its own bases.
                if (!Stays(@base)) staying.Enqueue(@base.Image);
            }
        }
        foreach (var (id, kept) in children.Select(c => (c.Key, c.Value)))
        {
            var facts = judged[id].Facts with { KeptChildren = kept };
            judged[id] = new(judged[id].Image, facts, Verdicts.Of(facts, limits));
        }

        bool Stays(JudgedImage one) => !one.Verdict.IsDelete || !goes(one.Image);
    }

    /// <summary>
    /// By version: two images of one version are one release, and share its place. One that can't be launched takes no place
    /// from those that can.
    /// </summary>
    private void RankReleases()
    {
        foreach (var release in places.SelectMany(p => p.Images).Where(IsRelease).GroupBy(i => (i.Name, i.Place)))
        {
            var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
            var rank = 1;
            foreach (var version in release.GroupBy(i => i.Version!, StringComparer.Ordinal).OrderByDescending(v => v.Key, Comparer<string>.Create(VersionPattern.Compare)))
            {
                ranks[version.Key] = rank;
                if (version.Any(i => i.Details.State == "available")) rank++;
            }
            releases[release.Key] = ranks;
        }
    }

    private static bool IsRelease(FleetImage image) => image is { IsRegistered: true, IsComplete: true, Version: not null } && !VersionPattern.IsPrerelease(image.Version);

    private Facts FactsOf(FleetImage image)
    {
        var members = findings.MembersOf(image);
        var own = findings.OwnUsesOf(image);
        return new()
        {
            Now = now,
            AccountId = image.Place.AccountId,
            OwnerId = image.Details.OwnerId,
            AutoCleanup = image.Details.AutoCleanup,
            LastUsedRuntime = image.LastUsedRuntime,
            LastUsed = [.. members.Select(m => m.LastUsed).OfType<string>()],
            LastLaunched = [.. members.Select(m => m.Details.LastLaunchedTime).OfType<DateTimeOffset>()],
            Created = image.Details.CreationDate,
            IsComplete = image.IsComplete,
            IsPrerelease = VersionPattern.IsPrerelease(image.Version),
            UsedBy = [.. members.SelectMany(m => findings.OwnUsesOf(m).Where(u => !notUses.Contains(u.Source)).Select(u => IsSame(m, image) ? u.ToString() : $"{u}, by way of {m.ImageId} in {m.Place.Target}"))],
            UnknownSources = [.. findings.RequiredUnknownOf(image).Select(u => u.ToString())],
            Pinned = image.Pinned,
            PinnedByParameters = Resources(ParameterHistorySource.SourceName),
            PinnedByFiles = Resources(new FilesSource().Name),
            ReleaseRank = IsRelease(image) ? releases[(image.Name, image.Place)][image.Version!] : null,
            DeregistrationProtection = image.Details.DeregistrationProtection,
        };

        IReadOnlyList<string> Resources(string source) => [.. own.Where(u => u.Source == source).Select(u => u.Resource).Distinct()];
    }

    private static bool IsSame(FleetImage a, FleetImage b) => a.ImageId == b.ImageId && a.Place == b.Place;
}
