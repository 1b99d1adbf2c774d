using System.Management.Automation;
using System.Management.Automation.Host;

namespace AmiTools.Cmdlets.Base;

/// <summary>
/// Messages of an operation on PowerShell's streams. Once the pipeline has stopped they go to the host directly, since an
/// undo goes on then and must be seen.
/// </summary>
internal sealed class PipelineReporter(Pump pump, PSCmdlet cmdlet, PSHostUserInterface? ui) : IReporter
{
    private readonly Dictionary<string, int> activities = new(StringComparer.Ordinal);
    private readonly System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
    private TimeSpan lastProgress = TimeSpan.FromSeconds(-1);

    public void Verbose(string message) => pump.Post(() => cmdlet.WriteVerbose(message));

    public void Warning(string message)
    {
        if (pump.IsBroken) Host(u => u.WriteWarningLine(message));
        else pump.Post(() => cmdlet.WriteWarning(message));
    }

    public void Output(string line) => pump.Post(() => cmdlet.WriteVerbose(line));

    public void Progress(ProgressUpdate update)
    {
        int id;
        lock (activities)
        {
            // At most 4 a second, but the end is always shown.
            if (!update.Completed && clock.Elapsed - lastProgress < TimeSpan.FromMilliseconds(250)) return;
            lastProgress = clock.Elapsed;
            if (!activities.TryGetValue(update.Activity, out id)) activities.Add(update.Activity, id = activities.Count + 1);
        }
        if (pump.IsBroken)
        {
            Host(u => u.WriteLine($"{update.Activity}: {update.Status}"));
            return;
        }
        pump.Post(() => cmdlet.WriteProgress(new ProgressRecord(id, update.Activity, update.Status.Length > 0 ? update.Status : " ")
        {
            PercentComplete = update.Percent ?? -1,
            RecordType = update.Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        }));
    }

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
