using System.Text.Json;

namespace AmiTools.Core.Journal;

/// <summary>A journal in a file: replaced as a whole, flushed to the disk, readable by its owner only.</summary>
public sealed class JournalFile(string path) : IJournalStore
{
    /// <summary>The journal's name in its run folder.</summary>
    public const string FileName = "pair.json";

    public string Path { get; } = path;

    public Task WriteAsync(PairJournal journal, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Write(journal);
        return Task.CompletedTask;
    }

    /// <summary>Writes a new file beside the old one and puts it in its place, so that a reader sees one or the other.</summary>
    public void Write(PairJournal journal)
    {
        var next = Path + ".next";
        using (var file = PrivateFile.Create(next))
        {
            JournalText.Write(file, journal);
            file.Flush(flushToDisk: true);
        }
        PrivateFile.Replace(next, Path);
    }

    /// <summary>Holds a journal for one process of this machine while it takes the run over.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="revision">The write that was read; another means that somebody was quicker.</param>
    /// <exception cref="AmiToolsException">LeaseTaken.</exception>
    internal static IDisposable Lock(string path, long revision)
    {
        FileStream? held = null;
        try
        {
            held = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            if (Read(path).Revision == revision) return held;
        }
        catch (IOException)
        {
            // Held by another, who is just taking it over.
        }
        held?.Dispose();
        throw new AmiToolsException("LeaseTaken", FailureKind.Conflict, $"{path}: another process on this machine is taking this run over; nothing was done here.", path);
    }

    /// <summary>Reads a journal.</summary>
    /// <exception cref="AmiToolsException">The file is missing, or is no journal that this version understands.</exception>
    public static PairJournal Read(string path)
    {
        try
        {
            return JournalText.Read(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new AmiToolsException("JournalNotFound", FailureKind.NotFound,
                $"{path}: there is no journal. A run folder holds one named {FileName}; give the path of the run folder's file.", path, e);
        }
        catch (JsonException e)
        {
            throw new AmiToolsException("JournalUnreadable", FailureKind.InvalidInput,
                $"{path}: this is no journal of a paired build ({e.Message}). It is written as a whole, so it was changed by something else.", path, e);
        }
    }
}
