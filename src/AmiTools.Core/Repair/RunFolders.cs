using AmiTools.Core.Journal;

namespace AmiTools.Core.Repair;

/// <summary>A journal in a run folder.</summary>
internal sealed record FoundFile(string Path, PairJournal Journal);

/// <summary>Finds the journals of run folders on this machine.</summary>
internal static class RunFolders
{
    // Definitions/runs/<pair>/pair.json below a repository's root.
    private const int Deepest = 5;

    /// <summary>True if the path names one run.</summary>
    public static bool IsOneRun(string path) => File.Exists(path) || File.Exists(System.IO.Path.Combine(path, JournalFile.FileName));

    /// <summary>The journals that a path means; those that can't be read are told and left out.</summary>
    /// <exception cref="AmiToolsException">The path does not exist, or is one journal that can't be read.</exception>
    public static IReadOnlyList<FoundFile> Find(string path, Action<string> unreadable)
    {
        if (File.Exists(path)) return [new FoundFile(path, JournalFile.Read(path))];
        if (!Directory.Exists(path))
        {
            throw new AmiToolsException("RunsNotFound", FailureKind.NotFound,
                $"There is no {path}; expected a run folder, its journal ({JournalFile.FileName}), or a folder below which run folders lie.", path);
        }
        var own = System.IO.Path.Combine(path, JournalFile.FileName);
        if (File.Exists(own)) return [new FoundFile(own, JournalFile.Read(own))];
        var found = new List<FoundFile>();
        foreach (var file in Below(path, Deepest))
        {
            try
            {
                found.Add(new FoundFile(file, JournalFile.Read(file)));
            }
            catch (AmiToolsException e)
            {
                unreadable(e.Message);
            }
        }
        return found;
    }

    private static IEnumerable<string> Below(string folder, int levels)
    {
        IReadOnlyList<string> folders;
        try
        {
            folders = [.. Directory.GetDirectories(folder).Where(IsWorthLooking).OrderBy(f => f, StringComparer.Ordinal)];
        }
        catch (UnauthorizedAccessException)
        {
            yield break;
        }
        foreach (var below in folders)
        {
            var journal = System.IO.Path.Combine(below, JournalFile.FileName);
            // A run folder is named after its pair: another program's pair.json is not ours.
            if (PairIds.IsPairId(System.IO.Path.GetFileName(below)))
            {
                if (File.Exists(journal)) yield return journal;
            }
            else if (levels > 1)
            {
                foreach (var file in Below(below, levels - 1)) yield return file;
            }
        }
    }

    private static bool IsWorthLooking(string folder) =>
        System.IO.Path.GetFileName(folder) is { } name && name[0] != '.' && name != "node_modules" && (File.GetAttributes(folder) & FileAttributes.ReparsePoint) == 0;
}
