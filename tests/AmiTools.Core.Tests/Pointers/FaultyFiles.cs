using AmiTools.Core.Pointers;
using AmiTools.Core.Tests.Repair;

namespace AmiTools.Core.Tests.Pointers;

internal enum DiskFault
{
    /// <summary>The step fails, a write after half of its bytes; what frees room or moves names goes on working.</summary>
    Full,
    /// <summary>The process ends before the step, and does nothing any more.</summary>
    DiesBefore,
    /// <summary>The process ends within it: half a write, or a move that was made.</summary>
    DiesWithin,
}

/// <summary>The disk, until one step that changes something.</summary>
internal sealed class FaultyFiles(int step, DiskFault fault) : IFileStore
{
    private readonly DiskFiles disk = new();
    private bool dead;
    private bool full;

    /// <summary>How many steps changed something.</summary>
    public int Steps { get; private set; }

    /// <summary>The files that were read.</summary>
    public List<string> Reads { get; } = [];

    public byte[] Read(string path)
    {
        if (dead) throw new ProcessDiedException();
        Reads.Add(Path.GetFileName(path));
        return disk.Read(path);
    }

    public void Write(string path, byte[] content, string? like) => Change(() => disk.Write(path, content, like), () => disk.Write(path, content[..(content.Length / 2)], like), isWrite: true);

    public void Replace(string source, string destination) => Change(() => disk.Replace(source, destination), () => disk.Replace(source, destination));

    public void Delete(string path) => Change(() => disk.Delete(path), () => disk.Delete(path));

    public bool Exists(string path) => dead ? throw new ProcessDiedException() : disk.Exists(path);

    private void Change(Action whole, Action within, bool isWrite = false)
    {
        if (dead) throw new ProcessDiedException();
        if (full && isWrite) throw new IOException("No space left on device");
        if (++Steps != step)
        {
            whole();
            return;
        }
        if (fault == DiskFault.Full)
        {
            full = true;
            if (isWrite) within();
            throw new IOException("No space left on device");
        }
        dead = true;
        if (fault == DiskFault.DiesWithin) within();
        throw new ProcessDiedException();
    }
}
