namespace AmiTools.Core.Usage;

/// <summary>
/// What all answers together say of an image. Its pair's members count as one thing: a use of one is a use of all, and
/// what is unknown for one is unknown for all.
/// </summary>
internal sealed class UsageFindings
{
    private readonly IReadOnlyList<OpenPlace> places;
    private readonly Dictionary<string, UsesByImage> usesByRegion = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<FleetImage>> pairs = new(StringComparer.Ordinal);
    private readonly ILookup<Place, SourceAnswer> unanswered;
    private readonly bool isAllKnown;

    public UsageFindings(IReadOnlyList<OpenPlace> places, IReadOnlyList<SourceAnswer> answers)
    {
        this.places = places;
        foreach (var region in answers.Where(a => a.Uses.Count > 0).GroupBy(a => a.Place.Region)) usesByRegion[region.Key] = new([.. region.Select(a => a.Uses)]);
        AddPairs();
        unanswered = answers.Where(a => a.Cause is not null).ToLookup(a => a.Place);
        isAllKnown = unanswered.Count == 0 && places.All(p => p.Cause is null);
    }

    /// <summary>Only those of several members: a list for each of 50,000 images that are alone would be most of the memory.</summary>
    private void AddPairs()
    {
        var firsts = new Dictionary<string, FleetImage>(places.Sum(p => p.Images.Count), StringComparer.Ordinal);
        foreach (var image in places.SelectMany(p => p.Images))
        {
            if (image.PairId is not { } id) continue;
            if (!firsts.TryGetValue(id, out var first)) firsts[id] = image;
            else if (pairs.TryGetValue(id, out var members)) members.Add(image);
            else pairs[id] = [first, image];
        }
    }

    /// <summary>All members of an image's pair that could be read, the image itself among them.</summary>
    public IReadOnlyList<FleetImage> MembersOf(FleetImage image) => image.PairId is { } id && pairs.TryGetValue(id, out var members) ? members : [image];

    public IReadOnlyList<ImageUse> UsesOf(FleetImage image)
    {
        var own = OwnUsesOf(image);
        if (image.PairId is not { } pair || !pairs.TryGetValue(pair, out var members)) return own;
        var all = new List<ImageUse>(own);
        foreach (var member in members)
        {
            if ((member.ImageId == image.ImageId && member.Place == image.Place) || OwnUsesOf(member) is not [var use, ..]) continue;
            all.Add(new()
            {
                ImageId = image.ImageId,
                Source = UsageSources.Pairs,
                Resource = $"{member.ImageId} in {member.Place.Target} is used by {use.Source}: {use.Resource}",
                AccountId = use.AccountId,
                Region = use.Region,
            });
        }
        return all;
    }

    public IReadOnlyList<UnknownSource> UnknownOf(FleetImage image) => isAllKnown ? [] :
    [
        .. MembersOf(image).SelectMany(m => LaunchPlaces(m).SelectMany(p => Unanswered(p, isOwn: p.Place == m.Place))).Distinct(),
        // A member may lie in a target that can't be read, and be in use there.
        .. places.Where(p => p.Cause is not null && image.PairId is not null).Select(p => Unreadable(p, UsageSources.Pairs)),
    ];

    /// <summary>The sources without whose answer the image must not be taken for unused.</summary>
    public IReadOnlyList<UnknownSource> RequiredUnknownOf(FleetImage image) => UnknownOf(image) is { Count: > 0 } unknown ? [.. unknown.Where(u => u.IsRequired)] : [];

    public UseState StateOf(FleetImage image) => StateOf(UsesOf(image), UnknownOf(image));

    public static UseState StateOf(IReadOnlyList<ImageUse> uses, IReadOnlyList<UnknownSource> unknown) =>
        uses.Count > 0 ? UseState.Used : unknown.Any(u => u.IsRequired) ? UseState.Unknown : UseState.NotUsed;

    public AmiUsage UsageOf(FleetImage image)
    {
        var (used, unknown) = (UsesOf(image), UnknownOf(image));
        return new()
        {
            ImageId = image.ImageId,
            Name = image.Name,
            Version = image.Version,
            Target = image.Place.Target,
            AccountId = image.Place.AccountId,
            Region = image.Place.Region,
            PairId = image.PairId,
            State = StateOf(used, unknown),
            UsedBy = used,
            Unknown = unknown,
            LastUsed = image.LastUsed,
            LastUsedRuntime = image.LastUsedRuntime,
        };
    }

    /// <summary>What names the image itself, and not another member of its pair.</summary>
    public IReadOnlyList<ImageUse> OwnUsesOf(FleetImage image) =>
        usesByRegion.TryGetValue(image.Place.Region, out var uses) ? uses.Of(image.ImageId) : [];

    /// <summary>Where an image may be launched: at home, and where it is shared. What can't be told counts as shared.</summary>
    private IEnumerable<OpenPlace> LaunchPlaces(FleetImage image) => places.Where(p =>
        p.Place == image.Place
        || (p.Place is null ? p.Target.Region is null || p.Target.Region == image.Place.Region : p.Place.Region == image.Place.Region && (p.Foreign is null || p.Foreign.Contains(image.ImageId))));

    private IEnumerable<UnknownSource> Unanswered(OpenPlace place, bool isOwn) =>
        place.Cause is not null ? [Unreadable(place, "images")]
        : unanswered[place.Place!]
            // The second witnesses are asked about own images only.
            .Where(a => a.IsRequired || isOwn)
            .Select(a => new UnknownSource { Source = a.Source, Target = a.Place.Target, AccountId = a.Place.AccountId, Region = a.Place.Region, Cause = a.Cause!, IsRequired = a.IsRequired });

    private static UnknownSource Unreadable(OpenPlace place, string source) =>
        new() { Source = source, Target = place.Target.Name, AccountId = place.Place?.AccountId, Region = place.Place?.Region, Cause = place.Cause!.Message, IsRequired = true };
}
