using AmiTools.Core.Definitions;
using AmiTools.Core.Environments;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup;

/// <summary>One reading of everything that decides, and when it began.</summary>
internal sealed record ReadFleet(IReadOnlyList<OpenPlace> Places, UsageFindings Findings, DateTimeOffset Began, DateTimeOffset Ended);

/// <summary>
/// Reads all targets and every source in them, as often as it is asked. Which targets and names are chosen says what may be
/// deleted, and not what is read.
/// </summary>
internal sealed class FleetReading : IDisposable
{
    private readonly Surroundings surroundings;
    private readonly CleanupRequest request;
    private readonly OpenPlaces open;
    private readonly UsageReader reader;
    private readonly HashSet<Place> chosen;
    private bool isFresh = true;
    private DateTimeOffset began;

    private FleetReading(Surroundings surroundings, CleanupRequest request, OpenPlaces open, ICollection<string> targets, UsageReader reader, DateTimeOffset began)
    {
        (this.surroundings, this.request, this.open, this.reader, this.began) = (surroundings, request, open, reader, began);
        chosen = [.. open.All.Where(p => p.IsAnyOf(targets)).Select(p => p.Place).OfType<Place>()];
        Unread = [.. open.All.Where(p => p.Cause is not null && p.IsAnyOf(targets)).Select(p => p.Cause!.Message)];
    }

    /// <summary>The chosen targets that can't be read, each with the cause.</summary>
    public IReadOnlyList<string> Unread { get; }

    /// <summary>The chosen targets that can be read.</summary>
    public IReadOnlyList<OpenPlace> Chosen => [.. open.All.Where(p => p.Cause is null && IsChosen(p.Place!))];

    /// <summary>Connects all targets and reads their images.</summary>
    /// <exception cref="AmiToolsException">The request is wrong, or no chosen target can be read.</exception>
    public static async Task<FleetReading> OpenAsync(CleanupRequest request, Surroundings surroundings, IReporter reporter, CancellationToken cancel)
    {
        IReadOnlyList<IUsageSource> sources = [.. UsageSources.All, new ParameterHistorySource(request.Limits.ParameterHistory)];
        CleanupChecks.Check(request, sources);
        var estate = EstateFinder.Load(request.Targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory);
        HashSet<string> targets = new(EstateFinder.Choose(estate, request.Targets).Select(t => t.Name), StringComparer.Ordinal);
        var began = surroundings.Time.GetUtcNow();
        var open = await OpenPlaces.OpenAsync(estate.Targets, surroundings, reporter, cancel).ConfigureAwait(false);
        var meant = open.All.Where(p => p.IsAnyOf(targets)).ToList();
        if (meant.All(p => p.Cause is not null))
        {
            open.Dispose();
            throw meant[0].Cause!;
        }
        // A name that was mistyped would look like a fleet in which nothing is to be done.
        foreach (var name in request.Names.Where(n => !meant.SelectMany(p => p.Images).Any(i => NamePattern.Matches(n, i.Name))))
            reporter.Warning($"No image that could be read has the name '{name}' ({string.Join(", ", targets)}).");
        return new(surroundings, request, open, targets, new UsageReader(surroundings, request.Options, reporter) { Sources = sources }, began);
    }

    /// <summary>Everything, as it is now. <paramref name="isAsked"/>: of which images the second witnesses are asked too.</summary>
    public async Task<ReadFleet> ReadAsync(Func<FleetImage, bool> isAsked, CancellationToken cancel)
    {
        if (!isFresh)
        {
            began = surroundings.Time.GetUtcNow();
            await open.ReadAsync(cancel).ConfigureAwait(false);
        }
        isFresh = false;
        var findings = await reader.ReadAsync(open, isAsked, cancel).ConfigureAwait(false);
        return new(open.All, findings, began, surroundings.Time.GetUtcNow());
    }

    /// <summary>The verdict on every image of all places. What <paramref name="mayGo"/> does not name stays, and so does its base.</summary>
    public IReadOnlyList<JudgedImage> Judge(ReadFleet read, Func<FleetImage, bool> mayGo) =>
        new FleetFacts(read.Places, read.Findings, CleanupChecks.LimitsOf(request.Limits), read.Ended, i => mayGo(i) && Stages.Next(i.Details.Stage, request.Limits, read.Ended).Next == CleanupDecision.Delete).Judge();

    /// <summary>True for an account and Region whose images the request is about.</summary>
    public bool IsChosen(Place place) => chosen.Contains(place);

    /// <summary>True if the request is about this image.</summary>
    public bool IsMeant(FleetImage image) => IsChosen(image.Place) && (request.Names.Count == 0 || request.Names.Any(n => NamePattern.Matches(n, image.Name)));

    /// <summary>How many images of the fleet the chosen targets have, whatever their names: registered ones, and what else might go.</summary>
    public int FleetIn(IReadOnlyList<JudgedImage> judged) => judged.Count(j => (j.Image.IsRegistered || j.Verdict.IsDelete) && IsChosen(j.Image.Place));

    /// <summary>How many of them are in use, by target.</summary>
    public IReadOnlyList<(OpenPlace Place, int Used)> UsedIn(IReadOnlyList<JudgedImage> judged)
    {
        var used = judged.Where(j => j.Image.IsRegistered && j.Facts.UsedBy.Count > 0).ToLookup(j => j.Image.Place);
        return [.. Chosen.Select(p => (p, used[p.Place!].Count()))];
    }

    public void Dispose() => open.Dispose();
}
