namespace AmiTools.Core.Definitions;

/// <summary>The known name that somebody may have meant.</summary>
public static class Nearest
{
    // Longer ones are no spelling mistakes, and comparing them takes the product of their lengths.
    private const int LongestName = 100;

    // More are no help in a message.
    private const int MostNames = 20;

    /// <summary>The nearest name, null if none is near.</summary>
    public static string? Of(string given, IEnumerable<string> known) => given.Length > LongestName ? null :
        known.Where(k => k.Length <= LongestName).Select(k => (Name: k, Distance: Distance(given.ToLowerInvariant(), k.ToLowerInvariant())))
            .Where(k => k.Distance <= Math.Max(1, Math.Max(given.Length, k.Name.Length) / 3))
            .OrderBy(k => k.Distance).ThenBy(k => k.Name, StringComparer.Ordinal).Select(k => k.Name).FirstOrDefault();

    /// <summary><c> Did you mean 'x'?</c>, or the names there are.</summary>
    public static string Hint(string given, IReadOnlyCollection<string> known) =>
        Of(given, known) is { } near ? $" Did you mean '{near}'?" : known.Count == 0 ? "" : $" Known: {string.Join(", ", known.OrderBy(k => k, StringComparer.Ordinal).Take(MostNames))}{(known.Count > MostNames ? $" and {known.Count - MostNames} more" : "")}.";

    private static int Distance(string a, string b)
    {
        // Two neighbours that changed places are one mistake, the most frequent one.
        var (before, row, next) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            next[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                next[j] = Math.Min(Math.Min(row[j] + 1, next[j - 1] + 1), row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) next[j] = Math.Min(next[j], before[j - 2] + 1);
            }
            (before, row, next) = (row, next, before);
        }
        return row[b.Length];
    }
}
