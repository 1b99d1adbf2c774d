using AmiTools.Core.Cleanup.Execution;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Cleanup;

/// <summary>Judges every image of the chosen targets, and changes nothing.</summary>
public sealed class PlanCleanup(Surroundings surroundings)
{
    /// <summary>A row for every image, those to delete first; or for every image of a plan, as it would be executed now.</summary>
    /// <param name="run">Which images, how they are judged, and what would stop a run.</param>
    /// <param name="reporter">Told what can't be read.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="AmiToolsException">The request or the plan is wrong, or no chosen target can be read.</exception>
    public async Task<CleanupPlan> RunAsync(CleanupRun run, IReporter reporter, CancellationToken cancel)
    {
        CleanupChecks.Check(run.Breakers);
        var request = PlanChecks.RequestOf(run);
        using var reading = await FleetReading.OpenAsync(request, surroundings, reporter, cancel).ConfigureAwait(false);
        var read = await reading.ReadAsync(_ => false, cancel).ConfigureAwait(false);
        var ledger = new CleanupLedger(run.Plan, run.Plan?.FirstOrDefault()?.PlanId ?? PairIds.New(read.Began), request.Limits);
        var judged = reading.Judge(read, i => reading.IsMeant(i) && ledger.IsPlanned(i));
        var rows = judged.Where(j => reading.IsMeant(j.Image) && ledger.IsListed(j.Image)).Select(ledger.RowOf).ToList();
        var used = await new UsedCount(run.Breakers.UsedCountPath, surroundings.WorkingDirectory).CompareAsync(reading.UsedIn(judged), cancel).ConfigureAwait(false);
        var stops = Breakers.Check(new(rows.Count(r => r.Decision != CleanupDecision.Keep), reading.FleetIn(judged), used), run.Breakers);
        return new(CleanupRows.Sorted(rows), reading.Unread, stops);
    }

    /// <summary>A row for every image; nothing is asked of what would stop a run.</summary>
    /// <exception cref="AmiToolsException">The request is wrong, or no chosen target can be read.</exception>
    public async Task<CleanupPlan> RunAsync(CleanupRequest request, IReporter reporter, CancellationToken cancel)
    {
        using var reading = await FleetReading.OpenAsync(request, surroundings, reporter, cancel).ConfigureAwait(false);
        var read = await reading.ReadAsync(_ => false, cancel).ConfigureAwait(false);
        var id = PairIds.New(read.Began);
        return new(CleanupRows.Sorted(reading.Judge(read, reading.IsMeant).Where(j => reading.IsMeant(j.Image)).Select(j => CleanupRows.Of(j, id, request.Limits))), reading.Unread, []);
    }
}

/// <summary>A plan.</summary>
/// <param name="Rows">A row for every image that could be read.</param>
/// <param name="Unread">The chosen targets that are not in it, each with the cause.</param>
/// <param name="Stops">Why a run of it would not begin, one sentence for each breaker.</param>
public sealed record CleanupPlan(IReadOnlyList<CleanupRow> Rows, IReadOnlyList<string> Unread, IReadOnlyList<string> Stops);
