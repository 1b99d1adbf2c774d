using System.Globalization;

namespace AmiTools.Core.Journal;

/// <summary>
/// The id of a pair and of the run that builds it: the UTC time, so that ids sort, and 32 random bits, so that runs of one
/// second on several machines differ.
/// </summary>
public static class PairIds
{
    public static string New(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N").Substring(0, 8);
}
