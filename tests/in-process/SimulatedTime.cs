namespace AmiTools.Tests;

/// <summary>
/// A clock on which waiting takes no time: when everything waits, it goes to the next timer. For work that waits on nothing
/// but this clock, in one process.
/// </summary>
internal sealed class SimulatedTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<Timer, (DateTimeOffset Due, long Order)> timers = new();
    private DateTimeOffset now = start;
    private long order;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Runs the work to its end, and time with it.</summary>
    /// <exception cref="InvalidOperationException">It waits for something that is no timer of this clock.</exception>
    public Task<T> RunAsync<T>(Func<Task<T>> work) => Task.Run(async () =>
    {
        // On a thread without a context, so that what a timer wakes runs on in the timer's callback, and all is quiet after it.
        var running = work();
        while (!running.IsCompleted)
        {
            if (!GoToNext() && !SpinWait.SpinUntil(() => running.IsCompleted || HasTimer, TimeSpan.FromSeconds(30))) throw new InvalidOperationException("The work waits for something else than its clock.");
        }
        return await running;
    });

    private bool HasTimer
    {
        get
        {
            lock (gate) return timers.Count > 0;
        }
    }

    private bool GoToNext()
    {
        Timer timer;
        lock (gate)
        {
            if (!timers.TryDequeue(out timer!, out var key)) return false;
            if (!timer.IsDue(key.Due)) return true;
            if (key.Due > now) now = key.Due;
        }
        timer.Fire();
        return true;
    }

    private sealed class Timer(SimulatedTime time, Action callback) : ITimer
    {
        private DateTimeOffset? due;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.gate)
            {
                due = dueTime == Timeout.InfiniteTimeSpan ? null : time.now + dueTime;
                if (due is { } at) time.timers.Enqueue(this, (at, time.order++));
            }
            return true;
        }

        public bool IsDue(DateTimeOffset at) => due == at;

        public void Fire()
        {
            due = null;
            callback();
        }

        public void Dispose() => due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
