namespace AmiTools.Cmdlets.Base;

/// <summary>A line of progress, as a host can show it.</summary>
/// <param name="Id">The activity's number.</param>
/// <param name="Activity">What is being done.</param>
/// <param name="Status">What is happening right now; never empty.</param>
/// <param name="Percent">0 to 100, or -1 where it can't be known.</param>
/// <param name="SecondsLeft">At the pace so far, or -1 where it can't be known.</param>
/// <param name="IsCompleted">The activity's last line.</param>
internal sealed record ProgressLine(int Id, string Activity, string Status, int Percent, int SecondsLeft, bool IsCompleted);

/// <summary>Which updates are shown: of each activity at most four a second, and always its end.</summary>
internal sealed class ProgressPace(TimeProvider time)
{
    private static readonly TimeSpan shortest = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, Activity> activities = new(StringComparer.Ordinal);
    private int lastId;

    /// <summary>The line for an update; null if it comes too soon.</summary>
    public ProgressLine? Next(ProgressUpdate update)
    {
        lock (activities)
        {
            var now = time.GetTimestamp();
            if (!activities.TryGetValue(update.Activity, out var activity))
            {
                // A second end of the same activity is one too many.
                if (update.Completed) return null;
                activities.Add(update.Activity, activity = new(++lastId, now));
            }
            else if (!update.Completed && time.GetElapsedTime(activity.Shown, now) < shortest) return null;
            activity.Shown = now;
            if (update.Completed) activities.Remove(update.Activity);
            var percent = update.Percent is { } p ? Math.Min(100, Math.Max(0, p)) : -1;
            return new(activity.Id, update.Activity, update.Status.Length > 0 ? update.Status : " ", percent, update.Completed ? -1 : SecondsLeft(time.GetElapsedTime(activity.Began, now), percent), update.Completed);
        }
    }

    private static int SecondsLeft(TimeSpan elapsed, int percent) => percent is <= 0 or >= 100 ? -1 : (int)Math.Min(int.MaxValue, Math.Ceiling(elapsed.TotalSeconds * (100 - percent) / percent));

    private sealed class Activity(int id, long began)
    {
        public int Id => id;
        public long Began => began;
        public long Shown { get; set; }
    }
}
