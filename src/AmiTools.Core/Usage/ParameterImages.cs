using System.Collections.Concurrent;
using AmiTools.Aws;

namespace AmiTools.Core.Usage;

/// <summary>
/// What <c>resolve:ssm:</c> stands for. DescribeLaunchTemplateVersions could resolve it too (ResolveAlias), but then one
/// alias that can't be resolved fails the page with all the others.
/// </summary>
internal sealed class ParameterImages(IAws aws)
{
    private const string Alias = "resolve:ssm:";
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<string>>>> known = new(StringComparer.Ordinal);

    /// <summary>The images that a template's or an override's ImageId means: none, if its parameter does not exist.</summary>
    /// <exception cref="AwsException">The parameter can't be read.</exception>
    public Task<IReadOnlyList<string>> OfAsync(string? imageId, CancellationToken cancel)
    {
        if (imageId is null) return Task.FromResult<IReadOnlyList<string>>([]);
        return imageId.StartsWith(Alias, StringComparison.Ordinal)
            ? known.GetOrAdd(imageId.Substring(Alias.Length), name => new(() => ReadAsync(name, cancel))).Value
            : Task.FromResult<IReadOnlyList<string>>([imageId]);
    }

    private async Task<IReadOnlyList<string>> ReadAsync(string name, CancellationToken cancel)
    {
        try
        {
            var result = await aws.SendAsync(new GetParameter { Name = name }, cancel).ConfigureAwait(false);
            return [.. ImageIds.In(result.Parameter.Value)];
        }
        catch (AwsException e) when (e.Code is "ParameterNotFound" or "ParameterVersionNotFound" or "ParameterVersionLabelNotFound")
        {
            // Nothing can be launched through it.
            return [];
        }
    }
}
