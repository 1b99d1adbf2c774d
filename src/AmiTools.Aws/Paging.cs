using System.Runtime.CompilerServices;

namespace AmiTools.Aws;

/// <summary>A page of an answer.</summary>
public interface IPage<out TItem>
{
    IReadOnlyList<TItem> Items { get; }

    string? NextToken { get; }
}

public static class Paging
{
    /// <summary>
    /// All pages, one after the other. An empty page that has a token is not the end (EC2 filters after paging); a token
    /// that comes back a second time is an error, since it would never end.
    /// </summary>
    /// <param name="aws">The seam.</param>
    /// <param name="call">Makes the call for a token; null is the first page.</param>
    /// <param name="cancel">Stops between and within calls.</param>
    public static async IAsyncEnumerable<TPage> PagesAsync<TPage>(this IAws aws, Func<string?, Operation<TPage>> call, [EnumeratorCancellation] CancellationToken cancel = default)
        where TPage : IPage<object>
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (string? token = null; ;)
        {
            var operation = call(token);
            var page = await aws.SendAsync(operation, cancel).ConfigureAwait(false);
            yield return page;
            if (page.NextToken is not { Length: > 0 } next) yield break;
            if (!seen.Add(next)) throw new AwsException(operation.Service.ServiceId, operation.Action, AwsException.InvalidResponse, "the pages do not end: a page's token came a second time");
            token = next;
        }
    }

    /// <summary>The items of all pages.</summary>
    public static async Task<IReadOnlyList<TItem>> AllAsync<TPage, TItem>(this IAws aws, Func<string?, Operation<TPage>> call, Func<TPage, IReadOnlyList<TItem>> items, CancellationToken cancel = default)
        where TPage : IPage<object>
    {
        var all = new List<TItem>();
        await foreach (var page in aws.PagesAsync(call, cancel).ConfigureAwait(false)) all.AddRange(items(page));
        return all;
    }
}
