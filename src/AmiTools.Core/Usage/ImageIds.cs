using System.Text.RegularExpressions;

namespace AmiTools.Core.Usage;

/// <summary>Image ids in any text.</summary>
internal static class ImageIds
{
    // 8 digits are the ids from before 2018; they are still in use.
    private static readonly Regex pattern = new("(?<![0-9A-Za-z-])ami-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![0-9A-Za-z])", RegexOptions.CultureInvariant);

    public static IEnumerable<string> In(string text) => pattern.Matches(text).Cast<Match>().Select(m => m.Value).Distinct();
}
