using AmiTools.Core.Schedules;

namespace AmiTools.Core.Completion;

/// <summary>Names of the schedules that this machine has.</summary>
public sealed class SuggestSchedules(Surroundings surroundings)
{
    /// <param name="request">What is typed.</param>
    /// <param name="kind">What runs the jobs; null means what this machine has.</param>
    public Task<IReadOnlyList<Suggestion>> RunAsync(SuggestionRequest request, ScheduleKind? kind) => Gathering.WithinAsync(request.Limit, surroundings.Time, async (found, cancel) =>
    {
        foreach (var schedule in await new GetSchedules(surroundings).RunAsync(new() { Kind = kind }, cancel).ConfigureAwait(false))
            if (request.Fits(schedule.Name)) found.Add(schedule.Name, $"{schedule.Job}, {schedule.Times}");
    });
}
