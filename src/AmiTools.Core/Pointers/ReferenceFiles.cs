using AmiTools.Core.Definitions;
using AmiTools.Core.Pointers.Formats;

namespace AmiTools.Core.Pointers;

/// <summary>A file with its places.</summary>
/// <param name="Path">The file itself: links are followed, so that an edit changes what they lead to.</param>
/// <param name="Text">Its bytes.</param>
/// <param name="Found">Its places.</param>
internal sealed record ReferenceFile(string Path, ReferenceText Text, FilePlaces Found);

/// <summary>Reads the files of references, each once, however often it is named.</summary>
internal sealed class ReferenceFiles(IFileStore store, List<Problem> problems)
{
    private readonly Dictionary<string, ReferenceFile?> known = new(StringComparer.Ordinal);

    /// <summary>The files that a reference names, in the order of their names.</summary>
    public IEnumerable<ReferenceFile> Of(ReferenceSource source, string environmentsFile)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(environmentsFile))!;
        foreach (var path in Paths(source, folder, environmentsFile))
        {
            if (Read(path) is { } file) yield return file;
        }
    }

    private IReadOnlyList<string> Paths(ReferenceSource source, string folder, string environmentsFile)
    {
        var path = Path.GetFullPath(Path.Combine(folder, source.File!));
        var name = Path.GetFileName(path);
        if (!NamePattern.HasWildcard(name))
        {
            if (File.Exists(path)) return [path];
            problems.Add(new("ReferenceFileNotFound", $"there is no file {path}; the path is relative to this file.", environmentsFile, source.Line));
            return [];
        }
        var within = Path.GetDirectoryName(path)!;
        // A name that begins with a dot is hidden from patterns, as in a shell.
        IReadOnlyList<string> found = Directory.Exists(within) ? [.. Directory.EnumerateFiles(within).Where(f => Path.GetFileName(f)[0] != '.' && NamePattern.Matches(name, Path.GetFileName(f))).OrderBy(f => f, StringComparer.Ordinal)] : [];
        if (found.Count == 0) problems.Add(new("ReferenceFileNotFound", $"no file matches {path}; the path is relative to this file.", environmentsFile, source.Line));
        return found;
    }

    private ReferenceFile? Read(string path)
    {
        if (LinkedPath.Wrong(path) is { } wrong)
        {
            problems.Add(wrong);
            return null;
        }
        var real = LinkedPath.Real(path)!;
        if (known.TryGetValue(real, out var file)) return file;
        try
        {
            var text = ReferenceText.Of(store.Read(real));
            file = new(real, text, FindPlaces.In(text, real));
        }
        catch (WrongFormatException e)
        {
            problems.Add(new("ReferenceFileInvalid", $"{e.Message} Correct it, or give it another extension (such as .txt) and mark the ids with a comment 'amitools: image=NAME'.", real, e.Line));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new("ReferenceFileUnreadable", $"it can't be read: {e.Message}", real));
        }
        return known[real] = file;
    }
}
