using AmiTools.Core.Environments;

namespace AmiTools.Core.Completion;

/// <summary>The targets and environments of the environments file, in its order.</summary>
public sealed class SuggestPlaces(Surroundings surroundings)
{
    public Task<IReadOnlyList<Suggestion>> TargetsAsync(SuggestionRequest request) => ReadAsync(request, estate =>
        estate.Targets.Select(t => new Suggestion(t.Name, string.Join(", ", new[] { t.AccountId is null ? null : "account " + t.AccountId, t.Region }.OfType<string>()) is { Length: > 0 } about ? about : t.Name)));

    public Task<IReadOnlyList<Suggestion>> EnvironmentsAsync(SuggestionRequest request) => ReadAsync(request, estate =>
        estate.Environments.Select(e => new Suggestion(e.Name, "in the target " + e.Target)));

    private Task<IReadOnlyList<Suggestion>> ReadAsync(SuggestionRequest request, Func<Estate, IEnumerable<Suggestion>> read) => Gathering.WithinAsync(request.Limit, surroundings.Time, (found, _) =>
    {
        var estate = EstateReader.Read(EstateFinder.PathOf(request.Targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory));
        foreach (var one in read(estate).Where(s => request.Fits(s.Value))) found.Add(one.Value, one.About);
        return Task.CompletedTask;
    });
}
