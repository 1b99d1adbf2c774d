using System.Runtime.InteropServices;

namespace AmiTools.Cli;

/// <summary>
/// The user's wish to stop: Ctrl+C, SIGTERM of a scheduler, SIGHUP of a closed terminal. The first one cancels; more of
/// them never cut an undo short, they are only answered.
/// </summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private int count;
    private volatile bool isKeyboardOfOthers;

    /// <summary>Cancelled by the first wish.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Called with 1 at the first wish, before anything is cancelled, 2 at the second, and so on.</summary>
    public Action<int>? Asked { get; set; }

    /// <summary>Listens to the signals of this process.</summary>
    public static StopRequest OfProcess()
    {
        var stop = new StopRequest();
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            stop.registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                if (signal == PosixSignal.SIGINT && stop.isKeyboardOfOthers) return;
                stop.Ask();
            }));
        }
        return stop;
    }

    /// <summary>Ctrl+C is no wish any more: a terminal sends it to all that run in it, and it means what this process was started by.</summary>
    public void LeaveKeyboard() => isKeyboardOfOthers = true;

    /// <summary>Asks to stop.</summary>
    public void Ask()
    {
        var number = Interlocked.Increment(ref count);
        Asked?.Invoke(number);
        // Cancelling runs the callbacks of whoever listens: not on the thread that delivers signals, which must stay free.
        if (number == 1) _ = source.CancelAsync();
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }
}
