using System.Collections.Concurrent;
using AmiTools.Aws;
using AmiTools.Core.Images;

namespace AmiTools.Core.Completion;

/// <summary>The versions that there are of the named images in AWS, newest first.</summary>
public sealed class SuggestVersions(Surroundings surroundings)
{
    public async Task<IReadOnlyList<Suggestion>> RunAsync(SuggestionRequest request)
    {
        if (request.Names.Count == 0) return [];
        var places = new ConcurrentDictionary<string, ConcurrentQueue<string>>(StringComparer.Ordinal);
        IReadOnlyList<Filter> filters =
        [
            new("tag:" + TagNames.Image, [.. request.Names]),
            new("tag:" + TagNames.Version, FilterValue.Exactly(request.Word) + "*"),
        ];
        await Gathering.WithinAsync(request.Limit, surroundings.Time, (_, cancel) => RegisteredImages.EachAsync(surroundings, request.Targets, filters, (target, image) =>
        {
            if (image.Version is { } version && request.Fits(version)) places.GetOrAdd(version, _ => new()).Enqueue($"{target.Name}{(image.IsComplete ? "" : ", not complete")}");
        }, cancel)).ConfigureAwait(false);
        return
        [
            .. places.ToArray().OrderByDescending(p => p.Key, Comparer<string>.Create(VersionPattern.Compare))
                .Select(p => new Suggestion(p.Key, "in " + string.Join("; ", p.Value.Distinct().OrderBy(t => t, StringComparer.Ordinal)))),
        ];
    }
}
