using AmiTools.Aws;
using AmiTools.Core.Images;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>
/// Whether a thing in AWS was made by this run. The journal only says what to ask about; the answer is in the thing's
/// own tags, name and time. A thing that carries another pair's id is never ours, whatever the journal says.
/// </summary>
internal sealed class Ownership(PairJournal pair, MemberJournal member)
{
    // This machine's clock and AWS's may differ by so much; AWS refuses requests that are signed with more.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>The exact names that an image of this run can have.</summary>
    public IReadOnlyList<string> ImageNames { get; } = [.. new[] { member.ImageName }.Concat(member.Seen.ImageNames).Distinct()];

    /// <summary>The exact names of its temporary key pairs.</summary>
    public IReadOnlyList<string> KeyPairNames { get; } = [.. new[] { member.KeyPairName }.OfType<string>().Concat(member.Seen.KeyPairNames).Distinct()];

    public bool Owns(Image image) =>
        (image.OwnerId is null || image.OwnerId == member.AccountId)
        && (ByPair(image.Tags, () => IsNamed(image)) || HasJoined(image));

    /// <summary>A copy carries its run's id until the mark that completes it, and its pair's from then on.</summary>
    private bool HasJoined(Image image) => pair.Copy is { } copy && image.Tags.TagMap().Get(TagNames.Pair) == copy.PairId && IsNamed(image);

    private bool IsNamed(Image image) => image.Name is { } name && ImageNames.Contains(name) && IsNew(image.CreationDate);

    public bool Owns(Instance instance) =>
        instance.State?.Name != "terminated" && ByPair(instance.Tags, () =>
            IsNew(instance.LaunchTime)
            && (instance.KeyName is { Length: > 0 } key
                ? KeyPairNames.Contains(key)
                : member.Seen.InstanceIds.Contains(instance.InstanceId) && (member.SourceImageId is null || instance.ImageId == member.SourceImageId)));

    public bool Owns(Snapshot snapshot) => ByPair(snapshot.Tags, () => IsNew(snapshot.StartTime));

    public bool Owns(KeyPair key) => ByPair(key.Tags, () => KeyPairNames.Contains(key.KeyName) && (key.KeyName == member.KeyPairName || IsNew(key.CreateTime)));

    /// <summary>Packer describes its group so; security groups have no time of creation.</summary>
    public bool Owns(SecurityGroup group) =>
        ByPair(group.Tags, () => group.Description?.StartsWith("Temporary group for Packer", StringComparison.Ordinal) == true);

    /// <param name="volume">The volume.</param>
    /// <param name="wasAttached">True if it belonged to an instance that is this run's.</param>
    public bool Owns(Volume volume, bool wasAttached) => ByPair(volume.Tags, () => wasAttached && IsNew(volume.CreateTime));

    private bool ByPair(IReadOnlyList<Tag> tags, Func<bool> otherwise) =>
        tags.TagMap().Get(TagNames.Pair) is { } id ? id == pair.PairId : otherwise();

    private bool IsNew(DateTimeOffset? made) => made is { } at && member.BuildStarted is { } started && at >= started - ClockSkew;
}
