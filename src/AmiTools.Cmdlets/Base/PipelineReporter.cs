using System.Management.Automation;
using System.Management.Automation.Host;

namespace AmiTools.Cmdlets.Base;

/// <summary>
/// Messages of an operation on PowerShell's streams. Once the pipeline has stopped they go to the host directly, since an
/// undo goes on then and must be seen.
/// </summary>
internal sealed class PipelineReporter(Pump pump, PSCmdlet cmdlet, PSHostUserInterface? ui) : IReporter
{
    private static long sources;

    private readonly ProgressPace pace = new(TimeProvider.System);

    // Hosts tell activities apart by the cmdlet's number and their own. PowerShell counts its numbers up and keeps them to
    // itself; these go down.
    private readonly long source = Interlocked.Decrement(ref sources);

    // What is shown and has not ended there.
    private readonly Dictionary<int, ProgressLine> shown = [];

    public void Verbose(string message) => pump.Post(() => cmdlet.WriteVerbose(message));

    public void Warning(string message)
    {
        if (pump.IsBroken) Host(u => u.WriteWarningLine(message));
        else pump.Post(() => cmdlet.WriteWarning(message));
    }

    public void Output(string line) => pump.Post(() => cmdlet.WriteVerbose(line));

    public void Progress(ProgressUpdate update)
    {
        if (pace.Next(update) is not { } line) return;
        if (pump.IsBroken) Host(u => u.WriteLine($"{line.Activity}: {line.Status}"));
        else pump.Post(() =>
        {
            cmdlet.CommandRuntime.WriteProgress(source, Record(line));
            lock (shown)
            {
                if (line.IsCompleted) shown.Remove(line.Id);
                else if (IsWanted) shown[line.Id] = line;
            }
        });
    }

    /// <summary>
    /// Takes away what is still shown, on the pipeline's own thread, when the work has ended in whatever way. A pipeline that was
    /// stopped writes nothing more; then it is told to the host, since not every host takes progress away by itself.
    /// </summary>
    public void End()
    {
        foreach (var end in TakeShown())
        {
            try
            {
                cmdlet.CommandRuntime.WriteProgress(source, end);
            }
            catch (PipelineStoppedException)
            {
                Host(u => u.WriteProgress(source, end));
            }
            catch (InvalidOperationException)
            {
                return;
            }
        }
    }

    private ProgressRecord[] TakeShown()
    {
        lock (shown)
        {
            ProgressRecord[] ends = [.. shown.Values.Select(l => Record(l with { Status = " ", Percent = -1, SecondsLeft = -1, IsCompleted = true }))];
            shown.Clear();
            return ends;
        }
    }

    /// <summary>False where the user wants no progress; the host does not ask that.</summary>
    private bool IsWanted => (cmdlet.MyInvocation.BoundParameters.TryGetValue("ProgressAction", out var given) ? given : cmdlet.GetVariableValue("ProgressPreference"))?.ToString() is not ("SilentlyContinue" or "Ignore");

    private static ProgressRecord Record(ProgressLine line) => new(line.Id, line.Activity, line.Status)
    {
        PercentComplete = line.Percent,
        SecondsRemaining = line.SecondsLeft,
        RecordType = line.IsCompleted ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    };

    public void BlockOpened(string name) => Verbose(name);

    public void BlockClosed(string name) { }

    private void Host(Action<PSHostUserInterface> write)
    {
        if (ui is null) return;
        try
        {
            // What was true before the stop would stand below every line.
            foreach (var end in TakeShown()) ui.WriteProgress(source, end);
            write(ui);
        }
        catch (Exception e) when (e is HostException or NotImplementedException or InvalidOperationException)
        {
            // A host that can't show it.
        }
    }
}
