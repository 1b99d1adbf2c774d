using System.Diagnostics;
using System.Runtime.InteropServices;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>The machine that this process runs on.</summary>
public sealed class ThisMachine : IMachine
{
    // A process's start is computed from a clock that may be set; where the kernel's count is known, it is not needed.
    private static readonly TimeSpan StartDiffers = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Killed = TimeSpan.FromSeconds(5);
    private static readonly string name = Name();

    public static ThisMachine Instance { get; } = new();

    private ThisMachine() { }

    public ProcessMark Self
    {
        get
        {
            using var self = Process.GetCurrentProcess();
            return MarkOf(self);
        }
    }

    public bool IsHere(ProcessMark process) => process.Machine == name;

    public bool IsAlive(ProcessMark process)
    {
        if (!IsHere(process)) throw new ArgumentException($"Process {process.Id} is one of {process.Machine}, and this is {name}.", nameof(process));
        return LinuxProcess.IsLinux ? LinuxProcess.Read(process.Id) is { IsEnded: false } now && now.Start == process.Ticks : Find(process) is not null;
    }

    public async Task EndAsync(ProcessMark process, TimeSpan grace, TimeProvider time)
    {
        if (!IsHere(process)) return;
        if (!LinuxProcess.IsLinux)
        {
            using var found = Find(process);
            if (found is not null) new ProcessGroup(found, hasGroup: false).Kill();
            return;
        }
        // Only the leader is asked: Packer then stops its own plugins in the right order.
        if (IsAlive(process)) ProcessGroup.Signal(process.Id, ProcessGroup.Sigterm);
        await UntilGoneAsync(process, grace, time).ConfigureAwait(false);
        foreach (var member in LinuxProcess.OfSession(process)) ProcessGroup.Signal(member, ProcessGroup.Sigkill);
        await UntilGoneAsync(process, Killed, time).ConfigureAwait(false);
    }

    public Task<int> RunAsync(ChildCommand command, TimeSpan grace, TimeProvider time, Func<ProcessMark, Task> started, Func<string, Task> output, Func<string, Task> errors, CancellationToken stop) =>
        new ChildProcess(grace, time).RunAsync(command, started, output, errors, stop);

    /// <summary>What the process is told by later.</summary>
    internal static ProcessMark MarkOf(Process process)
    {
        var started = DateTimeOffset.MinValue;
        try
        {
            started = new DateTimeOffset(process.StartTime.ToUniversalTime(), TimeSpan.Zero);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended already, and nothing will be asked about it.
        }
        return new ProcessMark(name, process.Id, started) { Ticks = LinuxProcess.IsLinux ? LinuxProcess.Read(process.Id)?.Start : null };
    }

    private static async Task UntilGoneAsync(ProcessMark process, TimeSpan longest, TimeProvider time)
    {
        for (var began = time.GetTimestamp(); LinuxProcess.OfSession(process).Count > 0 && time.GetElapsedTime(began) < longest;)
            await Pause.ForAsync(LookEvery, time, CancellationToken.None).ConfigureAwait(false);
    }

    private static Process? Find(ProcessMark process)
    {
        try
        {
            var found = Process.GetProcessById(process.Id);
            if (!found.HasExited && (found.StartTime.ToUniversalTime() - process.Started.UtcDateTime).Duration() <= StartDiffers) return found;
            found.Dispose();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // There is none of that id.
        }
        return null;
    }

    // Host names repeat: containers and cloned agents have the same one. Linux tells each boot and each space of process
    // ids from every other.
    private static string Name()
    {
        var host = Environment.MachineName;
        if (!LinuxProcess.IsLinux) return host;
        return $"{host}/{LinuxProcess.BootId}/{LinuxProcess.ProcessIdSpace}";
    }
}
