namespace AmiTools.Core.Usage;

/// <summary>The tag <c>AmiTools:Pinned</c>: <c>by NAME until 2026-04-01: REASON</c>, the end and the reason left out where there is none.</summary>
internal static class Pin
{
    /// <summary>A pin ends only by a date that can be read, where the end has its place: a date in the reason is none.</summary>
    public static bool HasEnded(string pin, DateTimeOffset now)
    {
        var words = pin.Split(' ');
        for (var i = 0; i + 1 < words.Length && !words[i].EndsWith(":", StringComparison.Ordinal); i++)
        {
            if (words[i] == "until") return TagDate.Read(words[i + 1].TrimEnd(':', ',', ';')) is { } end && end < now;
        }
        return false;
    }
}
