using AmiTools.Core.Journal;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup.Execution;

/// <summary>
/// Deletes what nothing keeps, with its snapshots. Everything is read again for each batch, and each image judged again;
/// what was built on others goes before them.
/// </summary>
public sealed class RunCleanup(Surroundings surroundings)
{
    private const string Activity = "Cleanup";
    private readonly List<string> problems = [];

    /// <summary>Cleans up. What could not be done is in the result; nothing is thrown for a part that failed.</summary>
    /// <param name="run">What to clean up.</param>
    /// <param name="reporter">Told how far it is, and what can't be read; after a stop, of each image that had gone.</param>
    /// <param name="cancel">Stops after the calls that are under way; nothing is left that the next run would not find.</param>
    /// <exception cref="AmiToolsException">The request or the plan is wrong, no chosen target can be read, or a breaker stops the run: nothing was deleted.</exception>
    public async Task<CleanupResult> RunAsync(CleanupRun run, IReporter reporter, CancellationToken cancel)
    {
        CleanupChecks.Check(run.Breakers);
        CleanupChecks.CheckPrice(run.PricePerGiBMonth);
        var request = PlanChecks.RequestOf(run);
        using var reading = await FleetReading.OpenAsync(request, surroundings, reporter, cancel).ConfigureAwait(false);
        var read = await reading.ReadAsync(_ => false, cancel).ConfigureAwait(false);
        var began = read.Began;
        problems.AddRange(reading.Unread);

        var ledger = new CleanupLedger(run.Plan, run.Plan?.FirstOrDefault()?.PlanId ?? PairIds.New(began), request.Limits);
        var judged = reading.Judge(read, i => reading.IsMeant(i) && ledger.IsPlanned(i));
        AddUnknown(judged.Where(j => reading.IsMeant(j.Image)));
        ledger.Begin([.. judged.Where(j => reading.IsMeant(j.Image))]);
        HashSet<string> seen = new(judged.Where(j => reading.IsMeant(j.Image)).Select(j => j.Image.ImageId), StringComparer.Ordinal);
        Resolve(ledger, [.. ledger.Pending.Where(id => !seen.Contains(id))], read, reading);
        await CheckBreakersAsync(run, ledger.Pending.Count, reading, judged, cancel).ConfigureAwait(false);

        var swept = await Task.WhenAll(reading.Chosen.Select(p => Leftovers.SweepAsync(p, cancel))).ConfigureAwait(false);
        problems.AddRange(swept.SelectMany(s => s.Problems));
        try
        {
            await DeleteAsync(ledger, reading, read, reporter, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // There is no result to tell of it.
            foreach (var image in ledger.Images.Where(i => i.Outcome is not (CleanupOutcome.Kept or CleanupOutcome.Gone))) reporter.Warning($"Before the cleanup was stopped: {image}");
            throw;
        }
        return new()
        {
            PlanId = ledger.PlanId,
            At = began,
            Images = [.. ledger.Images.OrderByDescending(i => i.Outcome).ThenBy(i => i.Image.Name, StringComparer.Ordinal).ThenBy(i => i.Image.Target, StringComparer.Ordinal)],
            SweptSnapshotIds = [.. swept.SelectMany(s => s.SnapshotIds)],
            Problems = [.. problems.Distinct()],
            PricePerGiBMonth = run.PricePerGiBMonth,
        };
    }

    private async Task CheckBreakersAsync(CleanupRun run, int deletions, FleetReading reading, IReadOnlyList<JudgedImage> judged, CancellationToken cancel)
    {
        var counts = new UsedCount(run.Breakers.UsedCountPath, surroundings.WorkingDirectory);
        var now = reading.UsedIn(judged);
        var used = await counts.CompareAsync(now, cancel).ConfigureAwait(false);
        CleanupText.ThrowIfStopped(Breakers.Check(new(deletions, reading.FleetIn(judged), used), run.Breakers));
        await counts.WriteAsync(now, used, cancel).ConfigureAwait(false);
    }

    private async Task DeleteAsync(CleanupLedger ledger, FleetReading reading, ReadFleet read, IReporter reporter, CancellationToken cancel)
    {
        var total = ledger.Pending.Count;
        while (NextBatch.Of(Images(read), ledger) is { Count: > 0 } batch)
        {
            cancel.ThrowIfCancellationRequested();
            var left = ledger.Pending.Count;
            reporter.Progress(new(Activity, $"{total - left} of {Counted.Of(total, "image")}", (total - left) * 100 / total));
            read = await reading.ReadAsync(i => batch.Contains(i.ImageId), cancel).ConfigureAwait(false);
            var judged = reading.Judge(read, ledger.IsPending).Where(j => batch.Contains(j.Image.ImageId)).ToList();
            AddUnknown(judged);
            await FinishBegunAsync(ledger, [.. batch.Where(id => judged.All(j => j.Image.ImageId != id))], read, cancel).ConfigureAwait(false);
            Resolve(ledger, [.. batch.Where(id => ledger.IsPending(id) && judged.All(j => j.Image.ImageId != id))], read, reading);
            var going = judged.Where(j => ledger.Recheck(j) is not null).Select(j => j.Image).ToLookup(i => i.Place);
            await Task.WhenAll(read.Places.Where(p => p.Cause is null && going[p.Place!].Any()).Select(p => Batch(p, ledger, read).RunAsync([.. going[p.Place!]], cancel))).ConfigureAwait(false);
            if (ledger.Pending.Count < left) continue;
            cancel.ThrowIfCancellationRequested();
            problems.Add($"Reading everything took {(read.Ended - read.Began).TotalSeconds:0} seconds, and what is older than {PlaceBatch.Freshness.TotalSeconds:0} seconds decides nothing: {Counted.Of(left, "image")} that might have gone stayed.");
            break;
        }
        // What is still pending is the base of something that did not go, or was not reached.
        foreach (var image in Images(read).Where(ledger.IsPending).ToList()) ledger.Keep(image.ImageId, ChildOf(image, read) is { } child ? $"the base of {child}, which is still there" : "it was not reached in this run");
        if (total > 0) reporter.Progress(new(Activity, $"{total} of {Counted.Of(total, "image")}", 100, Completed: true));
    }

    /// <summary>What keeps images for want of an answer is for somebody to look at, and not how it should be.</summary>
    private void AddUnknown(IEnumerable<JudgedImage> judged)
    {
        foreach (var source in judged.SelectMany(j => j.Facts.UnknownSources).Distinct(StringComparer.Ordinal)) problems.Add($"It can't be told whether images are used: {source}");
    }

    private async Task FinishBegunAsync(CleanupLedger ledger, IReadOnlyList<string> missing, ReadFleet read, CancellationToken cancel)
    {
        foreach (var image in missing.Select(ledger.BegunBefore).OfType<FleetImage>())
        {
            var place = read.Places.First(p => p.Place == image.Place);
            if (place.Cause is null) await Batch(place, ledger, read).FinishAsync(image, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>What may go and is not seen is gone, unless where it lies could not be read.</summary>
    private void Resolve(CleanupLedger ledger, IReadOnlyList<string> missing, ReadFleet read, FleetReading reading)
    {
        foreach (var id in missing)
        {
            var row = ledger.Row(id);
            var place = read.Places.FirstOrDefault(p => p.Place is { } at ? (at.AccountId, at.Region) == (row.AccountId, row.Region) : p.Names.Contains(row.Target));
            if (place is null) ledger.Keep(id, $"no target is the account {row.AccountId} in {row.Region}");
            else if (place.Cause is { } cause)
            {
                ledger.Keep(id, cause.Message);
                problems.Add(cause.Message);
            }
            else if (!reading.IsChosen(place.Place!)) ledger.Keep(id, $"the target {row.Target} is not chosen");
            else ledger.Gone(id);
        }
    }

    private PlaceBatch Batch(OpenPlace place, CleanupLedger ledger, ReadFleet read) => new(place, ledger, read.Began, surroundings.Time);

    private static List<FleetImage> Images(ReadFleet read) => [.. read.Places.SelectMany(p => p.Images)];

    private static string? ChildOf(FleetImage image, ReadFleet read) => Images(read).FirstOrDefault(i => i.ImageId != image.ImageId && i.Bases.Contains(image.ImageId))?.ImageId;
}
