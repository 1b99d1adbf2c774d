namespace AmiTools.Core.Journal;

/// <summary>
/// What a run leaves behind for people and for a repair: its journal, the templates it ran, its variables. It holds no
/// secret, so a CI server may publish it. Its name is the pair's id, which begins with the UTC time.
/// </summary>
public sealed class RunFolder
{
    private RunFolder(string path) => Path = path;

    public string Path { get; }

    public string JournalPath => System.IO.Path.Combine(Path, JournalFile.FileName);

    /// <summary>Makes the folder of a new run.</summary>
    /// <exception cref="AmiToolsException">The run exists already, or the folder can't be made.</exception>
    public static RunFolder Create(string runs, string pairId)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(runs), pairId);
        if (Directory.Exists(path))
        {
            throw new AmiToolsException("RunExists", FailureKind.Conflict,
                $"{path}: this run folder exists already, so this plan has been run. Make a new plan for a new run.", path);
        }
        try
        {
            PrivateFile.CreateFolder(path);
            // Git's own way of leaving a folder out, wherever it lies: a run never makes the next one's tree dirty.
            PrivateFile.Write(System.IO.Path.Combine(path, ".gitignore"), "*\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AmiToolsException("RunFolderNotWritable", FailureKind.InvalidInput,
                $"{path}: the run folder can't be made ({e.Message}). Give a folder that can be written to as the runs path.", path, e);
        }
        return new RunFolder(path);
    }

    /// <summary>The folder of one target, made when it is first asked for.</summary>
    public string For(string target)
    {
        var path = System.IO.Path.Combine(Path, target);
        PrivateFile.CreateFolder(path);
        return path;
    }
}
