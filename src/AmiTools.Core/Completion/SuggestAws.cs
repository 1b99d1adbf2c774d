using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Completion;

/// <summary>Names that this machine's AWS configuration and the SDK know without asking AWS: profiles and Regions.</summary>
public sealed class SuggestAws(Surroundings surroundings)
{
    /// <summary>Profiles of the shared configuration.</summary>
    /// <param name="request">What is typed.</param>
    /// <param name="location">The shared credentials file; null means the usual places.</param>
    public Task<IReadOnlyList<Suggestion>> ProfilesAsync(SuggestionRequest request, string? location) => Gathering.WithinAsync(request.Limit, surroundings.Time, (found, _) =>
    {
        foreach (var profile in SharedProfiles.Names(location).Where(request.Fits)) found.Add(profile, "profile " + profile);
        return Task.CompletedTask;
    });

    /// <summary>Regions: those of the environments file, then all that are public.</summary>
    public Task<IReadOnlyList<Suggestion>> RegionsAsync(SuggestionRequest request) => Gathering.WithinAsync(request.Limit, surroundings.Time,
        (found, _) =>
        {
            var estate = EstateReader.Read(EstateFinder.PathOf(request.Targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory));
            foreach (var target in estate.Targets)
                if (target.Region is { } region && request.Fits(region)) found.Add(region, KnownRegions.All.TryGetValue(region, out var name) ? name : region);
            return Task.CompletedTask;
        },
        (found, _) =>
        {
            foreach (var region in KnownRegions.All.OrderBy(r => r.Key, StringComparer.Ordinal))
                if (request.Fits(region.Key)) found.Add(region.Key, region.Value);
            return Task.CompletedTask;
        });
}
