namespace AmiTools.Build;

/// <summary>The calls of dotnet that the commands are made of.</summary>
internal static class DotNet
{
    private const string Cli = "src/AmiTools.Cli/AmiTools.Cli.csproj";
    private const string Module = "src/AmiTools.Cmdlets/AmiTools.Cmdlets.csproj";
    private const string Benchmarks = "tests/AmiTools.Benchmarks/AmiTools.Benchmarks.csproj";

    public static int Build() => Call("build", "AmiTools.sln", "-c", "Release", "-v", "quiet", "--nologo");

    public static int BuildModule() => Call("build", Module, "-c", "Release", "-v", "quiet", "--nologo");

    public static int RunCli(IEnumerable<string> arguments)
    {
        Console.Error.WriteLine("Building ...");
        var built = Call("build", Cli, "-c", "Release", "-v", "quiet", "--nologo");
        return built != 0 ? built : Call(["run", "--project", Cli, "-c", "Release", "--no-build", "--", .. arguments]);
    }

    public static int RunBenchmarks(IEnumerable<string> arguments) =>
        Call(["run", "--project", Benchmarks, "-c", "Release", "-v", "quiet", "--", .. arguments]);

    public static int Call(params string[] arguments) => Tool.Run("dotnet", arguments);

    public static int Call(TextWriter output, params string[] arguments) => Tool.Run("dotnet", arguments, output);
}
