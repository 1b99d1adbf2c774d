using System.Globalization;

namespace AmiTools.Benchmarks.Scan;

/// <summary>A scan of 50,000 images: what the client costs, how often it calls, how much memory it takes, and how that grows.</summary>
internal static class ScanBenchmark
{
    private const int Images = 50_000;
    private const int Runs = 25;
    private const int WarmUps = 12;

    /// <summary>CPU of the client, to that of a bare XmlReader over the same bytes that come the same way.</summary>
    private const double MostRatio = 1.6;
    /// <summary>Seconds of CPU of a process that scans once, with the start of .NET and everything compiled on the way.</summary>
    private const double MostColdCpu = 5;
    private const double MostPeak = 200;
    private const double MostAllocated = 3000;
    /// <summary>1 is in proportion; the rest is how far one run of this machine differs from another.</summary>
    private const double MostSlope = 1.05;
    /// <summary>Between these sizes what is kept outgrows the processor's cache, once.</summary>
    private const double MostSlopeOfLarge = 1.15;

    public static async Task<bool> RunAsync()
    {
        using var ground = await ScanGround.StartAsync(Images);
        var size = ScanFleet.Of(Images);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a scan of {Images:N0} images with {Images * size.SnapshotsPerImage:N0} snapshots, {size.Instances:N0} instances, {size.LaunchTemplates:N0} launch templates and {size.Groups:N0} groups: {ground.Pages.Count} pages, {ground.Pages.Sum(p => (long)p.Length) / 1e6:0} MB of XML"));
        return Cold(ground) & await CallsAsync(ground) & await RatiosAsync(ground) & PeakMemory.Run(ground, MostPeak) & await SlopeAsync();
    }

    /// <summary>A scan in this process, right after its start; prints its own cost.</summary>
    public static async Task<int> OnceAsync(string folder)
    {
        await new AmiTools.Core.Usage.ScanLastUsed(ScanFleet.Surroundings(folder)).RunAsync(new(), SilentReporter.Instance, default);
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        Console.WriteLine(process.TotalProcessorTime.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static bool Cold(ScanGround ground)
    {
        using var once = ChildProcess.Self("scan-once", ground.Folder);
        return Figures.Check("cold: CPU of a new process that scans once", double.Parse(once.ReadLine(), CultureInfo.InvariantCulture), MostColdCpu, "s");
    }

    private static async Task<bool> CallsAsync(ScanGround ground)
    {
        var (calls, least) = (await ground.CallsAsync(), LeastCalls.Of(ScanFleet.Of(Images)));
        foreach (var (action, number) in calls.OrderBy(c => c.Key, StringComparer.Ordinal)) Console.WriteLine($"  {action}: {number} (least: {least.GetValueOrDefault(action)})");
        return Figures.Check("calls of a scan, the least being what the pages' limits allow", calls.Values.Sum(), least.Values.Sum(), "calls");
    }

    private static async Task<bool> RatiosAsync(ScanGround ground)
    {
        List<double> wire = [], wireWalk = [], memory = [], memoryWalk = [], allocated = [];
        // In turn, so that a machine that gets slower does so for all.
        for (var i = -WarmUps; i < Runs; i++)
        {
            var scan = await Cost.OfAsync(() => ground.ScanAsync(ground.Surroundings));
            var walk = await Cost.OfAsync(ground.WalkAsync);
            var scanInMemory = await Cost.OfAsync(() => ground.ScanAsync(ground.InMemory));
            var walkInMemory = await Cost.OfAsync(() => Walk.Over(ground.Pages));
            if (i < 0) continue;
            wire.Add(scan.Cpu);
            wireWalk.Add(walk.Cpu);
            memory.Add(scanInMemory.Cpu);
            memoryWalk.Add(walkInMemory.Cpu);
            allocated.Add((double)scan.Allocated / ground.Images);
        }
        return Ratio("over the wire", wire, wireWalk) & Ratio("in memory", memory, memoryWalk)
            & Figures.Check("allocated for an image", new Figures(allocated).Median, MostAllocated, "bytes");
    }

    /// <summary>
    /// Of all rounds together. A virtual machine has fast and slow moments that are shorter than a scan: the least of each
    /// would compare a walk in a fast one with a scan that had none.
    /// </summary>
    private static bool Ratio(string where, IReadOnlyList<double> scans, IReadOnlyList<double> walks)
    {
        Console.WriteLine($"warm scan {where}, CPU, s: {new Figures(scans)}");
        Console.WriteLine($"bare XmlReader {where}, CPU, s: {new Figures(walks)}");
        return Figures.Check($"client CPU to a bare XmlReader, warm, {where}", scans.Sum() / walks.Sum(), MostRatio, "times");
    }

    private static async Task<bool> SlopeAsync()
    {
        int[] sizes = [1_000, 10_000, 100_000];
        var costs = new List<double>();
        foreach (var images in sizes)
        {
            using var ground = await ScanGround.StartAsync(images);
            var runs = new List<double>();
            for (var i = 0; i < 7; i++) runs.Add((await Cost.OfAsync(() => ground.ScanAsync(ground.Surroundings))).Cpu);
            // The least is what the work takes; the rest is what else the machine did.
            costs.Add(runs.Min());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {images:N0} images: {runs.Min():0.000} s CPU, {runs.Min() / images * 1e6:0.0} µs an image"));
        }
        double Slope(int from, int to) => Math.Log(costs[to] / costs[from]) / Math.Log((double)sizes[to] / sizes[from]);
        return Figures.Check("slope of CPU from 1,000 to 100,000 images (log to log)", Slope(0, 2), MostSlope, "")
            & Figures.Check("slope of CPU from 10,000 to 100,000 images (log to log)", Slope(1, 2), MostSlopeOfLarge, "");
    }
}
