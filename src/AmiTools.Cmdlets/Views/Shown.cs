using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace AmiTools.Cmdlets.Views;

/// <summary>How the format files show values that have no text of their own.</summary>
public static class Shown
{
    // Words of all result types, since each means the same wherever it stands.
    private static readonly string[] good = ["available", "complete", "usable", "yes", "used", "undone", "finished", "registered"];
    private static readonly string[] middling = ["pending", "incomplete", "prerelease", "unknown", "deprecated", "disabled", "changed", "planned", "watched", "leftAlone", "foreign"];
    private static readonly string[] bad = ["failed", "missing", "no", "unavailable", "invalid", "error"];

    /// <summary>
    /// An id of an image or a snapshot, as long as ids are. PowerShell finds the widths of columns from the first rows, and
    /// would cut a later one if the first was an old, short id.
    /// </summary>
    /// <param name="id">The id; or what stands in its place.</param>
    public static string Id(string? id) => (id ?? "").PadRight(id?.StartsWith("snap-", StringComparison.Ordinal) == true ? 22 : 21);

    /// <summary>How long ago: <c>3d 4h</c>, <c>4h 12m</c>, <c>12m</c>; nothing for what has no date, <c>0m</c> for the future of another clock.</summary>
    /// <param name="since">The date; also as a job or a remote session gives it back.</param>
    public static string? Age(object? since) => Age(DateOf(since), DateTimeOffset.UtcNow);

    internal static string? Age(DateTimeOffset? since, DateTimeOffset now)
    {
        if (since is not { } start) return null;
        var age = now > start ? now - start : TimeSpan.Zero;
        return age.TotalDays >= 1 ? Two(age.Days, "d", age.Hours, "h") : age.TotalHours >= 1 ? Two(age.Hours, "h", age.Minutes, "m") : Two(age.Minutes, "m", 0, "");
    }

    /// <summary>A state, in the colour of its meaning.</summary>
    /// <param name="state">One word.</param>
    /// <param name="style">PowerShell's <c>$PSStyle</c>, with the user's colours; null where there is none.</param>
    public static string State(object? state, object? style) => State($"{state}", style, Environment.GetEnvironmentVariable("NO_COLOR"), Console.IsOutputRedirected);

    internal static string State(string state, object? style, string? noColor, bool isRedirected)
    {
        var rendering = $"{Member(style, "OutputRendering")}";
        // PowerShell leaves escape sequences in what a process writes to a file or to a CI server ("Host" takes them out of pipelines only).
        if (rendering == "PlainText" || (isRedirected && rendering != "Ansi")) return state;
        // https://no-color.org: present and not empty, whatever its value.
        if (style is null || noColor is { Length: > 0 } || ColourOf(state) is not { } colour) return state;
        return $"{Member(Member(style, "Foreground"), colour)}{state}{Member(style, "Reset")}";
    }

    /// <summary>A text without the location in the paths in it: they are shown from there on.</summary>
    /// <param name="text">The text.</param>
    /// <param name="location">The shell's location.</param>
    public static string? Here(string? text, string? location)
    {
        var folder = location?.TrimEnd('/', '\\') ?? "";
        if (text is null || folder.Length == 0) return text;
        // Where a path begins, and not within another one.
        return Regex.Replace(text, @"(?<![^\s'""(\[=,:])" + Regex.Escape(folder + Path.DirectorySeparatorChar), "");
    }

    /// <summary>Texts side by side as far as they fit, else below each other; none of them is broken.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="width">Columns of a line.</param>
    public static string Beside(IEnumerable<string> texts, int width)
    {
        var lines = new List<string>();
        foreach (var text in texts)
        {
            if (lines.Count > 0 && lines[lines.Count - 1].Length + 1 + text.Length <= width) lines[lines.Count - 1] += " " + text;
            else lines.Add(text);
        }
        return string.Join("\n", lines);
    }

    private static string? ColourOf(string state) =>
        good.Contains(state, StringComparer.OrdinalIgnoreCase) ? "Green"
        : middling.Contains(state, StringComparer.OrdinalIgnoreCase) ? "Yellow"
        : bad.Contains(state, StringComparer.OrdinalIgnoreCase) ? "Red"
        : null;

    private static string Two(int large, string unit, int small, string smaller) =>
        large.ToString(CultureInfo.InvariantCulture) + unit + (small > 0 ? " " + small.ToString(CultureInfo.InvariantCulture) + smaller : "");

    // PowerShell writes a date with an offset out by its properties.
    private static DateTimeOffset? DateOf(object? date) => date switch
    {
        DateTimeOffset at => at,
        PSObject written when written.Properties["UtcDateTime"]?.Value is DateTime utc => new DateTimeOffset(utc, TimeSpan.Zero),
        _ => null,
    };

    private static object? Member(object? of, string name) => of?.GetType().GetProperty(name)?.GetValue(of);
}
