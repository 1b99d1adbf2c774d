using AmiTools.Build;

// What ./build.sh and ./build.ps1 call. Each command is a few lines; the work is dotnet's and MSBuild's.
const string Usage = """
    usage: ./build.sh COMMAND [options]

      quickstart        the main job against an embedded local cloud, with the real Packer
      test [--full]     builds everything and runs all tests; --full adds whole matrices and big fleets
      build             builds everything; then Import-Module ./AmiTools.psd1 works
      screens           runs the main tasks and writes what they print to docs/output/
      package           makes artifacts/module/AmiTools/<version>/, and beside it the package for a PowerShell gallery
      lambda [FILE...]  makes artifacts/lambda/ for examples/lambda, with your scan.yaml and cleanup.yaml
      benchmark         builds and runs the benchmarks, prints their figures
    """;

var root = Repository.Root();
Directory.SetCurrentDirectory(root);
var options = args.Skip(1).Select(a => a.ToLowerInvariant()).ToArray();
try
{
    return args.FirstOrDefault()?.ToLowerInvariant() switch
    {
        "quickstart" => Prerequisites.Ensure(Prerequisites.ForQuickStart) is var code and not 0 ? code : DotNet.RunCli(["quickstart", .. args.Skip(1)]),
        "test" when options.All(o => o is "--full" or "-full") => TestRun.Execute(full: options.Length > 0),
        "build" when options.Length == 0 => DotNet.Build(),
        "package" when options.Length == 0 => ModulePackage.Make(),
        "screens" when options.Length == 0 => Prerequisites.Ensure(Prerequisites.ForQuickStart) is var code and not 0 ? code : DotNet.BuildModule() is var built and not 0 ? built : Tool.Run("pwsh", ["-NoProfile", "-NonInteractive", "-File", "docs/output/screens.ps1"]),
        "lambda" => LambdaPackage.Make([.. args.Skip(1)]),
        "benchmark" => Prerequisites.Ensure(Prerequisites.ForQuickStart) is var code and not 0 ? code : DotNet.RunBenchmarks(args.Skip(1)),
        _ => Fail(),
    };
}
catch (ToolFailedException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static int Fail()
{
    Console.Error.WriteLine(Usage);
    return 64;
}
