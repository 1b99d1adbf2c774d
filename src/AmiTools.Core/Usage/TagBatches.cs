using System.Text.RegularExpressions;
using AmiTools.Aws;

namespace AmiTools.Core.Usage;

/// <summary>
/// Writes tags on many images or snapshots, 1,000 a call. One id that is gone fails the whole call: the ids that the error names are
/// dropped and the rest is sent again; where it names none, they are looked for. One image without room for a tag
/// fails the whole call too: then the halves are tried.
/// </summary>
internal sealed class TagBatches(IAws aws)
{
    public const int Size = 1000;

    /// <summary>How many calls so many images take, if none of them is gone.</summary>
    public static int CallsFor(int images) => (images + Size - 1) / Size;

    // "The image ids '[ami-1, ami-2]' do not exist"
    private static readonly Regex id = new("(?:ami|snap)-[0-9a-f]+", RegexOptions.CultureInvariant);

    /// <summary>The ids that were gone, and why others have the tag not; all the rest have it now.</summary>
    public Task<TagOutcome> WriteAsync(IReadOnlyList<string> ids, IReadOnlyList<Tag> tags, CancellationToken cancel) =>
        SendAsync(ids, batch => aws.SendAsync(new CreateTags { Resources = batch, Tags = tags }, cancel), cancel);

    /// <summary>The ids that were gone, and why others still have the tags; the rest has them no more.</summary>
    public Task<TagOutcome> RemoveAsync(IReadOnlyList<string> ids, IReadOnlyList<string> tags, CancellationToken cancel) =>
        SendAsync(ids, batch => aws.SendAsync(new DeleteTags { Resources = batch, Tags = [.. tags.Select(t => new Tag { Key = t })] }, cancel), cancel);

    private async Task<TagOutcome> SendAsync(IReadOnlyList<string> ids, Func<IReadOnlyList<string>, Task> send, CancellationToken cancel)
    {
        var (gone, failed) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        var batches = new Queue<List<string>>();
        for (var start = 0; start < ids.Count; start += Size) batches.Enqueue([.. ids.Skip(start).Take(Size)]);
        while (batches.Count > 0)
        {
            var batch = batches.Dequeue();
            try
            {
                await send(batch).ConfigureAwait(false);
            }
            catch (AwsException e) when (e.Code is "InvalidAMIID.NotFound" or "InvalidAMIID.Unavailable" or "InvalidID" or "InvalidSnapshot.NotFound")
            {
                var missing = await MissingAsync(batch, e, cancel).ConfigureAwait(false);
                if (missing.Count == 0) Fail(batch, e);
                gone.UnionWith(missing);
                batch.RemoveAll(missing.Contains);
                if (missing.Count > 0 && batch.Count > 0) batches.Enqueue(batch);
            }
            catch (AwsException e) when (e.Code == "TagLimitExceeded" && batch.Count > 1)
            {
                // One image with 50 tags must not keep 999 others from theirs, and EC2 does not say which it is.
                batches.Enqueue(batch.GetRange(0, batch.Count / 2));
                batches.Enqueue(batch.GetRange(batch.Count / 2, batch.Count - (batch.Count / 2)));
            }
            catch (AwsException e)
            {
                Fail(batch, e);
            }
        }
        return new(gone, failed);

        void Fail(List<string> images, AwsException e)
        {
            foreach (var image in images) failed[image] = e.Message;
        }
    }

    private async Task<HashSet<string>> MissingAsync(IReadOnlyList<string> asked, AwsException e, CancellationToken cancel)
    {
        HashSet<string> named = new(id.Matches(e.Message).Cast<Match>().Select(m => m.Value).Intersect(asked), StringComparer.Ordinal);
        if (named.Count > 0) return named;
        try
        {
            HashSet<string> missing = new(asked, StringComparer.Ordinal);
            if (asked.Any(IsImage)) missing.ExceptWith(await ImagesAsync(cancel).ConfigureAwait(false));
            if (!asked.All(IsImage)) missing.ExceptWith(await SnapshotsAsync(cancel).ConfigureAwait(false));
            return missing;
        }
        catch (AwsException)
        {
            return [];
        }
    }

    private static bool IsImage(string id) => id.StartsWith("ami-", StringComparison.Ordinal);

    private async Task<List<string>> ImagesAsync(CancellationToken cancel)
    {
        var ids = new List<string>();
        await foreach (var page in aws.PagesAsync(token => new DescribeImages { Owners = ["self"], IncludeDeprecated = true, IncludeDisabled = true, MaxResults = 1000, NextToken = token }.Reading<ImageIdPage>(), cancel).ConfigureAwait(false))
            ids.AddRange(page.Items.Select(i => i.ImageId));
        return ids;
    }

    private async Task<List<string>> SnapshotsAsync(CancellationToken cancel)
    {
        var ids = new List<string>();
        await foreach (var page in aws.PagesAsync(token => new DescribeSnapshots { OwnerIds = ["self"], MaxResults = 1000, NextToken = token }, cancel).ConfigureAwait(false))
            ids.AddRange(page.Items.Select(s => s.SnapshotId));
        return ids;
    }
}

/// <summary>What did not become of a tag.</summary>
internal sealed record TagOutcome(HashSet<string> Gone, IReadOnlyDictionary<string, string> Failed)
{
    /// <summary>Nothing went wrong.</summary>
    public static TagOutcome AllDone { get; } = new([], new Dictionary<string, string>());

    /// <summary>Both, of different images or of different tags.</summary>
    public TagOutcome And(TagOutcome other)
    {
        if (other.Gone.Count + other.Failed.Count == 0) return this;
        if (Gone.Count + Failed.Count == 0) return other;
        var failed = Failed.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
        foreach (var (image, cause) in other.Failed.Select(f => (f.Key, f.Value))) failed[image] = cause;
        return new([.. Gone, .. other.Gone], failed);
    }

    /// <summary>True if an image that the tag was meant for has it.</summary>
    public bool IsWritten(string imageId) => !Failed.ContainsKey(imageId) && !Gone.Contains(imageId);
}
