using System.CommandLine;
using System.Globalization;

namespace AmiTools.Cli.Commands;

/// <summary>An option that takes a span of time with its unit: <c>90s</c>, <c>30m</c>, <c>2h</c>.</summary>
internal static class DurationOption
{
    public static Option<TimeSpan?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "time",
        CustomParser = result =>
        {
            if (Parse(result.Tokens[0].Value) is { } time) return time;
            result.AddError($"{name} expects a time with its unit, such as 90s, 30m or 2h; it was given '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    /// <summary>The span that <paramref name="text"/> says, or null. Milliseconds are there for a local cloud's delays.</summary>
    public static TimeSpan? Parse(string text)
    {
        var digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        if (!double.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
        var seconds = text[digits..] switch { "ms" => number / 1000, "s" => number, "m" => number * 60, "h" => number * 3600, _ => double.NaN };
        return seconds is >= 0 and <= 7 * 24 * 3600 ? TimeSpan.FromSeconds(seconds) : null;
    }
}
