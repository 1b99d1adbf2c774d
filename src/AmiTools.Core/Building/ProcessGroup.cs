using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AmiTools.Core.Building;

/// <summary>A process and its descendants, as far as the system lets one name them together.</summary>
internal sealed class ProcessGroup(Process process, bool hasGroup)
{
    public const int Sigkill = 9;
    public const int Sigterm = 15;
    private readonly int id = process.Id;

    /// <summary>
    /// Asks the process, and it alone, to end: Packer then stops its own plugins in the right order. False where the
    /// system has no such request.
    /// </summary>
    public bool Terminate() => !RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && Native.Send(id, Sigterm) == 0;

    /// <summary>Sends a signal to one process; one that is gone gets none.</summary>
    public static void Signal(int process, int signal) => _ = Native.Send(process, signal);

    /// <summary>Ends the process and what is left of its group.</summary>
    public void Kill()
    {
        if (hasGroup) _ = Native.Send(-id, Sigkill);
        try
        {
            // Also with a group: one that has only just been started may not lead it yet.
            if (process.HasExited) return;
#if NET
            process.Kill(entireProcessTree: true);
#else
            KillTreeOnWindows();
#endif
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended meanwhile.
        }
    }

#if !NET
    private void KillTreeOnWindows()
    {
        using var taskkill = Process.Start(new ProcessStartInfo("taskkill", $"/PID {id} /T /F") { UseShellExecute = false, CreateNoWindow = true });
        taskkill?.WaitForExit(10_000);
        if (!process.HasExited) process.Kill();
    }
#endif

    private static class Native
    {
        [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Send(int process, int signal);
    }
}
