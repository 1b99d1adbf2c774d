namespace AmiTools.Core.Usage;

/// <summary>What an answer about use says when it is not complete.</summary>
public static class UsageText
{
    private const int MostListed = 10;

    /// <summary>Fails if it can't be told of every image whether it is used.</summary>
    /// <exception cref="AmiToolsException">UsageUnknown; everything that is known was in the result.</exception>
    public static void ThrowIfUnknown(IReadOnlyList<AmiUsage> images)
    {
        var unknown = images.Where(i => i.State == UseState.Unknown).ToList();
        if (unknown.Count == 0) return;
        throw new AmiToolsException("UsageUnknown", FailureKind.PartlyDone, $"Of {unknown.Count} of {images.Count} images it can't be told whether they are used.{Listed(unknown.SelectMany(i => i.Unknown).Where(u => u.IsRequired).Select(u => u.ToString()))}")
        {
            RecommendedAction = "Grant the permission or wait for the service, and ask again; a source that can't be read at all may be made optional (docs/usage-sources.md).",
        };
    }

    /// <summary>Problems, each once and on a line of its own; many of them cut short.</summary>
    internal static string Listed(IEnumerable<string> problems)
    {
        var each = problems.Distinct().ToList();
        var more = each.Count > MostListed ? [$"  and {each.Count - MostListed} more"] : Array.Empty<string>();
        return string.Concat(each.Take(MostListed).Select(p => "  " + p).Concat(more).Select(p => Environment.NewLine + p));
    }
}
