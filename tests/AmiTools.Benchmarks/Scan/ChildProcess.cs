using System.Diagnostics;

namespace AmiTools.Benchmarks.Scan;

/// <summary>This program, or another, as a process of its own.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process process;

    private ChildProcess(Process process) => this.process = process;

    public static ChildProcess Start(IReadOnlyDictionary<string, string> variables, string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", program, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>This program with other arguments.</summary>
    public static ChildProcess Self(params string[] arguments) => Start(new Dictionary<string, string>(), AppContext.BaseDirectory, typeof(ChildProcess).Assembly.Location, arguments);

    public string ReadLine() => process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The process ended with {Exit()} before it said anything.");

    public bool HasExited => process.HasExited;

    /// <summary>Reads standard output to its end and forgets it.</summary>
    public long CountOutput()
    {
        var (buffer, count) = (new byte[64 * 1024], 0L);
        for (int read; (read = process.StandardOutput.BaseStream.Read(buffer)) > 0;) count += read;
        return count;
    }

    /// <summary>The most memory that it has had so far, as the kernel counts it; null when it has ended.</summary>
    public long? PeakBytes()
    {
        try
        {
            var line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? null : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public int Exit()
    {
        process.WaitForExit();
        return process.ExitCode;
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(5000)) process.Kill();
        process.Dispose();
    }
}
