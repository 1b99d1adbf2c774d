using AmiTools.Aws;
using AmiTools.Core.Images;

namespace AmiTools.Core.Usage;

/// <summary>An account and Region that images lie in, are launched in, or both.</summary>
internal sealed record Place(string Target, string AccountId, string Region);

/// <summary>What use and cleanup need of one of 50,000 images, and no more.</summary>
internal sealed record FleetImage
{
    public required string ImageId { get; init; }
    public required Place Place { get; init; }
    public required string Name { get; init; }
    public string? Version { get; init; }
    public string? PairId { get; init; }
    public bool IsRegistered { get; init; }
    public bool IsComplete { get; init; }
    public string? State { get; init; }
    public DateTimeOffset? CreationDate { get; init; }
    public DateTimeOffset? LastLaunchedTime { get; init; }
    public string? LastUsed { get; init; }
    public string? LastUsedRuntime { get; init; }
    public string? AutoCleanup { get; init; }
    public string? Pinned { get; init; }
    public string? DeregistrationProtection { get; init; }
    /// <summary>The images it was made from; empty for a copy, which does not keep its original.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];
    public IReadOnlyList<string> SnapshotIds { get; init; } = [];
    /// <summary>Of its volumes together, GiB.</summary>
    public int Size { get; init; }

    public static FleetImage Of(Image image, Place place)
    {
        var tags = image.TagMap();
        var isCopy = tags.Get(TagNames.Origin) == TagNames.Copied;
        return new()
        {
            ImageId = image.ImageId,
            Place = place,
            Name = tags.Get(TagNames.Image) ?? image.Name ?? image.ImageId,
            Version = tags.Get(TagNames.Version),
            PairId = tags.Get(TagNames.Pair),
            IsRegistered = tags.ContainsKey(TagNames.Image),
            IsComplete = tags.Get(TagNames.State) == TagNames.Complete,
            State = image.State,
            CreationDate = image.CreationDate,
            LastLaunchedTime = image.LastLaunchedTime,
            LastUsed = tags.Get(TagNames.LastUsed),
            LastUsedRuntime = tags.Get(TagNames.LastUsedRuntime),
            AutoCleanup = tags.Get(TagNames.AutoCleanup),
            Pinned = tags.Get(TagNames.Pinned),
            DeregistrationProtection = image.DeregistrationProtection,
            Bases = isCopy ? [] : [.. new[] { tags.Get(TagNames.Source), image.SourceImageId }.OfType<string>().Where(b => b.Length > 0 && b != image.ImageId).Distinct()],
            SnapshotIds = image.SnapshotIds(),
            Size = image.BlockDevices.Sum(b => b.Ebs?.VolumeSize ?? 0),
        };
    }
}
