using System.Globalization;
using System.Text;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>A page of resources. The token names the last one given, so that deletions in between do not shift what follows.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextToken);

internal static class Pages
{
    public static Page<T> Of<T>(Ec2Call call, IEnumerable<T> items, int least = 5, int most = 1000) where T : Resource
    {
        var size = call.Number("MaxResults");
        if (size is { } s && (s < least || s > most)) throw CloudError.InvalidParameter($"Value ({s}) for parameter maxResults is invalid. Expecting a value between {least} and {most}.");
        var (after, emptyGiven) = Read(call.Text("NextToken"));
        if (size is null) return new([.. items.Where(i => i.Sequence > after)], null);
        if (call.Cloud.Options.EmptyPages && !emptyGiven) return new([], Write(after, true));
        var page = items.Where(i => i.Sequence > after).Take(size.Value + 1).ToList();
        if (page.Count <= size) return new(page, null);
        page.RemoveAt(size.Value);
        return new(page, Write(page[^1].Sequence, true));
    }

    private static string Write(long after, bool emptyGiven) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"{after}:{emptyGiven}"));

    private static (long After, bool EmptyGiven) Read(string? token)
    {
        if (string.IsNullOrEmpty(token)) return (0, false);
        try
        {
            var parts = Encoding.ASCII.GetString(Convert.FromBase64String(token)).Split(':');
            return (long.Parse(parts[0], CultureInfo.InvariantCulture), bool.Parse(parts[1]));
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException)
        {
            throw CloudError.InvalidParameter("Invalid value for 'nextToken'");
        }
    }
}
