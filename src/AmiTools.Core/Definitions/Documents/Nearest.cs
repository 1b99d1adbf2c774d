namespace AmiTools.Core.Definitions;

/// <summary>The known name that somebody may have meant.</summary>
public static class Nearest
{
    /// <summary>The nearest name, null if none is near.</summary>
    public static string? Of(string given, IEnumerable<string> known) =>
        known.Select(k => (Name: k, Distance: Distance(given.ToLowerInvariant(), k.ToLowerInvariant())))
            .Where(k => k.Distance <= Math.Max(1, Math.Max(given.Length, k.Name.Length) / 3))
            .OrderBy(k => k.Distance).ThenBy(k => k.Name, StringComparer.Ordinal).Select(k => k.Name).FirstOrDefault();

    /// <summary><c> Did you mean 'x'?</c>, or the names there are.</summary>
    public static string Hint(string given, IReadOnlyCollection<string> known) =>
        Of(given, known) is { } near ? $" Did you mean '{near}'?" : known.Count == 0 ? "" : $" Known: {string.Join(", ", known.OrderBy(k => k, StringComparer.Ordinal).Take(20))}.";

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                corner = above;
            }
        }
        return row[b.Length];
    }
}
