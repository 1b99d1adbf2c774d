using AmiTools.Aws;

namespace AmiTools.Core.Usage;

/// <summary>
/// The current values of a place's parameters, read once for all who ask. They are read by name: whether GetParametersByPath
/// of <c>/</c> tells also those whose name has no slash is not documented. SecureStrings are left alone, and so is what
/// AmiTools itself keeps there.
/// </summary>
internal sealed class ParameterValues(IAws aws, CancellationToken cancel)
{
    private const int NamesPerCall = 10;
    private readonly Lazy<Task<IReadOnlyList<Parameter>>> all = new(() => ReadAllAsync(aws, cancel));

    public Task<IReadOnlyList<Parameter>> ReadAsync() => all.Value;

    private static async Task<IReadOnlyList<Parameter>> ReadAllAsync(IAws aws, CancellationToken cancel)
    {
        var filter = new ParameterFilter { Key = "Type", Values = ["String", "StringList"] };
        var (names, found) = (new List<string>(), new List<Parameter>());
        await foreach (var page in aws.PagesAsync(token => new DescribeParameters { ParameterFilters = [filter], MaxResults = 50, NextToken = token }, cancel).ConfigureAwait(false))
            names.AddRange(page.Items.Select(p => p.Name).Where(n => !n.StartsWith("/amitools/", StringComparison.Ordinal)));
        for (var start = 0; start < names.Count; start += NamesPerCall)
        {
            // A name that is gone by now comes back as invalid and uses nothing.
            var result = await aws.SendAsync(new GetParameters { Names = names.GetRange(start, Math.Min(NamesPerCall, names.Count - start)) }, cancel).ConfigureAwait(false);
            found.AddRange(result.Parameters);
        }
        return found;
    }
}
