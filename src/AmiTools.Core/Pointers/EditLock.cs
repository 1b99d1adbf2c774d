namespace AmiTools.Core.Pointers;

/// <summary>One change of references at a time, on this machine.</summary>
internal static class EditLock
{
    /// <exception cref="AmiToolsException">ReferencesBusy.</exception>
    public static IDisposable Take(string environmentsFile)
    {
        var path = EditJournal.PathOf(environmentsFile) + ".lock";
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AmiToolsException("ReferencesBusy", FailureKind.Conflict, $"Another change of references is under way, or {path} can't be made: {e.Message} Nothing was changed.", environmentsFile, e);
        }
    }

    /// <summary>Whether a process that lives is changing references. The file of one that was killed stays, and nobody holds it.</summary>
    public static bool IsHeld(string environmentsFile)
    {
        try
        {
            using var file = new FileStream(EditJournal.PathOf(environmentsFile) + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
