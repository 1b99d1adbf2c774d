using System.Security.Cryptography;

namespace AmiTools.Core.Pointers;

/// <summary>A file and its new content.</summary>
internal sealed record NewContent(string Path, byte[] Before, byte[] After);

/// <summary>
/// Changes several files as one. New and old contents lie beside each file and are on the disk before the first file changes:
/// from then on only names are moved, which takes no room, so that a full disk and a process that dies can be undone.
/// </summary>
internal sealed class FileChange(IFileStore store, string journalPath)
{
    private EditJournal? journal;

    /// <summary>Changes the files. On a failure they are what they were.</summary>
    /// <exception cref="AmiToolsException">ReferencesUnchanged, ReferencesHalfChanged.</exception>
    public void Make(IReadOnlyList<NewContent> contents, IReadOnlyList<EditedParameter> parameters, DateTimeOffset now)
    {
        journal = new() { Started = now, Files = [.. contents.Select(c => new EditedFile(c.Path, Hash(c.Before), Hash(c.After)))], Parameters = parameters };
        try
        {
            journal.Write(store, journalPath);
            foreach (var (file, content) in journal.Files.Zip(contents, (f, c) => (f, c)))
            {
                store.Write(file.OldPath, content.Before, file.Path);
                store.Write(file.NewPath, content.After, file.Path);
            }
            foreach (var file in journal.Files)
            {
                if (Hash(store.Read(file.Path)) != file.Before) throw new IOException($"{file.Path} was changed by somebody else just now.");
                store.Replace(file.NewPath, file.Path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Undo(e);
            throw new AmiToolsException("ReferencesUnchanged", FailureKind.ServiceFailed, $"The files could not be changed, and are what they were: {e.Message}", journalPath, e);
        }
    }

    /// <summary>The change is done: nothing goes back any more. What can't be removed is removed by the next change.</summary>
    /// <exception cref="AmiToolsException">ReferencesUnchanged: it can't be kept that it is done, and has to be undone.</exception>
    public void Commit()
    {
        try
        {
            (journal! with { State = EditState.Done }).Write(store, journalPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AmiToolsException("ReferencesUnchanged", FailureKind.ServiceFailed, $"The change could not be completed, and everything is put back to what it was: {e.Message}", journalPath, e);
        }
        try
        {
            CleanUp(journal!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // All is changed, and the journal says so.
        }
    }

    /// <summary>Puts the files back after something else has failed.</summary>
    public void Undo(Exception cause)
    {
        try
        {
            PutBack(journal!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or AmiToolsException)
        {
            throw new AmiToolsException("ReferencesHalfChanged", FailureKind.PartlyDone, $"The change failed ({cause.Message}), and the files could not be put back: {e.Message} What they were lies beside them (.NAME.amitools-old). The next change of references puts them back first.", journalPath, cause);
        }
    }

    /// <summary>Puts every file back that a change, of this process or one that died, has changed; then nothing of it is left.</summary>
    /// <exception cref="AmiToolsException">ReferenceFileChanged: somebody has changed a file since, which is never overwritten.</exception>
    public void PutBack(EditJournal from)
    {
        foreach (var file in from.Files)
        {
            var now = store.Exists(file.Path) ? Hash(store.Read(file.Path)) : null;
            if (now == file.Before) continue;
            if (now != file.After || !store.Exists(file.OldPath))
                throw new AmiToolsException("ReferenceFileChanged", FailureKind.Conflict, $"{file.Path} was changed by somebody else after a change of references broke off. What it was before lies in {file.OldPath}. Make the file right, remove {journalPath}, and run it again.", file.Path);
            store.Replace(file.OldPath, file.Path);
        }
        CleanUp(from);
    }

    /// <summary>Removes what was kept for going back, and at last the journal.</summary>
    public void CleanUp(EditJournal done)
    {
        foreach (var file in done.Files)
        {
            store.Delete(file.NewPath);
            store.Delete(file.OldPath);
        }
        EditJournal.RemoveUnfinished(store, journalPath);
        store.Delete(journalPath);
    }

    private static string Hash(byte[] content)
    {
        using var sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(content).Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
