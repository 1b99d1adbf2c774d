using System.Globalization;
using AmiTools.Benchmarks;
using AmiTools.Benchmarks.Import;
using AmiTools.Benchmarks.Scan;

// Figures of one run on this machine; compare them with each other, not with another day's.
return args switch
{
    [] => await ScanBenchmark.RunAsync() & await PairedBuildBenchmark.RunAsync() & await LookupBenchmark.RunAsync() & await CleanupBenchmark.RunAsync() & await ReferenceBenchmark.RunAsync() & await ImportBenchmark.RunAsync() ? 0 : 1,
    ["cleanup"] => await CleanupBenchmark.RunAsync() ? 0 : 1,
    ["import"] => await ImportBenchmark.RunAsync() ? 0 : 1,
    ["build"] => await PairedBuildBenchmark.RunAsync() ? 0 : 1,
    ["lookup"] => await LookupBenchmark.RunAsync() ? 0 : 1,
    ["references"] => await ReferenceBenchmark.RunAsync() ? 0 : 1,
    ["scan"] => await ScanBenchmark.RunAsync() ? 0 : 1,
    // What the scan's benchmark starts.
    ["scan-server", var images] => await PageServer.RunAsync(int.Parse(images, CultureInfo.InvariantCulture)),
    ["scan-once", var folder] => await ScanBenchmark.OnceAsync(folder),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: benchmark [build | cleanup | import | lookup | references | scan]");
    return 64;
}
