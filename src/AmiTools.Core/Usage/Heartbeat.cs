using AmiTools.Aws;

namespace AmiTools.Core.Usage;

/// <summary>What was seen of an image: its uses, and the required sources that could not answer.</summary>
internal readonly record struct SeenImage(FleetImage Image, IReadOnlyList<ImageUse> Uses, IReadOnlyList<UnknownSource> Unknown)
{
    public bool IsUsed => Uses.Count > 0;

    /// <summary>True if it can be told for certain whether it is used.</summary>
    public bool IsCertain => Unknown.Count == 0;
}

/// <summary>
/// Writes the two tags of a scan, the use never after the heartbeat: a heartbeat beside an old LastUsed would say that the
/// image is not used. In as few calls as there can be: where it saves calls, what gets both tags gets them in one.
/// </summary>
internal sealed class Heartbeat(IAws aws, string now)
{
    private readonly TagBatches batches = new(aws);
    private readonly Tag use = new() { Key = TagNames.LastUsed, Value = now };
    private readonly Tag beat = new() { Key = TagNames.LastUsedRuntime, Value = now };

    public async Task<HeartbeatOutcome> WriteAsync(IReadOnlyList<SeenImage> images, CancellationToken cancel)
    {
        List<string> both = Ids(i => i.IsUsed && i.IsCertain), useOnly = Ids(i => i.IsUsed && !i.IsCertain), beatOnly = Ids(i => !i.IsUsed && i.IsCertain);
        // Where they are few, a call for each of the three is as many as a call for each tag, or one more.
        if (TagBatches.CallsFor(both.Count) + TagBatches.CallsFor(useOnly.Count) + TagBatches.CallsFor(beatOnly.Count) < TagBatches.CallsFor(both.Count + useOnly.Count) + TagBatches.CallsFor(both.Count + beatOnly.Count))
        {
            var together = await batches.WriteAsync(both, [use, beat], cancel).ConfigureAwait(false);
            var used = await batches.WriteAsync(useOnly, [use], cancel).ConfigureAwait(false);
            var alive = await batches.WriteAsync(beatOnly, [beat], cancel).ConfigureAwait(false);
            return new(together.And(used), together.And(alive));
        }
        var lastUsed = await batches.WriteAsync([.. both, .. useOnly], [use], cancel).ConfigureAwait(false);
        return new(lastUsed, await batches.WriteAsync([.. both.Where(lastUsed.IsWritten), .. beatOnly], [beat], cancel).ConfigureAwait(false));

        List<string> Ids(Func<SeenImage, bool> which) => [.. images.Where(which).Select(i => i.Image.ImageId)];
    }
}

/// <summary>What became of the two tags.</summary>
internal sealed record HeartbeatOutcome(TagOutcome Use, TagOutcome Beat)
{
    /// <summary>Nothing went wrong.</summary>
    public static HeartbeatOutcome AllDone { get; } = new(TagOutcome.AllDone, TagOutcome.AllDone);

    public bool IsGone(SeenImage seen) => Use.Gone.Contains(seen.Image.ImageId) || Beat.Gone.Contains(seen.Image.ImageId);

    public bool HasUse(SeenImage seen) => seen.IsUsed && Use.IsWritten(seen.Image.ImageId);

    /// <summary>Of one whose use could not be written, a heartbeat was not even tried.</summary>
    public bool HasBeat(SeenImage seen) => seen.IsCertain && Use.IsWritten(seen.Image.ImageId) && Beat.IsWritten(seen.Image.ImageId);

    /// <summary>Why it has not both tags that it should have.</summary>
    public IReadOnlyList<string> ProblemsOf(SeenImage seen)
    {
        if (seen.IsCertain && Use.Failed.Count + Beat.Failed.Count == 0) return [];
        var problems = seen.Unknown.Select(u => u.ToString()).ToList();
        var id = seen.Image.ImageId;
        if (Use.Failed.TryGetValue(id, out var cause)) problems.Add(Refused(TagNames.LastUsed, seen.Image, cause));
        if (Beat.Failed.TryGetValue(id, out cause) && !Use.Failed.ContainsKey(id)) problems.Add(Refused(TagNames.LastUsedRuntime, seen.Image, cause));
        return problems;
    }

    private static string Refused(string tag, FleetImage image, string cause) => $"{tag} can't be written in {image.Place.Target} (account {image.Place.AccountId}, {image.Place.Region}): {cause}";
}
