using System.Diagnostics;

namespace AmiTools.Build;

/// <summary>Runs a program, its output going straight to ours.</summary>
internal static class Tool
{
    /// <summary>
    /// A build server that outlives its client would hold the output open. Of processes that live for seconds the profile
    /// for faster code (dynamic PGO) is made and never used; without it the tests take an eighth less CPU.
    /// </summary>
    private static readonly Dictionary<string, string> forShortRuns = new() { ["MSBUILDDISABLENODEREUSE"] = "1", ["UseSharedCompilation"] = "false", ["DOTNET_TieredPGO"] = "0" };

    public static int Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Start(new ProcessStartInfo(program, arguments), environment);
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>The same, its output and errors going to <paramref name="output"/>.</summary>
    public static int Run(string program, IEnumerable<string> arguments, TextWriter output)
    {
        using var process = Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }, forShortRuns);
        var shared = TextWriter.Synchronized(output);
        process.OutputDataReceived += (_, e) => { if (e.Data is not null) shared.WriteLine(e.Data); };
        process.ErrorDataReceived += (_, e) => { if (e.Data is not null) shared.WriteLine(e.Data); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>True if the program can be found on PATH.</summary>
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => OperatingSystem.IsWindows() ? new[] { ".exe", ".cmd", "" }.Select(e => Path.Combine(folder, program + e)) : [Path.Combine(folder, program)])
            .Any(File.Exists);

    /// <summary>True if the program ran and was content; its output is dropped.</summary>
    public static bool Succeeds(string program, params string[] arguments) => Output(program, arguments) is not null;

    /// <summary>What a program wrote; null if it is not there or was not content. Its errors are dropped.</summary>
    public static string? Output(string program, params string[] arguments)
    {
        if (!Exists(program) && !File.Exists(program)) return null;
        using var process = Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }, null);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : null;
    }

    private static Process Start(ProcessStartInfo start, IReadOnlyDictionary<string, string>? environment)
    {
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ToolFailedException($"{start.FileName} could not be started: {e.Message}");
        }
    }
}
