using System.Text.Json;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>
/// A private folder for files that must not outlive the run. It tells whose it is, so that one whose process was killed can
/// be removed by a repair.
/// </summary>
internal sealed class ScratchFolder(string name, IMachine machine) : IDisposable
{
    private const string Prefix = "amitools-";
    private const string OwnerFile = "owner.json";
    private static readonly TimeSpan Unowned = TimeSpan.FromMinutes(1);

    /// <summary>The folder; it is made when something is to be put into it.</summary>
    public string Path { get; } = PathOf(name);

    /// <summary>Where the folder of this name is, or would be.</summary>
    public static string PathOf(string name) => System.IO.Path.Combine(System.IO.Path.GetTempPath(), Prefix + name);

    /// <summary>Those whose process has ended on this machine without removing them.</summary>
    public static IReadOnlyList<string> Orphans(IMachine machine, DateTimeOffset now) =>
        [.. Directory.GetDirectories(System.IO.Path.GetTempPath(), Prefix + "*").Where(f => IsOrphan(f, machine, now))];

    public static void Remove(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }

    /// <summary>A folder in it, made when it is first asked for.</summary>
    public string For(string target)
    {
        if (!Directory.Exists(Path))
        {
            PrivateFile.CreateFolder(Path);
            PrivateFile.Write(System.IO.Path.Combine(Path, OwnerFile), JsonSerializer.Serialize(machine.Self));
        }
        var path = System.IO.Path.Combine(Path, target);
        PrivateFile.CreateFolder(path);
        return path;
    }

    public void Dispose() => Remove(Path);

    private static bool IsOrphan(string folder, IMachine machine, DateTimeOffset now)
    {
        try
        {
            var owner = System.IO.Path.Combine(folder, OwnerFile);
            if (File.Exists(owner) && Read(owner) is { } mark) return machine.IsHere(mark) && !machine.IsAlive(mark);
            // Killed between making the folder and saying whose it is.
            return IsOurs(folder) && now - Directory.GetLastWriteTimeUtc(folder) > Unowned;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's, or just being made or removed.
            return false;
        }
    }

    private static ProcessMark? Read(string owner)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessMark>(File.ReadAllText(owner));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsOurs(string folder) => PairIds.IsPairId(System.IO.Path.GetFileName(folder).Substring(Prefix.Length).Split(["-check"], StringSplitOptions.None)[0]);
}
