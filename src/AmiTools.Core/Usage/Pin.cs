namespace AmiTools.Core.Usage;

/// <summary>The tag <c>AmiTools:Pinned</c>: <c>by NAME until 2026-04-01: REASON</c>, the end and the reason left out where there is none.</summary>
internal static class Pin
{
    private const int DayLength = 10;

    /// <summary>A pin ends only by a date that can be read, where the end has its place: a date in the reason is none.</summary>
    public static bool HasEnded(string pin, DateTimeOffset now)
    {
        var words = pin.Split(' ');
        for (var i = 0; i + 1 < words.Length && !words[i].EndsWith(":", StringComparison.Ordinal); i++)
        {
            if (words[i] != "until") continue;
            var date = words[i + 1].TrimEnd(':', ',', ';');
            // Until a day is until its end.
            return TagDate.Read(date) is { } end && (date.Length == DayLength ? end.AddDays(1) : end) < now;
        }
        return false;
    }

    /// <summary>The tag's text.</summary>
    public static string Text(string by, DateTimeOffset? until, string? reason) =>
        "by " + by + (until is { } end ? " until " + (end.UtcDateTime.TimeOfDay == TimeSpan.Zero ? end.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : TagDate.Text(end)) : "") + (reason is null ? "" : ": " + reason);
}
