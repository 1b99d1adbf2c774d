using System.Diagnostics;
using System.Globalization;

namespace AmiTools.Core;

/// <summary>
/// Tells the process of a local cloud from any other: an id by itself may be mistyped, or have been given to another
/// process since. A file in the folder for temporary files, named after the id, holds when the process started.
/// </summary>
public sealed class LocalCloudMark : IDisposable
{
    // Two processes compute the start of a third from the machine's start, and differ by some milliseconds.
    private static readonly TimeSpan same = TimeSpan.FromSeconds(2);

    private readonly int process;

    private LocalCloudMark(int process) => this.process = process;

    /// <summary>Marks this process until it is disposed.</summary>
    public static LocalCloudMark Put()
    {
        using var own = Process.GetCurrentProcess();
        File.WriteAllText(PathOf(own.Id), own.StartTime.ToUniversalTime().ToString("o", CultureInfo.InvariantCulture));
        return new(own.Id);
    }

    /// <summary>True if the process is a local cloud.</summary>
    public static bool IsOn(Process process)
    {
        try
        {
            var text = File.ReadAllText(PathOf(process.Id));
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var started) && (process.StartTime.ToUniversalTime() - started.UtcDateTime).Duration() < same;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Takes the mark off.</summary>
    public void Dispose() => TakeOff(process);

    /// <summary>Takes the mark off a process that had no time to do it.</summary>
    public static void TakeOff(int process)
    {
        try
        {
            File.Delete(PathOf(process));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It says nothing about any other process.
        }
    }

    private static string PathOf(int process) => Path.Combine(Path.GetTempPath(), $"amitools-local-cloud-{process.ToString(CultureInfo.InvariantCulture)}");
}
