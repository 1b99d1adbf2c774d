namespace AmiTools.Core.Copying;

/// <summary>The tags of a copy while it is being made. A pure function.</summary>
internal static class CopyTags
{
    // What says something of the original alone.
    private static readonly HashSet<string> own = [TagNames.LastUsed, TagNames.LastUsedRuntime, TagNames.Pinned, TagNames.Pair, TagNames.State, TagNames.Target, TagNames.Origin];

    public static IReadOnlyDictionary<string, string> Of(CopyPlan plan, CopyDestination destination)
    {
        var tags = plan.Source.Tags.Where(t => !own.Contains(t.Key) && !t.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)).ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal);
        tags[TagNames.Target] = destination.Target;
        tags[TagNames.State] = TagNames.Building;
        tags[TagNames.Origin] = TagNames.Copied;
        // It joins its pair with the mark that completes it; until then it belongs to this run, which may be undone.
        tags[TagNames.Pair] = plan.RunId;
        return tags;
    }
}
