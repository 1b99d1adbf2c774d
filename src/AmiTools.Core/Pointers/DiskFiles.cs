using AmiTools.Core.Journal;

namespace AmiTools.Core.Pointers;

/// <summary>The files of this machine.</summary>
internal sealed class DiskFiles : IFileStore
{
    public byte[] Read(string path) => File.ReadAllBytes(path);

    public void Write(string path, byte[] content, string? like)
    {
#if NET
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (like is not null && !OperatingSystem.IsWindows()) options.UnixCreateMode = File.GetUnixFileMode(like);
        using (var file = new FileStream(path, options))
#else
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None))
#endif
        {
            file.Write(content, 0, content.Length);
            file.Flush(flushToDisk: true);
        }
#if NET
        // The mode of a new file is cut by the process's mask.
        if (like is not null && !OperatingSystem.IsWindows()) File.SetUnixFileMode(path, File.GetUnixFileMode(like));
#endif
    }

    public void Replace(string source, string destination) => PrivateFile.Replace(source, destination);

    public void Delete(string path) => File.Delete(path);

    public bool Exists(string path) => File.Exists(path);
}
