using System.Text.RegularExpressions;

namespace AmiTools.Core.Pointers.Formats;

/// <summary>The values of <c>KEY=VALUE</c> lines, quoted or not; a line that begins with # or ; is a comment, and so is what follows a blank and #.</summary>
internal static class ConfValues
{
    private static readonly Regex line = new(@"^[ \t]*(?:export[ \t]+)?(?<key>[^#;=\s][^=\r\n]*?)[ \t]*=[ \t]*(?<value>[^\r\n]*)", RegexOptions.CultureInvariant | RegexOptions.Multiline);
    private static readonly Regex comment = new(@"[ \t]#.*\z", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    public static IEnumerable<TextValue> In(string text) => line.Matches(text).Cast<Match>().Select(m => Value(m.Groups["key"].Value, m.Groups["value"]));

    private static TextValue Value(string key, Group value)
    {
        var end = value.Index + comment.Replace(value.Value, "").Length;
        return new([key], value.Index, end);
    }
}
