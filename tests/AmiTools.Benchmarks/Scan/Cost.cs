using System.Diagnostics;

namespace AmiTools.Benchmarks.Scan;

/// <summary>What some work cost this process.</summary>
/// <param name="Cpu">Of all threads, seconds.</param>
/// <param name="Wall">Seconds.</param>
/// <param name="Allocated">Bytes.</param>
internal sealed record Cost(double Cpu, double Wall, long Allocated)
{
    public static async Task<Cost> OfAsync(Func<Task> work)
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var (cpu, watch, allocated) = (process.TotalProcessorTime, Stopwatch.StartNew(), GC.GetTotalAllocatedBytes(precise: true));
        await work();
        process.Refresh();
        return new((process.TotalProcessorTime - cpu).TotalSeconds, watch.Elapsed.TotalSeconds, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    public static Task<Cost> OfAsync(Action work) => OfAsync(() =>
    {
        work();
        return Task.CompletedTask;
    });
}
