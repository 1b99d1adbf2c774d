namespace AmiTools.Aws;

/// <summary>For work that takes no token, such as the SDK's own search for credentials.</summary>
internal static class Stopping
{
    /// <summary>The work's result; or, if the stop comes first, an end at once. The work then ends alone, and nobody looks.</summary>
    public static async Task<T> OrStoppedAsync<T>(this Task<T> work, CancellationToken cancel)
    {
        var stopped = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancel.Register(() => stopped.TrySetResult(true)))
        {
            if (await Task.WhenAny(work, stopped.Task).ConfigureAwait(false) != work)
            {
                _ = work.ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                cancel.ThrowIfCancellationRequested();
            }
        }
        return await work.ConfigureAwait(false);
    }
}
