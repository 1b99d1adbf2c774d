using System.Diagnostics;
using System.Runtime.CompilerServices;
using AmiTools.LocalCloud;

namespace AmiTools.EndToEnd.Desktop;

/// <summary>What Windows PowerShell loads, on a runtime of its kind: no load contexts, .NET Framework's rules of binding.</summary>
public sealed class DesktopTests
{
    [MonoFact]
    public async Task The_assemblies_for_Windows_PowerShell_read_definitions_and_talk_to_EC2()
    {
        await using var ground = await Playground.StartAsync();
        var image = ground.Cloud.Inside.SeedImage(Playground.Dev, Playground.Region, Seed);
        var other = ground.Cloud.Inside.SeedImage(Playground.Prod, Playground.Region, Seed);

        var (exit, output, error) = await RunAsync(ground.Variables, Module, ground.Folder, Path.Combine(ground.Folder, "src", "web-server"));

        error.ShouldBe("");
        exit.ShouldBe(0);
        var lines = output.Split('\n');
        lines.ShouldContain("parameter: dev instance_type=t3.micro");
        lines.ShouldContain("parameter: prod instance_type=t3.small");
        lines.ShouldContain($"image: dev web-server 1.0.7 {image}");
        lines.ShouldContain($"image: prod web-server 1.0.7 {other}");
        lines.ShouldContain("loaded: netstandard2.0/AWSSDK.Core.dll");
        lines.ShouldContain("loaded: netstandard2.0/YamlDotNet.dll");
        lines.ShouldContain("loaded: netstandard2.0/AmiTools.Core.dll");
    }

    [MonoFact]
    public async Task A_session_with_another_AWSSDK_is_refused_at_once_and_says_what_to_do()
    {
        var (exit, _, error) = await RunAsync(new Dictionary<string, string>(), Module);

        exit.ShouldBe(1);
        error.ShouldContain("This session has already loaded AWSSDK.Core");
        error.ShouldContain("Windows PowerShell can hold only one of them: start a new session and import AmiTools first.");
    }

    private static ImageSeed Seed => new()
    {
        Name = "web-server 1.0.7",
        Tags = new Dictionary<string, string> { ["version"] = "1.0.7", ["AmiTools:Image"] = "web-server", ["AmiTools:Pair"] = "pair-7", ["AmiTools:State"] = "complete" },
    };

    private static string Module => Path.Combine(Root(), "bin");

    private static async Task<(int Exit, string Out, string Error)> RunAsync(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var smoke = Path.Combine(Root(), "tests", "AmiTools.DesktopSmoke", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net472", "AmiTools.DesktopSmoke.exe");
        var start = new ProcessStartInfo(MonoFactAttribute.Mono, [smoke, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
