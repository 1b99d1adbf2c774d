using System.Globalization;

namespace AmiTools.Core.Usage;

/// <summary>Dates in tags.</summary>
internal static class TagDate
{
    /// <summary>Only what a scan or a person writes on purpose: no local times, no other calendars. Null if it is none.</summary>
    public static DateTimeOffset? Read(string text) =>
        DateTimeOffset.TryParseExact(text, [ScanLastUsed.TimeFormat, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : null;

    /// <summary>ISO 8601, UTC, seconds.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(ScanLastUsed.TimeFormat, CultureInfo.InvariantCulture);
}
