using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AmiTools.EndToEnd;

/// <summary>The command line as a process of its own, the way a user, a scheduler or a CI server starts it.</summary>
internal sealed partial class CliProcess : IAsyncDisposable
{
    // By its full path, since a test may give a PATH without it.
    private static readonly string dotnet = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(f => Path.Combine(f, "dotnet")).First(File.Exists);
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> error = new();

    private CliProcess(Process process) => this.process = process;

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "AmiTools.Cli.dll");

    public int Id => process.Id;

    public string Out => string.Join('\n', output);

    public string Error => string.Join('\n', error);

    public IReadOnlyList<string> OutLines => [.. output];

    public IReadOnlyList<string> ErrorLines => [.. error];

    /// <summary>Closes standard input, as a parent that dies does.</summary>
    public void CloseInput() => process.StandardInput.Close();

    public static CliProcess Start(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        // A shell starts what runs in the background with SIGINT ignored, and that is inherited: a test run that was started
        // so could interrupt nothing. (env of coreutils 8.31 and later; it becomes the program, so the process id is the same.)
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT", dotnet, "exec", Program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in variables) start.Environment[name] = value;
        var running = new CliProcess(Process.Start(start)!);
        running.process.OutputDataReceived += (_, e) => { if (e.Data is not null) running.output.Enqueue(e.Data); };
        running.process.ErrorDataReceived += (_, e) => { if (e.Data is not null) running.error.Enqueue(e.Data); };
        running.process.BeginOutputReadLine();
        running.process.BeginErrorReadLine();
        return running;
    }

    public static async Task<CliProcess> RunAsync(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var running = Start(folder, variables, arguments);
        await running.ExitAsync();
        return running;
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The command line has not ended after {patience}.\n{Out}\n{Error}");
        }
        return process.ExitCode;
    }

    public int ExitCode => process.ExitCode;

    /// <summary>Waits until <paramref name="condition"/> holds; fails with everything that was written if it never does.</summary>
    public async Task UntilAsync(Func<bool> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (process.HasExited && !condition()) throw new InvalidOperationException($"The command line ended (exit code {process.ExitCode}) before {what}.\n{Out}\n{Error}");
            if (clock.Elapsed > patience) throw new TimeoutException($"Waited {patience} for {what}.\n{Out}\n{Error}");
            await Task.Delay(20);
        }
    }

    public void Interrupt() => Kill(process.Id, 2).ShouldBe(0);

    public void Terminate() => Kill(process.Id, 15).ShouldBe(0);

    /// <summary>Kills this process alone, as a machine that runs out of memory does, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Kill(process.Id, 9).ShouldBe(0);
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
