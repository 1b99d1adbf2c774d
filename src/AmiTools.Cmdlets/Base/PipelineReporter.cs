using System.Management.Automation;
using System.Management.Automation.Host;

namespace AmiTools.Cmdlets.Base;

/// <summary>
/// Messages of an operation on PowerShell's streams. Once the pipeline has stopped they go to the host directly, since an
/// undo goes on then and must be seen.
/// </summary>
internal sealed class PipelineReporter(Pump pump, PSCmdlet cmdlet, PSHostUserInterface? ui) : IReporter
{
    private readonly ProgressPace pace = new(TimeProvider.System);

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
        else pump.Post(() => cmdlet.WriteProgress(Record(line)));
    }

    /// <summary>Takes away what is still shown, on the pipeline's own thread, when the work has ended in whatever way.</summary>
    public void End()
    {
        foreach (var line in pace.End())
        {
            try
            {
                cmdlet.WriteProgress(Record(line));
            }
            catch (Exception e) when (e is PipelineStoppedException or InvalidOperationException)
            {
                // Stopped: the host takes all progress away by itself.
                return;
            }
        }
    }

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
            write(ui);
        }
        catch (Exception e) when (e is HostException or NotImplementedException or InvalidOperationException)
        {
            // A host that can't show it.
        }
    }
}
