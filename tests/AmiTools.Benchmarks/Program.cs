using AmiTools.Benchmarks;

// Figures of one run on this machine; compare them with each other, not with another day's.
return args switch
{
    [] => await PairedBuildBenchmark.RunAsync() & await LookupBenchmark.RunAsync() ? 0 : 1,
    ["build"] => await PairedBuildBenchmark.RunAsync() ? 0 : 1,
    ["lookup"] => await LookupBenchmark.RunAsync() ? 0 : 1,
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: benchmark [build | lookup]");
    return 64;
}
