using AmiTools.Aws;

namespace AmiTools.Core.Usage;

/// <summary>The tags of an image that use and cleanup are judged by.</summary>
[TagSet]
internal sealed record FleetTags
{
    [Wire(TagNames.Image)] public string? Image { get; init; }
    [Wire(TagNames.Version)] public string? Version { get; init; }
    [Wire(TagNames.Pair)] public string? Pair { get; init; }
    [Wire(TagNames.State)] public string? State { get; init; }
    [Wire(TagNames.Source)] public string? Source { get; init; }
    [Wire(TagNames.Origin)] public string? Origin { get; init; }
    [Wire(TagNames.LastUsed)] public string? LastUsed { get; init; }
    [Wire(TagNames.LastUsedRuntime)] public string? LastUsedRuntime { get; init; }
    [Wire(TagNames.AutoCleanup)] public string? AutoCleanup { get; init; }
    [Wire(TagNames.Pinned)] public string? Pinned { get; init; }
    [Wire(TagNames.Stage)] public string? Stage { get; init; }
    [Wire(TagNames.Cleanup)] public string? Mark { get; init; }

    public static FleetTags None { get; } = new();
}
