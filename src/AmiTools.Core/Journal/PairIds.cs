using System.Globalization;
using System.Text.RegularExpressions;

namespace AmiTools.Core.Journal;

/// <summary>
/// The id of a pair and of the run that builds it: the UTC time, so that ids sort, and 32 random bits, so that runs of one
/// second on several machines differ.
/// </summary>
public static class PairIds
{
    private static readonly Regex Form = new("^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    public static bool IsPairId(string text) => Form.IsMatch(text);

    public static string New(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N").Substring(0, 8);
}
