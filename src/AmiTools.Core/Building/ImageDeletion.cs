using AmiTools.Aws;
using AmiTools.Core.Images;

namespace AmiTools.Core.Building;

/// <summary>What became of an image's snapshots.</summary>
/// <param name="Deleted">Those that are gone.</param>
/// <param name="Shared">Those that another image uses; they belong to it and stay.</param>
/// <param name="Failed">Those that should be gone and are not, each with the reason.</param>
internal sealed record SnapshotFates(IReadOnlyList<string> Deleted, IReadOnlyDictionary<string, string> Shared, IReadOnlyDictionary<string, string> Failed);

/// <summary>Deregisters an image together with its snapshots. Whoever calls this has decided; here nothing is looked for.</summary>
internal sealed class ImageDeletion(IAws aws)
{
    private const string SharedReason = "another image uses it";

    /// <summary>Deletes; an image or snapshot that is gone already counts as deleted.</summary>
    /// <exception cref="AwsException">The image could not be deregistered; nothing of it was deleted.</exception>
    public Task<SnapshotFates> DeleteAsync(Image image, CancellationToken cancel) => DeleteAsync(image.ImageId, image.SnapshotIds(), cancel);

    /// <summary>The same, of an image that was not read in full.</summary>
    /// <exception cref="AwsException">The image could not be deregistered; nothing of it was deleted.</exception>
    public async Task<SnapshotFates> DeleteAsync(string imageId, IReadOnlyList<string> snapshotIds, CancellationToken cancel)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var result = await aws.SendAsync(new DeregisterImage { ImageId = imageId, DeleteAssociatedSnapshots = true }, cancel).ConfigureAwait(false);
            foreach (var snapshot in result.DeleteSnapshotResults) told[snapshot.SnapshotId] = snapshot.ReturnCode ?? "";
        }
        catch (AwsException e) when (e.Code is "InvalidAMIID.NotFound" or "InvalidAMIID.Unavailable")
        {
            // Somebody was quicker, or an answer was lost and the retry found it gone.
        }

        var (deleted, shared, failed) = (new List<string>(), new Dictionary<string, string>(), new Dictionary<string, string>());
        foreach (var snapshot in snapshotIds.Union(told.Keys))
        {
            // DeregisterImage answers for each snapshot by itself and succeeds also when some of them stay.
            switch (told.TryGetValue(snapshot, out var code) ? code : null)
            {
                case "success":
                    deleted.Add(snapshot);
                    break;
                case "skipped":
                    shared[snapshot] = SharedReason;
                    break;
                default:
                    var (isShared, reason) = await DeleteSnapshotAsync(snapshot, cancel).ConfigureAwait(false);
                    if (reason is null) deleted.Add(snapshot);
                    else (isShared ? shared : failed)[snapshot] = reason;
                    break;
            }
        }
        return new SnapshotFates(deleted, shared, failed);
    }

    /// <summary>Deletes one snapshot; no reason means that it is gone.</summary>
    public async Task<(bool IsShared, string? Reason)> DeleteSnapshotAsync(string snapshot, CancellationToken cancel)
    {
        try
        {
            await aws.SendAsync(new DeleteSnapshot { SnapshotId = snapshot }, cancel).ConfigureAwait(false);
            return (false, null);
        }
        catch (AwsException e) when (e.Code == "InvalidSnapshot.NotFound")
        {
            return (false, null);
        }
        catch (AwsException e) when (e.Code == "InvalidSnapshot.InUse")
        {
            return (true, SharedReason);
        }
        catch (AwsException e)
        {
            return (false, e.Message);
        }
    }
}
