
namespace AmiTools.Benchmarks.Scan;

/// <summary>The real command line as a process of its own: the most memory that it ever had, as the kernel counts it.</summary>
internal static class PeakMemory
{
    private static readonly string cli = Path.Combine(AppContext.BaseDirectory, "AmiTools.Cli.dll");

    public static bool Run(ScanGround ground, double most) =>
        Check(ground, "peak memory of the command 'scan'", most, "scan") & Check(ground, "peak memory of the command 'scan --json'", most, "scan", "--json");

    private static bool Check(ScanGround ground, string what, double most, params string[] arguments)
    {
        long peak = 0, written = 0;
        using (var process = ChildProcess.Start(ScanFleet.Variables(), ground.Folder, cli, arguments))
        {
            var reading = Task.Run(() => written = process.CountOutput());
            // It only grows, so that the last look before the end is the peak but for the last milliseconds.
            while (!reading.IsCompleted || process.PeakBytes() is not null)
            {
                peak = Math.Max(peak, process.PeakBytes() ?? 0);
                if (reading.IsCompleted && process.HasExited) break;
                Thread.Sleep(1);
            }
            if (process.Exit() != 0) throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.Exit()}");
        }
        Console.WriteLine($"  {string.Join(' ', arguments)}: {written / 1e6:0.0} MB written");
        return Figures.Check(what, peak / 1e6, most, "MB");
    }
}
