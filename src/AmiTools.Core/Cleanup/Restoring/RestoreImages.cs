using System.Text.RegularExpressions;
using AmiTools.Aws;
using AmiTools.Core.Access;
using AmiTools.Core.Cleanup.Execution;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup.Restoring;

/// <summary>Brings images back: out of the stage that a cleanup took them to, or out of the Recycle Bin.</summary>
public sealed class RestoreImages(Surroundings surroundings)
{
    // An image has at most 28 volumes and more only on the newest instance types; a round restores at least one.
    private const int MostRounds = 130;
    private const int MostLooks = 30;
    private static readonly Regex snapshotId = new("snap-[0-9a-f]+", RegexOptions.CultureInvariant);

    /// <summary>What would be done; changes nothing.</summary>
    /// <exception cref="AmiToolsException">An image is neither there nor in the Recycle Bin.</exception>
    public async Task<IReadOnlyList<RestoredImage>> PlanAsync(RestoreRequest request, IReporter reporter, CancellationToken cancel)
    {
        using var images = new SharedImages(surroundings);
        await images.ConnectAsync(request.Targets, reporter, cancel).ConfigureAwait(false);
        var planned = new List<RestoredImage>();
        foreach (var text in request.Images.Select(i => i.Trim()).Distinct(StringComparer.Ordinal))
        {
            try
            {
                planned.AddRange((await images.FindAsync([text], cancel, disabled: true).ConfigureAwait(false)).Select(Of));
            }
            catch (AmiToolsException e) when (e.ErrorId == "ImageNotFound" && SharedImages.IsId(text))
            {
                planned.Add(await InBinAsync(text, images, cancel).ConfigureAwait(false));
            }
        }
        return planned;
    }

    /// <summary>Brings one image of a plan back. Begun again, it goes on where it ended.</summary>
    /// <exception cref="AmiToolsException">RestoreFailed.</exception>
    public async Task<RestoredImage> RunAsync(RestoreRequest request, RestoredImage planned, IReporter reporter, CancellationToken cancel)
    {
        using var images = new SharedImages(surroundings);
        await images.ConnectAsync(request.Targets with { Names = request.Targets.Direct is null ? [planned.Target] : [] }, reporter, cancel).ConfigureAwait(false);
        var aws = images.In(planned.Target).Aws;
        try
        {
            if (planned.Steps.Contains(RestoreSteps.FromBin)) await FromBinAsync(aws, planned.ImageId, cancel).ConfigureAwait(false);
            var image = await SeenAsync(images, planned, cancel).ConfigureAwait(false);
            if (image.State == "disabled") await aws.SendAsync(new EnableImage { ImageId = image.ImageId }, cancel).ConfigureAwait(false);
            if (image.DeprecationTime is not null) await aws.SendAsync(new DisableImageDeprecation { ImageId = image.ImageId }, cancel).ConfigureAwait(false);
            var shares = await new RememberedShares(aws).GiveBackAsync(image, cancel).ConfigureAwait(false);
            // Somebody wants it: it counts as used from now on, or the next cleanup would take it again.
            await aws.SendAsync(new CreateTags { Resources = [image.ImageId], Tags = [new Tag { Key = TagNames.LastUsed, Value = TagDate.Text(surroundings.Time.GetUtcNow()) }] }, cancel).ConfigureAwait(false);
            await aws.SendAsync(new DeleteTags { Resources = [image.ImageId, .. image.SnapshotIds()], Tags = [new Tag { Key = TagNames.Stage }, new Tag { Key = TagNames.Cleanup }, new Tag { Key = TagNames.Shares }] }, cancel).ConfigureAwait(false);
            var ami = image.ToAmi(planned.Target, "", "");
            return planned with { Name = ami.Name, Version = ami.Version, SharedWith = shares };
        }
        catch (AwsException e)
        {
            throw new AmiToolsException("RestoreFailed", AwsFailure.KindOf(e), $"The image {planned.ImageId} in {planned.Target} can't be restored: {e.Message} What was done so far stays; restore it again to go on.", planned.ImageId, e);
        }
    }

