namespace AmiTools.Core.Definitions;

/// <summary>A base image as it was found in one target.</summary>
public sealed record BaseImage(string Target, string ImageId, string? Name, string? OwnerId, DateTimeOffset? CreationDate, string? PairId, string? Version, string? RootDeviceType)
{
    /// <summary>True if both are the same image: the same id, members of one pair, or one public image in two Regions (owner, name and creation day).</summary>
    public bool IsSameAs(BaseImage other) =>
        ImageId == other.ImageId
        || (PairId is not null && PairId == other.PairId)
        || (PairId is null && other.PairId is null && Name is not null && Name == other.Name && OwnerId == other.OwnerId && CreationDate?.UtcDateTime.Date == other.CreationDate?.UtcDateTime.Date);

    public override string ToString() => $"{ImageId} ({Name ?? "no name"}{(Version is null ? "" : $", version {Version}")}, {CreationDate?.UtcDateTime:yyyy-MM-dd})";
}
