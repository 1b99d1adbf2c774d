using AmiTools.Aws;
using AmiTools.Core.Access;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup.Execution;

/// <summary>
/// Who could launch an image before a cleanup took its shares away: of one that is disabled in Parameter Store, of one that is
/// deleted in a tag, which it keeps in the Recycle Bin, and which goes with it. What is too long for a tag is in Parameter Store.
/// </summary>
internal sealed class RememberedShares(IAws aws)
{
    private const string Folder = "/amitools/shares/";
    private const int LongestTag = 256;
    private const int AtOnce = 8;
    private const char Between = ' ';

    /// <summary>Keeps what is shared now, before the image is disabled. What was kept before and is taken away by now stays kept.</summary>
    public async Task KeepAsync(string imageId, CancellationToken cancel)
    {
        var shares = await ReadAsync(imageId, cancel).ConfigureAwait(false);
        if (shares.Length > 0) await PutAsync(imageId, shares, cancel).ConfigureAwait(false);
    }

    /// <summary>Keeps what is shared now, before the images are deleted.</summary>
    /// <returns>Why it could not be kept of some.</returns>
    public async Task<IReadOnlyDictionary<string, string>> KeepInTagsAsync(IReadOnlyList<string> imageIds, CancellationToken cancel)
    {
        // One by one they would take longer than what was read about the images is good for.
        var parts = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(n => ReadAsync([.. imageIds.Where((_, i) => i % AtOnce == n)], cancel))).ConfigureAwait(false);
        var failed = parts.SelectMany(p => p).Where(r => r.Failed is not null).ToDictionary(r => r.Image, r => r.Failed!, StringComparer.Ordinal);
        var byShares = parts.SelectMany(p => p).Where(r => r.ForTag.Length > 0).GroupBy(r => r.ForTag, r => r.Image, StringComparer.Ordinal);
        foreach (var same in byShares)
        {
            var written = await new TagBatches(aws).WriteAsync([.. same], [new Tag { Key = TagNames.Shares, Value = same.Key }], cancel).ConfigureAwait(false);
            foreach (var (image, cause) in written.Failed.Select(f => (f.Key, f.Value))) failed[image] = cause;
        }
        return failed;
    }

    /// <summary>Gives back what was kept, and forgets what is in Parameter Store; a tag is for the caller to take off.</summary>
    /// <returns>Who can launch the image again.</returns>
    public async Task<IReadOnlyList<string>> GiveBackAsync(Image image, CancellationToken cancel)
    {
        var tagged = image.Tags.FirstOrDefault(t => t.Key == TagNames.Shares)?.Value ?? "";
        var kept = await GetAsync(image.ImageId, cancel).ConfigureAwait(false);
        IReadOnlyList<string> shares = [.. $"{tagged}{Between}{kept}".Split([Between], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        if (shares.Count > 0) await new AccessWriter(aws).ChangeImageAsync(image.ImageId, new() { Added = shares }, cancel).ConfigureAwait(false);
        if (kept is not null) await aws.SendAsync(new DeleteParameter { Name = Folder + image.ImageId }, cancel).ConfigureAwait(false);
        return shares;
    }

    /// <summary>What is to be kept in tags; what is too long for one is put away at once.</summary>
    private async Task<IReadOnlyList<(string Image, string ForTag, string? Failed)>> ReadAsync(IReadOnlyList<string> imageIds, CancellationToken cancel)
    {
        var read = new List<(string, string, string?)>();
        foreach (var image in imageIds)
        {
            try
            {
                var shares = await ReadAsync(image, cancel).ConfigureAwait(false);
                if (shares.Length > LongestTag) await PutAsync(image, shares, cancel).ConfigureAwait(false);
                read.Add((image, shares.Length > LongestTag ? "" : shares, null));
            }
            catch (AwsException e) when (e.Code is "InvalidAMIID.NotFound" or "InvalidAMIID.Unavailable")
            {
                // Gone: its deletion will find that, too.
            }
            catch (AwsException e)
            {
                read.Add((image, "", e.Message));
            }
        }
        return read;
    }

    private async Task<string> ReadAsync(string imageId, CancellationToken cancel)
    {
        var permissions = (await aws.SendAsync(new DescribeImageAttribute { ImageId = imageId }, cancel).ConfigureAwait(false)).LaunchPermissions;
        return string.Join(Between.ToString(), permissions.Select(p => p.UserId ?? p.OrganizationArn ?? p.OrganizationalUnitArn ?? p.Group).OfType<string>());
    }

    private Task PutAsync(string imageId, string shares, CancellationToken cancel) =>
        aws.SendAsync(new PutParameter { Name = Folder + imageId, Value = shares, Overwrite = true, Description = $"AmiTools: who could launch {imageId} before a cleanup" }, cancel);

    private async Task<string?> GetAsync(string imageId, CancellationToken cancel)
    {
        try
        {
            return (await aws.SendAsync(new GetParameter { Name = Folder + imageId }, cancel).ConfigureAwait(false)).Parameter.Value;
        }
        catch (AwsException e) when (e.Code == "ParameterNotFound")
        {
            return null;
        }
    }
}
