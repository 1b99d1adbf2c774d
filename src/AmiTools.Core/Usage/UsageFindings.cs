namespace AmiTools.Core.Usage;

/// <summary>
/// What all answers together say of an image. Its pair's members count as one thing: a use of one is a use of all, and
/// what is unknown for one is unknown for all.
/// </summary>
internal sealed class UsageFindings
{
    private readonly IReadOnlyList<OpenPlace> places;
    private readonly ILookup<(string Region, string ImageId), ImageUse> uses;
    private readonly ILookup<string, FleetImage> pairs;
    private readonly ILookup<Place, SourceAnswer> unanswered;

    public UsageFindings(IReadOnlyList<OpenPlace> places, IReadOnlyList<SourceAnswer> answers)
    {
        this.places = places;
        uses = answers.SelectMany(a => a.Uses).ToLookup(u => (u.Region, u.ImageId));
        pairs = places.SelectMany(p => p.Images).Where(i => i.PairId is not null).ToLookup(i => i.PairId!, StringComparer.Ordinal);
        unanswered = answers.Where(a => a.Cause is not null).ToLookup(a => a.Place);
    }

    /// <summary>All members of an image's pair that could be read, the image itself among them.</summary>
    public IEnumerable<FleetImage> MembersOf(FleetImage image) => image.PairId is { } id ? pairs[id] : [image];

    public IReadOnlyList<ImageUse> UsesOf(FleetImage image) =>
    [
        .. Own(image),
        .. MembersOf(image).Where(m => m != image).SelectMany(m => Own(m).Take(1).Select(u => new ImageUse
        {
            ImageId = image.ImageId,
            Source = UsageSources.Pairs,
            Resource = $"{m.ImageId} in {m.Place.Target} is used by {u.Source}: {u.Resource}",
            AccountId = u.AccountId,
            Region = u.Region,
        })),
    ];

    public IReadOnlyList<UnknownSource> UnknownOf(FleetImage image) =>
    [
        .. MembersOf(image).SelectMany(m => LaunchPlaces(m).SelectMany(p => Unanswered(p, isOwn: p.Place == m.Place))).Distinct(),
        // A member may lie in a target that can't be read, and be in use there.
        .. places.Where(p => p.Cause is not null && image.PairId is not null).Select(p => Unreadable(p, UsageSources.Pairs)),
    ];

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

    private IEnumerable<ImageUse> Own(FleetImage image) => uses[(image.Place.Region, image.ImageId)];

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
