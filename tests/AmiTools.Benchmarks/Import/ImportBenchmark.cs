using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace AmiTools.Benchmarks.Import;

/// <summary>
/// What importing the module adds to importing one that is empty, with all its format and type files. Each import is in a
/// PowerShell of its own; the two of a pair follow each other, so that what slows the machine slows both.
/// </summary>
internal static class ImportBenchmark
{
    private const int Pairs = 21;

    public static async Task<bool> RunAsync()
    {
        var module = Path.Combine(Root(), "AmiTools.psd1");
        var empty = Path.Combine(Root(), "tests", "AmiTools.Benchmarks", "Import", "EmptyModule", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "netstandard2.0", "EmptyModule.psd1");
        List<double> ours = [], theirs = [], differences = [];
        for (var i = 0; i <= Pairs; i++)
        {
            // Neither is always the first of its pair.
            var first = i % 2 == 0 ? await MillisecondsAsync(module) : await MillisecondsAsync(empty);
            var second = i % 2 == 0 ? await MillisecondsAsync(empty) : await MillisecondsAsync(module);
            if (i == 0) continue;
            var (own, other) = i % 2 == 0 ? (first, second) : (second, first);
            ours.Add(own);
            theirs.Add(other);
            differences.Add(own - other);
        }
        Console.WriteLine($"Import-Module of an empty binary module, ms: {new Figures(theirs)}");
        Console.WriteLine($"Import-Module AmiTools, ms: {new Figures(ours)}");
        Console.WriteLine($"the difference in pairs, ms: {new Figures(differences)}");
        return Figures.Check("Import-Module over an empty module", new Figures(differences).Median, 60, "ms");
    }

    private static async Task<double> MillisecondsAsync(string manifest)
    {
        var script = $"$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{manifest}' -ErrorAction Stop; $watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)";
        using var process = Process.Start(new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", script]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{manifest} could not be imported: exit code {process.ExitCode}");
        return double.Parse(output.Trim(), CultureInfo.InvariantCulture);
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
