namespace AmiTools.Core.Usage;

/// <summary>
/// How far the reading of all sources is, in percent. Of an estate that is read within seconds nothing is said; with tens of
/// thousands of images it takes minutes, and whoever waits wants to know.
/// </summary>
internal sealed class ReadingProgress(IReporter reporter, TimeProvider time, int total)
{
    private const string Activity = "Reading what is in use";
    private static readonly TimeSpan quiet = TimeSpan.FromSeconds(3);

    private readonly object gate = new();
    private readonly long began = time.GetTimestamp();
    private int read;
    private bool isShown;

    /// <summary>A source has told all of one place.</summary>
    public void Read(string source, string target)
    {
        lock (gate)
        {
            read++;
            if (read == total || time.GetElapsedTime(began) < quiet) return;
            isShown = true;
            reporter.Progress(new(Activity, $"{source} of {target}; {read} of {total} are read", read * 100 / total));
        }
    }

    /// <summary>All have.</summary>
    public void End()
    {
        lock (gate) if (isShown) reporter.Progress(new(Activity, $"{total} of {total} are read", 100, Completed: true));
    }
}
