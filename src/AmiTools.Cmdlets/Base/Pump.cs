using System.Collections.Concurrent;

namespace AmiTools.Cmdlets.Base;

/// <summary>
/// Lets asynchronous work talk to a thread that must do all the talking (PowerShell's pipeline thread). The thread that
/// calls <see cref="Run"/> executes what the work hands over, and leaves only when the work has ended.
/// </summary>
internal sealed class Pump
{
    private readonly BlockingCollection<Action> actions = [];
    private volatile bool broken;

    /// <summary>True once the pipeline has stopped; nothing can be written any more.</summary>
    public bool IsBroken => broken;

    /// <summary>Runs the work to its end, also when the pipeline stops in the middle: then it is cancelled first.</summary>
    /// <param name="work">The work; it gets the pump and a token.</param>
    /// <param name="stop">Cancelled by Ctrl+C.</param>
    public static void Run(Func<Pump, CancellationToken, Task> work, CancellationToken stop)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var pump = new Pump();
        var task = Task.Run(async () =>
        {
            try
            {
                await work(pump, cancel.Token).ConfigureAwait(false);
            }
            finally
            {
                pump.actions.CompleteAdding();
            }
        });

        System.Runtime.ExceptionServices.ExceptionDispatchInfo? stopped = null;
        foreach (var action in pump.actions.GetConsumingEnumerable())
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                // The pipeline has stopped (Select-Object -First 1, Ctrl+C). What comes from now on is dropped, but the
                // work must end before this thread leaves.
                stopped ??= System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e);
                pump.broken = true;
                cancel.Cancel();
            }
        }
        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stopped is not null)
        {
            // Asked for.
        }
        catch (Exception) when (stopped is not null)
        {
            // The pipeline is gone; nobody can be told. What the work could not do, its journal tells.
        }
        stopped?.Throw();
    }

    /// <summary>Hands over something that nobody waits for.</summary>
    public void Post(Action action)
    {
        try
        {
            if (!broken) actions.Add(() => { if (!broken) action(); });
        }
        catch (InvalidOperationException)
        {
            // The work has ended; a late message has no listener.
        }
    }

    /// <summary>Hands over something and waits until it is done, so that work does not run ahead of a slow pipeline.</summary>
    /// <exception cref="OperationCanceledException">The pipeline has stopped.</exception>
    public Task<T> InvokeAsync<T>(Func<T> function)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        actions.Add(() =>
        {
            if (broken)
            {
                done.TrySetCanceled();
                return;
            }
            try
            {
                done.TrySetResult(function());
            }
            catch
            {
                done.TrySetCanceled();
                throw;
            }
        });
        return done.Task;
    }
}
