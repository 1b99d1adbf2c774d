using System.Globalization;
using System.Text.Json;
using AmiTools.Core.Building;
using AmiTools.Core.Journal;

namespace AmiTools.Core;

/// <summary>
/// Tells the process of a local cloud from any other: an id by itself may be mistyped, or have been given to another
/// process since. A file in the folder for temporary files, named after the id, holds which process it was.
/// </summary>
public sealed class LocalCloudMark : IDisposable
{
    private readonly int process;

    private LocalCloudMark(int process) => this.process = process;

    /// <summary>Marks this process until it is disposed.</summary>
    public static LocalCloudMark Put()
    {
        var own = ThisMachine.Instance.Self;
        File.WriteAllText(PathOf(own.Id), JsonSerializer.Serialize(own));
        return new(own.Id);
    }

    /// <summary>True if the process of that id is a local cloud, and runs.</summary>
    public static bool IsOn(int process)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessMark>(File.ReadAllText(PathOf(process))) is { } mark && mark.Id == process && ThisMachine.Instance.IsHere(mark) && ThisMachine.Instance.IsAlive(mark);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
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
