namespace AmiTools.Aws;

/// <summary>What a look at something that takes time has shown.</summary>
/// <param name="Done">True if the wait is over.</param>
/// <param name="State">What was seen, in words, for progress and for the time-out's message.</param>
/// <param name="Value">The value, when done.</param>
public sealed record Look<T>(bool Done, string State, T? Value = default);

/// <summary>Something did not come about within the time allowed.</summary>
public sealed class WaitTimedOutException(string what, TimeSpan timeout, string lastState)
    : TimeoutException($"{what}: not within {Describe(timeout)}; last seen: {lastState}")
{
    public string LastState { get; } = lastState;

    private static string Describe(TimeSpan t) => t.TotalMinutes >= 2 ? $"{t.TotalMinutes:0.#} minutes" : $"{t.TotalSeconds:0.#} seconds";
}

/// <summary>Looks again and again, first soon and then less often, with jitter, within a stated time.</summary>
public sealed record Waiter(TimeSpan Timeout)
{
    /// <summary>The first pause.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How much longer each pause is than the one before.</summary>
    public double Growth { get; init; } = 1.6;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>0 to 1 for the jitter; a pause is 75 % to 125 % of its nominal length.</summary>
    public Func<double> Random { get; init; } = Jitter;

    /// <summary>Waits until <paramref name="look"/> is done.</summary>
    /// <exception cref="WaitTimedOutException">The time is over.</exception>
    public async Task<T> UntilAsync<T>(string what, Func<CancellationToken, Task<Look<T>>> look, Action<string>? seen = null, CancellationToken cancel = default)
    {
        var started = Time.GetTimestamp();
        for (var delay = FirstDelay; ;)
        {
            cancel.ThrowIfCancellationRequested();
            var now = await look(cancel).ConfigureAwait(false);
            if (now.Done) return now.Value!;
            seen?.Invoke(now.State);
            var left = Timeout - Time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) throw new WaitTimedOutException(what, Timeout, now.State);
            var pause = TimeSpan.FromTicks((long)(delay.Ticks * (0.75 + (Random() / 2))));
            await DelayAsync(pause < left ? pause : left, cancel).ConfigureAwait(false);
            delay = TimeSpan.FromTicks(Math.Min(LongestDelay.Ticks, (long)(delay.Ticks * Growth)));
        }
    }

#if NET8_0_OR_GREATER
    private Task DelayAsync(TimeSpan delay, CancellationToken cancel) => Task.Delay(delay, Time, cancel);
#else
    private Task DelayAsync(TimeSpan delay, CancellationToken cancel) => Time.Delay(delay, cancel);
#endif

    private static readonly Random shared = new();

    private static double Jitter()
    {
        lock (shared) return shared.NextDouble();
    }
}
