using System.Globalization;
using System.Runtime.InteropServices;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>A process as Linux itself shows it (proc(5), "/proc/[pid]/stat").</summary>
/// <param name="State">R, S, D and so on; Z and X are ended.</param>
/// <param name="Session">The session, whose leader has the same id: a child of ours leads one of its own.</param>
/// <param name="Start">When it started, in clock ticks since the machine did.</param>
internal sealed record LinuxProcess(char State, int Session, long Start)
{
    public static bool IsLinux { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    /// <summary>Killed and not yet fetched by its parent: in a container without an init process that may be for ever.</summary>
    public bool IsEnded => State is 'Z' or 'X';

    public static string BootId { get; } = ReadText("/proc/sys/kernel/random/boot_id") is { Length: >= 8 } id ? id.Substring(0, 8) : "?";

    public static string ProcessIdSpace { get; } =
#if NET
        new FileInfo("/proc/self/ns/pid").LinkTarget ?? "?";
#else
        "?";
#endif

    /// <summary>The process of this id; null if there is none.</summary>
    public static LinuxProcess? Read(int id)
    {
        // The name stands in brackets and may itself hold brackets and blanks.
        if (ReadText($"/proc/{id}/stat") is not { } text || text.LastIndexOf(") ", StringComparison.Ordinal) is not (> 0 and var end)) return null;
        var fields = text.Substring(end + 2).Split(' ');
        return fields.Length < 20 ? null : new LinuxProcess(fields[0][0], int.Parse(fields[3], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    /// <summary>The living processes of the session that this process led, itself among them. They may outlive it.</summary>
    public static IReadOnlyList<int> OfSession(ProcessMark leader)
    {
        var members = new List<int>();
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && Read(id) is { IsEnded: false } process && process.Session == leader.Id && process.Start >= leader.Ticks
                // A later process of that id leads another session.
                && (Read(leader.Id) is not { } now || now.Start == leader.Ticks))
                members.Add(id);
        }
        return members;
    }

    private static string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