    /// <summary>What was restored a moment ago is not seen by everybody yet.</summary>
    private async Task<Image> SeenAsync(SharedImages images, RestoredImage planned, CancellationToken cancel)
    {
        for (var look = 1; ; look++)
        {
            try
            {
                return (await images.FindAsync([planned.ImageId], cancel, disabled: true).ConfigureAwait(false))[0].Image;
            }
            catch (AmiToolsException e) when (e.ErrorId == "ImageNotFound" && look < MostLooks && planned.Steps.Contains(RestoreSteps.FromBin))
            {
                await Pause.ForAsync(TimeSpan.FromSeconds(2), surroundings.Time, cancel).ConfigureAwait(false);
            }
        }
    }

    private static RestoredImage Of(OwnedImage found)
    {
        var ami = found.Image.ToAmi(found.Connection.Target.Name, found.Connection.AccountId, found.Connection.Region);
        return new() { ImageId = ami.ImageId, Name = ami.Name, Version = ami.Version, Target = ami.Target, Steps = RestoreSteps.Of(found.Image) };
    }

    private static async Task<RestoredImage> InBinAsync(string imageId, SharedImages images, CancellationToken cancel)
    {
        var problems = new List<string>();
        foreach (var target in images.Targets)
        {
            try
            {
                var recycled = await target.Aws.AllAsync(t => new ListImagesInRecycleBin { NextToken = t }, (RecycledImagePage p) => p.Items, cancel).ConfigureAwait(false);
                if (recycled.FirstOrDefault(i => i.ImageId == imageId) is { } found)
                    return new() { ImageId = imageId, Name = found.Name ?? imageId, Target = target.Connection.Target.Name, Steps = [RestoreSteps.FromBin] };
            }
            catch (AwsException e)
            {
                problems.Add($" The Recycle Bin of {target.Connection.Target.Name} (account {target.Connection.AccountId}, {target.Connection.Region}) can't be read: {e.Message}");
            }
        }
        throw new AmiToolsException("ImageNotFound", FailureKind.NotFound, $"The image {imageId} is neither an image nor in the Recycle Bin of the targets {string.Join(", ", images.Targets.Select(t => $"{t.Connection.Target.Name} (account {t.Connection.AccountId}, {t.Connection.Region})"))}. An account without a retention rule for images keeps none.{string.Concat(problems)}", imageId);
    }

    /// <summary>Its snapshots first: those that say that they were made for it, and then those that EC2 misses.</summary>
    private static async Task FromBinAsync(IAws aws, string imageId, CancellationToken cancel)
    {
        var recycled = await aws.AllAsync(t => new ListSnapshotsInRecycleBin { NextToken = t }, (RecycledSnapshotPage p) => p.Items, cancel).ConfigureAwait(false);
        var left = new HashSet<string>(recycled.Select(s => s.SnapshotId), StringComparer.Ordinal);
        foreach (var snapshot in recycled.Where(s => s.Description?.Contains(imageId) == true))
        {
            await aws.SendAsync(new RestoreSnapshotFromRecycleBin { SnapshotId = snapshot.SnapshotId }, cancel).ConfigureAwait(false);
            left.Remove(snapshot.SnapshotId);
        }
        for (var round = 0; ; round++)
        {
            try
            {
                await aws.SendAsync(new RestoreImageFromRecycleBin { ImageId = imageId }, cancel).ConfigureAwait(false);
                return;
            }
            catch (AwsException e) when (round < MostRounds && snapshotId.Matches(e.Message).Cast<Match>().Select(m => m.Value).Where(left.Contains).ToList() is { Count: > 0 } missing)
            {
                foreach (var snapshot in missing)
                {
                    await aws.SendAsync(new RestoreSnapshotFromRecycleBin { SnapshotId = snapshot }, cancel).ConfigureAwait(false);
                    left.Remove(snapshot);
                }
            }
        }
    }
}
