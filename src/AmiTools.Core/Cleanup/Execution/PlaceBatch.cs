using System.Collections.Concurrent;
using AmiTools.Aws;
using AmiTools.Core.Building;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup.Execution;

/// <summary>
/// Lets images of one account and Region go, by facts that are young enough when each of them does. What a run can't do
/// before they are too old stays pending, for another reading.
/// </summary>
internal sealed class PlaceBatch(OpenPlace place, CleanupLedger ledger, DateTimeOffset factsOf, TimeProvider time)
{
    /// <summary>How old the oldest fact may be when an image goes.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(60);

    // A call that waits for its turn longer than this would come too late.
    private static readonly TimeSpan reserve = TimeSpan.FromSeconds(3);
    private const int AtOnce = 8;

    public async Task RunAsync(IReadOnlyList<FleetImage> images, CancellationToken cancel)
    {
        var deletions = images.Where(i => ledger.Row(i.ImageId).Decision == CleanupDecision.Delete).ToList();
        var marked = await MarkAsync(deletions, cancel).ConfigureAwait(false);
        var forgotten = await new RememberedShares(place.Aws!).KeepInTagsAsync([.. deletions.Select(i => i.ImageId).Where(marked.IsWritten)], cancel).ConfigureAwait(false);
        var next = new ConcurrentQueue<FleetImage>(images);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => WorkAsync(next, marked, forgotten, cancel))).ConfigureAwait(false);
    }

    /// <summary>The end of a deletion that this run had begun, and of which it had not heard.</summary>
    public async Task FinishAsync(FleetImage image, CancellationToken cancel)
    {
        try
        {
            await DeleteAsync(image, cancel).ConfigureAwait(false);
        }
        catch (AwsException e)
        {
            Fail(image, e.Message);
        }
    }

    /// <summary>Before anything goes: what is left of it is found by its mark. Not on a snapshot that an image has which stays.</summary>
    private async Task<TagOutcome> MarkAsync(List<FleetImage> images, CancellationToken cancel)
    {
        if (images.Count == 0) return TagOutcome.AllDone;
        HashSet<string> going = new(images.Select(i => i.ImageId), StringComparer.Ordinal);
        HashSet<string> staying = new(place.Images.Where(i => !going.Contains(i.ImageId)).SelectMany(i => i.Details.SnapshotIds), StringComparer.Ordinal);
        List<string> ids = [.. going, .. images.SelectMany(i => i.Details.SnapshotIds).Where(s => !staying.Contains(s)).Distinct()];
        return await new TagBatches(place.Aws!).WriteAsync(ids, [new Tag { Key = TagNames.Cleanup, Value = ledger.PlanId }], cancel).ConfigureAwait(false);
    }

    private async Task WorkAsync(ConcurrentQueue<FleetImage> next, TagOutcome marked, IReadOnlyDictionary<string, string> forgotten, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested && next.TryDequeue(out var image))
        {
            if (marked.Failed.TryGetValue(image.ImageId, out var cause) || image.Details.SnapshotIds.Any(s => marked.Failed.TryGetValue(s, out cause)))
            {
                Fail(image, $"it can't be marked with {TagNames.Cleanup}, without which its snapshots might be left behind: {cause}");
                continue;
            }
            if (forgotten.TryGetValue(image.ImageId, out cause))
            {
                Fail(image, $"whom it is shared with can't be remembered, and would be lost if it had to come back: {cause}");
                continue;
            }
            var left = Freshness - (time.GetUtcNow() - factsOf);
            // More than all of it is left where the clock was set back: then nobody knows.
            if (left <= reserve || left > Freshness) return;
            // A call that is under way is not cut off by a stop, only one that would come too late.
            using var budget = Pause.Budget(left, time, CancellationToken.None, out var timer);
            using (timer) await LetGoAsync(image, budget.Token).ConfigureAwait(false);
        }
    }

    private async Task LetGoAsync(FleetImage image, CancellationToken budget)
    {
        try
        {
            var decision = ledger.Row(image.ImageId).Decision;
            if (decision == CleanupDecision.Delete)
            {
                ledger.Begun(image);
                await DeleteAsync(image, budget).ConfigureAwait(false);
                return;
            }
            await new StageStep(place, time).RunAsync(image, decision, budget).ConfigureAwait(false);
            ledger.Record(new() { Image = ledger.Row(image.ImageId), Outcome = decision == CleanupDecision.Disable ? CleanupOutcome.Disabled : CleanupOutcome.Deprecated });
        }
        catch (AwsException e)
        {
            Fail(image, e.Message);
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested)
        {
            // Another reading will tell.
        }
    }

    private async Task DeleteAsync(FleetImage image, CancellationToken cancel)
    {
        var fates = await new ImageDeletion(place.Aws!).DeleteAsync(image.ImageId, image.Details.SnapshotIds, cancel).ConfigureAwait(false);
        ledger.Record(new()
        {
            Image = ledger.Row(image.ImageId),
            Outcome = fates.Failed.Count == 0 ? CleanupOutcome.Deleted : CleanupOutcome.Failed,
            DeletedSnapshotIds = fates.Deleted,
            SharedSnapshotIds = [.. fates.Shared.Keys],
            Problem = fates.Failed.Count == 0 ? null : "it is gone, but not " + string.Join("; ", fates.Failed.Select(f => $"{f.Key}: {f.Value}")) + ". The next run tries again",
        });
    }

    private void Fail(FleetImage image, string cause) => ledger.Record(new() { Image = ledger.Row(image.ImageId), Outcome = CleanupOutcome.Failed, Problem = cause });
}
