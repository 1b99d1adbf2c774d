namespace AmiTools.Core.Definitions;

/// <summary>A file, or a folder that is new, that differs from the commit.</summary>
/// <param name="Path">Its path from the top of the checkout.</param>
/// <param name="IsNew">True if git does not know it.</param>
public sealed record DirtyFile(string Path, bool IsNew)
{
    private const int MostListed = 5;
    private const int LongestPath = 100;

    /// <summary>Reads what <c>git status --porcelain -z</c> prints: two letters, a blank and a path, each ended by NUL; a file that was renamed or copied is followed by its old path.</summary>
    public static IReadOnlyList<DirtyFile> Read(string status)
    {
        var files = new List<DirtyFile>();
        var parts = status.Split('\0');
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length < 4) continue;
            files.Add(new(parts[i].Substring(3), parts[i][0] == '?'));
            if (parts[i][0] is 'R' or 'C' || parts[i][1] is 'R' or 'C') i++;
        }
        return files;
    }

    /// <summary>The first of them as a part of a sentence: <c>: src/web/template.json, out.log (new) and 3 more</c>.</summary>
    public static string Listed(IReadOnlyList<DirtyFile> files)
    {
        if (files.Count == 0) return "";
        var more = files.Count - MostListed;
        return $": {string.Join(", ", files.Take(MostListed))}{(more > 0 ? $" and {more} more" : "")}";
    }

    /// <summary>A path may hold whatever a file's name may.</summary>
    public override string ToString()
    {
        var shown = new string([.. Path.Select(c => char.IsControl(c) ? '?' : c)]);
        if (shown.Length > LongestPath) shown = "..." + shown.Substring(shown.Length - LongestPath);
        return IsNew ? shown + " (new)" : shown;
    }
}
