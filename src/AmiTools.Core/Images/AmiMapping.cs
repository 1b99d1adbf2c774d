using AmiTools.Aws;

namespace AmiTools.Core.Images;

/// <summary>From the wire's image to the user's.</summary>
public static class AmiMapping
{
    public static Ami ToAmi(this Image image, string target, string accountId, string region)
    {
        var tags = image.TagMap();
        return new Ami
        {
            ImageId = image.ImageId,
            Name = tags.Get(TagNames.Image) ?? image.Name ?? image.ImageId,
            ImageName = image.Name ?? "",
            Version = tags.Get(TagNames.Version),
            Target = target,
            AccountId = image.OwnerId ?? accountId,
            Region = region,
            State = image.State,
            IsComplete = tags.Get(TagNames.State) == TagNames.Complete,
            PairId = tags.Get(TagNames.Pair),
            Commit = tags.Get(TagNames.Commit),
            SourceImageId = tags.Get(TagNames.Source) ?? image.SourceImageId,
            CreationDate = image.CreationDate,
            SnapshotIds = image.SnapshotIds(),
            Tags = tags,
        };
    }

    public static IReadOnlyDictionary<string, string> TagMap(this Image image) => image.Tags.TagMap();

    public static IReadOnlyDictionary<string, string> TagMap(this IEnumerable<Tag> tags)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags) map[tag.Key] = tag.Value ?? "";
        return map;
    }

    public static IReadOnlyList<string> SnapshotIds(this Image image) =>
        [.. image.BlockDevices.Select(b => b.Ebs?.SnapshotId).OfType<string>().Where(s => s.Length > 0).Distinct()];

    public static string? Get(this IReadOnlyDictionary<string, string> tags, string key) => tags.TryGetValue(key, out var value) ? value : null;
}
