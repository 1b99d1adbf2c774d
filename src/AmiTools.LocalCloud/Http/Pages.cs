using System.Globalization;
using System.Text;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Http;

/// <summary>A page. The token names the last one given, so that deletions in between do not shift what follows.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextToken);

/// <summary>How long a page may be, and what its length is called.</summary>
/// <param name="Least">The shortest that may be asked for.</param>
/// <param name="Most">The longest that may be asked for.</param>
/// <param name="Default">The length when nothing is asked for; null gives everything at once.</param>
/// <param name="Parameter">MaxResults, or MaxRecords of Auto Scaling.</param>
internal sealed record PageSize(int Least = 5, int Most = 1000, int? Default = null, string Parameter = "MaxResults");

internal static class Pages
{
    public static Page<T> Of<T>(QueryCall call, IEnumerable<T> items, PageSize? size = null) where T : Resource => Of(call, items, i => (i.Sequence, 0), size);

    /// <summary>Of anything that has a place in an order; the items come in that order.</summary>
    public static Page<T> Of<T>(QueryCall call, IEnumerable<T> items, Func<T, (long, long)> place, PageSize? size = null)
    {
        size ??= new();
        var asked = call.Number(size.Parameter);
        if (asked is { } a && (a < size.Least || a > size.Most)) throw CloudError.InvalidParameter($"Value ({a}) for parameter {char.ToLowerInvariant(size.Parameter[0]) + size.Parameter.Substring(1)} is invalid. Expecting a value between {size.Least} and {size.Most}.");
        var (after, emptyGiven) = Read(call.Text("NextToken"));
        var rest = after is { } last ? items.Where(i => place(i).CompareTo(last) > 0) : items;
        if ((asked ?? size.Default) is not { } length) return new([.. rest], null);
        if (call.Cloud.Options.EmptyPages && !emptyGiven) return new([], Write(after ?? (0, long.MinValue), true));
        var page = rest.Take(length + 1).ToList();
        if (page.Count <= length) return new(page, null);
        page.RemoveAt(length);
        return new(page, Write(place(page[^1]), true));
    }

    /// <summary>The sequence number of the last resource of the page before; 0 on the first page.</summary>
    public static long After(QueryCall call) => Read(call.Text("NextToken")).After?.Item1 ?? 0;

    private static string Write((long, long) after, bool emptyGiven) => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{after.Item1}:{after.Item2}:{emptyGiven}")));

    private static ((long, long)? After, bool EmptyGiven) Read(string? token)
    {
        if (string.IsNullOrEmpty(token)) return (null, false);
        try
        {
            var parts = Encoding.ASCII.GetString(Convert.FromBase64String(token)).Split(':');
            return ((long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture)), bool.Parse(parts[2]));
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException)
        {
            throw CloudError.InvalidParameter("Invalid value for 'nextToken'");
        }
    }
}
