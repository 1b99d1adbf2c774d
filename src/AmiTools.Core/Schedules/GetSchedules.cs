using AmiTools.Core.Definitions;

namespace AmiTools.Core.Schedules;

/// <summary>The schedules that AmiTools has registered on this machine, for this user.</summary>
public sealed class GetSchedules(Surroundings surroundings)
{
    /// <exception cref="AmiToolsException">ScheduleNotFound: a name without wildcards that is not there. ScheduleNotOurs.</exception>
    public async Task<IReadOnlyList<AmiSchedule>> RunAsync(ScheduleSelection selection, CancellationToken cancel)
    {
        var scheduler = Schedulers.Of(selection.Kind, selection.Scope, surroundings);
        var exact = selection.Names.Where(n => !NamePattern.HasWildcard(n)).ToList();
        var found = await scheduler.FindAsync(exact, cancel).ConfigureAwait(false);
        foreach (var name in exact)
        {
            if (found.FirstOrDefault(f => Same(f.Name, name)) is not { } there)
                throw new AmiToolsException("ScheduleNotFound", FailureKind.NotFound, $"There is no schedule '{name}' ({scheduler.Kind}). {Others(found)}", name);
            if (there.Mark is null)
                throw new AmiToolsException("ScheduleNotOurs", FailureKind.Conflict, $"'{name}' was not made by AmiTools; it is left as it is.", name);
        }
        return [.. found.Where(f => f.Mark is not null && (selection.Names.Count == 0 || selection.Names.Any(n => NamePattern.Matches(n, f.Name))))
            .Select(f => f.Mark!.ToSchedule(scheduler.Kind, scheduler.Scope, f.State, f.Text))];
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Others(IReadOnlyList<FoundSchedule> found) =>
        found.Where(f => f.Mark is not null).Select(f => f.Name).ToList() is { Count: > 0 } names ? $"There are: {string.Join(", ", names)}." : "AmiTools has registered none here.";
}
