namespace AmiTools.Core;

/// <summary>Waiting on a clock that is handed in.</summary>
internal static class Pause
{
    public static Task ForAsync(TimeSpan delay, TimeProvider time, CancellationToken cancel) =>
#if NET
        Task.Delay(delay, time, cancel);
#else
        time.Delay(delay, cancel);
#endif

    /// <summary>A source that is cancelled when the time is over, or when one of the others is.</summary>
    public static CancellationTokenSource Budget(TimeSpan delay, TimeProvider time, CancellationToken other, out CancellationTokenSource timer)
    {
#if NET
        timer = new CancellationTokenSource(delay, time);
#else
        timer = time.CreateCancellationTokenSource(delay);
#endif
        return CancellationTokenSource.CreateLinkedTokenSource(timer.Token, other);
    }
}
