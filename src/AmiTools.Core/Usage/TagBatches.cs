using System.Text.RegularExpressions;
using AmiTools.Aws;

namespace AmiTools.Core.Usage;

/// <summary>
/// Writes one tag on many images, 1,000 a call. One id that is gone fails the whole call: the ids that the error names are
/// dropped and the rest is sent again; where it names none, the images are looked for.
/// </summary>
internal sealed class TagBatches(IAws aws)
{
    public const int Size = 1000;

    // "The image ids '[ami-1, ami-2]' do not exist"
    private static readonly Regex id = new("ami-[0-9a-f]+", RegexOptions.CultureInvariant);

    /// <summary>The ids that have the tag now, those that were gone, and why the others have it not.</summary>
    public async Task<TagOutcome> WriteAsync(IReadOnlyList<string> imageIds, string key, string value, CancellationToken cancel)
    {
        var (written, gone, failed) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        for (var start = 0; start < imageIds.Count; start += Size)
        {
            List<string> left = [.. imageIds.Skip(start).Take(Size)];
            while (left.Count > 0)
            {
                try
                {
                    await aws.SendAsync(new CreateTags { Resources = left, Tags = [new() { Key = key, Value = value }] }, cancel).ConfigureAwait(false);
                    written.UnionWith(left);
                    break;
                }
                catch (AwsException e) when (e.Code is "InvalidAMIID.NotFound" or "InvalidAMIID.Unavailable" or "InvalidID")
                {
                    var missing = await MissingAsync(left, e, cancel).ConfigureAwait(false);
                    if (missing.Count == 0)
                    {
                        foreach (var image in left) failed[image] = e.Message;
                        break;
                    }
                    gone.UnionWith(missing);
                    left.RemoveAll(missing.Contains);
                }
                catch (AwsException e)
                {
                    foreach (var image in left) failed[image] = e.Message;
                    break;
                }
            }
        }
        return new(written, gone, failed);
    }

    private async Task<HashSet<string>> MissingAsync(IReadOnlyList<string> asked, AwsException e, CancellationToken cancel)
    {
        HashSet<string> named = new(id.Matches(e.Message).Cast<Match>().Select(m => m.Value).Intersect(asked), StringComparer.Ordinal);
        if (named.Count > 0) return named;
        HashSet<string> missing = new(asked, StringComparer.Ordinal);
        try
        {
            await foreach (var page in aws.PagesAsync(token => new DescribeImages { Owners = ["self"], IncludeDeprecated = true, IncludeDisabled = true, MaxResults = 1000, NextToken = token }, cancel).ConfigureAwait(false))
                foreach (var image in page.Items) missing.Remove(image.ImageId);
            return missing;
        }
        catch (AwsException)
        {
            return [];
        }
    }
}

/// <summary>What became of a tag.</summary>
internal sealed record TagOutcome(IReadOnlyCollection<string> Written, IReadOnlyCollection<string> Gone, IReadOnlyDictionary<string, string> Failed);
