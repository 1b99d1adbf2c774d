using AmiTools.Aws;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;

namespace AmiTools.Core.Building;

/// <summary>
/// Marks an image and its snapshots complete, in one call, and reads the mark. From that call on lookups see the image;
/// marking it a second time changes nothing.
/// </summary>
internal sealed class CompleteMark(TimeProvider time)
{
    private static readonly TimeSpan Appears = TimeSpan.FromMinutes(2);

    /// <param name="connection">Where it is.</param>
    /// <param name="image">The image.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="joins">The pair that a copy joins by the same call.</param>
    /// <returns>The image as it was read with its mark.</returns>
    public async Task<Image> SetAsync(ITargetConnection connection, Image image, CancellationToken cancel, string? joins = null)
    {
        IReadOnlyList<Tag> pair = joins is null ? [] : [new Tag { Key = TagNames.Pair, Value = joins }];
        await connection.Aws.SendAsync(new CreateTags { Resources = [image.ImageId, .. image.SnapshotIds()], Tags = [new Tag { Key = TagNames.State, Value = TagNames.Complete }, .. pair] }, cancel).ConfigureAwait(false);
        var wait = new Waiter(Appears) { FirstDelay = TimeSpan.FromMilliseconds(100), LongestDelay = TimeSpan.FromSeconds(10), Time = time };
        return await wait.UntilAsync($"the complete mark on {image.ImageId}", async c =>
        {
            var now = await TargetImage.ReadAsync(connection, image.ImageId, c).ConfigureAwait(false);
            return new Look<Image>(now?.TagMap().Get(TagNames.State) == TagNames.Complete, "without the mark", now);
        }, cancel: cancel).ConfigureAwait(false);
    }
}
