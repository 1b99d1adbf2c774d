using AmiTools.Core.Journal;

namespace AmiTools.Core.Cleanup;

/// <summary>Judges every image of the chosen targets, and changes nothing.</summary>
public sealed class PlanCleanup(Surroundings surroundings)
{
    /// <summary>A row for every image, those to delete first.</summary>
    /// <param name="request">Which images, and how they are judged.</param>
    /// <param name="breakers">What would stop a run of this plan; null asks for none.</param>
    /// <param name="reporter">Told what can't be read.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="AmiToolsException">The request is wrong, or no chosen target can be read.</exception>
    public async Task<CleanupPlan> RunAsync(CleanupRequest request, CleanupBreakers? breakers, IReporter reporter, CancellationToken cancel)
    {
        using var reading = await FleetReading.OpenAsync(request, surroundings, reporter, cancel).ConfigureAwait(false);
        var read = await reading.ReadAsync(_ => false, cancel).ConfigureAwait(false);
        var id = PairIds.New(read.Began);
        var judged = reading.Judge(read, reading.IsMeant);
        var rows = judged.Where(j => reading.IsMeant(j.Image)).Select(j => CleanupRows.Of(j, id, request.Limits)).ToList();
        IReadOnlyList<string> stops = [];
        if (breakers is not null)
        {
            CleanupChecks.Check(breakers);
            var used = await new UsedCount(breakers.UsedCountPath, surroundings.WorkingDirectory).CompareAsync(reading.UsedIn(judged), cancel).ConfigureAwait(false);
            stops = Breakers.Check(new(rows.Count(r => r.Decision != CleanupDecision.Keep), reading.FleetIn(judged), used), breakers);
        }
        return new(CleanupRows.Sorted(rows), reading.Unread, stops);
    }
}

/// <summary>A plan.</summary>
/// <param name="Rows">A row for every image that could be read.</param>
/// <param name="Unread">The chosen targets that are not in it, each with the cause.</param>
/// <param name="Stops">Why a run of it would not begin, one sentence for each breaker.</param>
public sealed record CleanupPlan(IReadOnlyList<CleanupRow> Rows, IReadOnlyList<string> Unread, IReadOnlyList<string> Stops);
