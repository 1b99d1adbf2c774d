using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Access;

/// <summary>
/// Does what a plan says to an image and its snapshots as one thing, and reads it back. Snapshots are opened before their
/// image and closed after it: whoever can see the image can use all of it. If a call is refused, what this run has changed
/// is put back.
/// </summary>
public sealed class ChangeAccess(Surroundings surroundings)
{
    private const string Activity = "Changing access";
    private static readonly TimeSpan Appears = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PutBack = TimeSpan.FromMinutes(5);

    /// <exception cref="AmiToolsException">AccessFailed (it is as it was), AccessIncomplete (what is not is listed).</exception>
    public async Task<AmiAccess> RunAsync(AccessRequest request, AccessPlan plan, IReporter reporter, CancellationToken cancel)
    {
        using var images = new SharedImages(surroundings);
        await images.ConnectAsync(request.Targets, reporter, cancel).ConfigureAwait(false);
        var owned = (await images.FindAsync([plan.Now.ImageId], cancel).ConfigureAwait(false))[0];
        var reader = AccessReader.Of(owned.Connection, owned.Aws);
        if (plan.IsEmpty) return plan.Now;
        var writer = new AccessWriter(owned.Aws);
        var opened = plan.Snapshots.Where(s => s.Value.Added.Count > 0).ToList();
        var closed = plan.Snapshots.Where(s => s.Value.Removed.Count > 0).ToList();
        // The image itself, and that it is read back.
        var (begun, steps) = (0, opened.Count + closed.Count + 2);
        try
        {
            foreach (var snapshot in opened)
            {
                Tell(snapshot.Key);
                await writer.ChangeSnapshotAsync(snapshot.Key, snapshot.Value with { Removed = [] }, cancel).ConfigureAwait(false);
            }
            Tell(plan.Now.ImageId);
            await writer.ChangeImageAsync(plan.Now.ImageId, plan.Image, cancel).ConfigureAwait(false);
            foreach (var snapshot in closed)
            {
                Tell(snapshot.Key);
                await writer.ChangeSnapshotAsync(snapshot.Key, snapshot.Value with { Added = [] }, cancel).ConfigureAwait(false);
            }
            Tell($"reading {plan.Now.ImageId} back");
            return await ReadBackAsync(owned, reader, plan, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AwsException or WaitTimedOutException or OperationCanceledException)
        {
            throw await PutBackAsync(plan, owned, reader, writer, e).ConfigureAwait(false);
        }
        finally
        {
            reporter.Progress(new ProgressUpdate(Activity, "ended", Completed: true));
        }

        void Tell(string what) => reporter.Progress(new ProgressUpdate(Activity, what, begun++ * 100 / steps));
    }

    private async Task<AmiAccess> ReadBackAsync(OwnedImage owned, AccessReader reader, AccessPlan plan, CancellationToken cancel)
    {
        var wait = new Waiter(Appears) { FirstDelay = TimeSpan.FromMilliseconds(100), LongestDelay = TimeSpan.FromSeconds(10), Time = surroundings.Time };
        return await wait.UntilAsync($"the new access to {plan.Now.ImageId}", async c =>
        {
            var now = await reader.ReadAsync(owned.Image, c).ConfigureAwait(false);
            var open = Missing(plan, now);
            return new Look<AmiAccess>(open.Count == 0, string.Join("; ", open), now);
        }, cancel: cancel).ConfigureAwait(false);
    }

    /// <summary>What a plan wants and is not so. Others may change the same lists meanwhile: only what was changed is compared.</summary>
    private static IReadOnlyList<string> Missing(AccessPlan plan, AmiAccess now)
    {
        var open = Compare(plan.Now.ImageId, plan.Image, AccessText.Entities(now)).ToList();
        foreach (var snapshot in plan.Snapshots)
        {
            var there = now.Snapshots.FirstOrDefault(s => s.SnapshotId == snapshot.Key);
            open.AddRange(Compare(snapshot.Key, snapshot.Value, there is null ? [] : [.. there.Accounts, .. there.IsPublic ? [AccessText.Everybody] : Array.Empty<string>()]));
        }
        return open;
    }

    private static IEnumerable<string> Compare(string what, AccessDifference wanted, IReadOnlyList<string> there) =>
        wanted.Added.Except(there).Select(e => $"{what} is not shared with {AccessText.Name(e)}").Concat(wanted.Removed.Intersect(there).Select(e => $"{what} is still shared with {AccessText.Name(e)}"));

    /// <summary>Has a time of its own: a stop does not leave a share that was not meant.</summary>
    private async Task<Exception> PutBackAsync(AccessPlan plan, OwnedImage owned, AccessReader reader, AccessWriter writer, Exception cause)
    {
        using var budget = Pause.Budget(PutBack, surroundings.Time, CancellationToken.None, out var timer);
        using var alsoDisposed = timer;
        var back = plan with { Image = Reversed(plan.Image), Snapshots = plan.Snapshots.ToDictionary(s => s.Key, s => Reversed(s.Value), StringComparer.Ordinal) };
        var left = new List<string>();
        await TryAsync(plan.Now.ImageId, () => writer.ChangeImageAsync(plan.Now.ImageId, back.Image, budget.Token)).ConfigureAwait(false);
        foreach (var snapshot in back.Snapshots) await TryAsync(snapshot.Key, () => writer.ChangeSnapshotAsync(snapshot.Key, snapshot.Value, budget.Token)).ConfigureAwait(false);
        await TryAsync(plan.Now.ImageId, async () => left.AddRange(Missing(back, await ReadBackAsync(owned, reader, back, budget.Token).ConfigureAwait(false)))).ConfigureAwait(false);
        if (left.Count > 0)
        {
            return new AmiToolsException("AccessIncomplete", FailureKind.PartlyDone,
                $"The access to {plan.Now.ImageId} could not be changed ({cause.Message}), and not all could be put back (account {plan.Now.AccountId}, {plan.Now.Region}):{Environment.NewLine}"
                + string.Join(Environment.NewLine, left.Distinct().Select(l => "  " + l)) + $"{Environment.NewLine}Look with Get-AmiAccess, and set it with Grant-AmiAccess -Exact.", plan.Now.ImageId, cause);
        }
        return cause is OperationCanceledException ? cause : new AmiToolsException("AccessFailed", cause is AwsException aws ? AwsFailure.KindOf(aws) : FailureKind.TimedOut,
            $"The access to {plan.Now.ImageId} could not be changed (account {plan.Now.AccountId}, {plan.Now.Region}): {cause.Message}. It is as it was.", plan.Now.ImageId, cause);

        async Task TryAsync(string what, Func<Task> put)
        {
            try
            {
                await put().ConfigureAwait(false);
            }
            catch (Exception e) when (e is AwsException or WaitTimedOutException or OperationCanceledException)
            {
                left.Add($"{what}: {e.Message}");
            }
        }
    }

    private static AccessDifference Reversed(AccessDifference d) => new() { Added = d.Removed, Removed = d.Added };
}
