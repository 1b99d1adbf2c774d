using System.Diagnostics;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>A program to run, and all that it gets: it inherits nothing.</summary>
public sealed record ChildCommand
{
    public required string Program { get; init; }
    public IReadOnlyList<string> Arguments { get; init; } = [];
    public required string WorkingDirectory { get; init; }
    public required IReadOnlyDictionary<string, string> Variables { get; init; }
}

/// <summary>
/// Runs a program whose end has to be certain: in a group of its own, so that a Ctrl+C at the terminal reaches it only
/// through us, and so that nothing of its tree outlives it. Asked to stop, it gets SIGTERM and a grace period to clean up,
/// then the whole group is killed. On Windows, where there is no SIGTERM, the tree is killed at once.
/// </summary>
public sealed class ChildProcess(TimeSpan grace, TimeProvider time)
{
    // A descendant that left the group can hold the pipes open for ever; what it writes is no longer Packer's.
    private static readonly TimeSpan LastOutput = TimeSpan.FromSeconds(5);

    /// <summary>Runs to the end.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="started">Told the process before it does anything: where there is a shell, it waits for this to return.</param>
    /// <param name="output">Told each line of its standard output, one at a time.</param>
    /// <param name="errors">Told each line of its standard error, one at a time.</param>
    /// <param name="stop">Asks it to stop; the method still returns only when it is gone.</param>
    /// <returns>The exit code; 128 + n or similar after signal n.</returns>
    public async Task<int> RunAsync(ChildCommand command, Func<ProcessMark, Task> started, Func<string, Task> output, Func<string, Task> errors, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = StartInfo(command, out var gated, out var hasGroup), EnableRaisingEvents = true };
        var exited = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exited.TrySetResult(true);
        Start(process, command);
        var group = new ProcessGroup(process, hasGroup);

        using var reading = new CancellationTokenSource();
        var failed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var lines = Task.WhenAll(
            ReadAsync(process.StandardOutput, output, failed, reading.Token), ReadAsync(process.StandardError, errors, failed, reading.Token));
        try
        {
            await started(ThisMachine.MarkOf(process)).ConfigureAwait(false);
            OpenGate(process, gated);
            await UntilExitAsync(group, exited.Task, failed.Task, stop).ConfigureAwait(false);
        }
        finally
        {
            // Also after its own end: a wrapper that was killed leaves the real Packer running.
            group.Kill();
            await exited.Task.ConfigureAwait(false);
        }
        if (await Task.WhenAny(lines, Pause.ForAsync(LastOutput, time, CancellationToken.None)).ConfigureAwait(false) != lines)
            reading.Cancel();
        else
            await lines.ConfigureAwait(false);
        return process.ExitCode;
    }

    // A line that could not be dealt with (a journal that can't be written) is a reason to stop as well.
    private async Task UntilExitAsync(ProcessGroup group, Task exited, Task failed, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (stop.Register(() => stopped.TrySetResult(true)))
        {
            if (await Task.WhenAny(exited, stopped.Task, failed).ConfigureAwait(false) == exited) return;
        }
        if (!group.Terminate()) return;
        await Task.WhenAny(exited, Pause.ForAsync(grace, time, CancellationToken.None)).ConfigureAwait(false);
    }

    private static async Task ReadAsync(StreamReader reader, Func<string, Task> line, TaskCompletionSource<bool> failed, CancellationToken cancel)
    {
        try
        {
            while (await reader.ReadLineAsync().ConfigureAwait(false) is { } text)
            {
                if (cancel.IsCancellationRequested) return;
                await line(text).ConfigureAwait(false);
            }
        }
        catch
        {
            failed.TrySetResult(true);
            throw;
        }
    }

    private static ProcessStartInfo StartInfo(ChildCommand command, out bool gated, out bool hasGroup)
    {
        var (program, arguments) = (command.Program, command.Arguments);
        gated = hasGroup = false;
        if (Shell is { } shell)
        {
            // The shell waits for a line before it becomes the program, so that its id is in the journal before it acts;
            // if we die first, it reads the end of its input and nothing is ever started.
            arguments = ["-c", "read -r go && exec \"$0\" \"$@\" </dev/null", program, .. arguments];
            program = shell;
            gated = true;
            if (SetSid is { } setsid)
            {
                arguments = [program, .. arguments];
                program = setsid;
                hasGroup = true;
            }
        }
        var info = new ProcessStartInfo(program)
        {
            WorkingDirectory = command.WorkingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
#if NET
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
#else
        info.Arguments = string.Join(" ", arguments.Select(WindowsArgument.Quote));
#endif
        info.Environment.Clear();
        foreach (var variable in command.Variables) info.Environment[variable.Key] = variable.Value;
        return info;
    }

    private static void Start(Process process, ChildCommand command)
    {
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new AmiToolsException("ProgramNotStarted", FailureKind.NotInstalled,
                $"{command.Program} can't be started in {command.WorkingDirectory}: {e.Message}", command.Program, e);
        }
    }

    private static void OpenGate(Process process, bool gated)
    {
        try
        {
            if (gated) process.StandardInput.Write("go\n");
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already; its exit code says why.
        }
    }

    private static string? Shell => IsWindows ? null : FirstFile("/bin/sh");

    private static string? SetSid => FirstFile("/usr/bin/setsid", "/bin/setsid");

    private static bool IsWindows => System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.Windows);

    private static string? FirstFile(params string[] paths) => paths.FirstOrDefault(File.Exists);
}
