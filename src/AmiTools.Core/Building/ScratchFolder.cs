using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>A private folder for files that must not outlive the run.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public ScratchFolder(string name)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "amitools-" + name);
        PrivateFile.CreateFolder(Path);
    }

    public string Path { get; }

    public string For(string target)
    {
        var path = System.IO.Path.Combine(Path, target);
        PrivateFile.CreateFolder(path);
        return path;
    }

    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
