using System.Text.RegularExpressions;

namespace AmiTools.Core.Usage;

/// <summary>Image ids in any text.</summary>
internal static class ImageIds
{
    // 8 digits are the ids from before 2018; they are still in use.
    private static readonly Regex pattern = new("(?<![0-9A-Za-z-])ami-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![0-9A-Za-z])", RegexOptions.CultureInvariant);

    public static IEnumerable<string> In(string text) => PlacesIn(text).Select(m => m.Value).Distinct();

    /// <summary>Where they stand.</summary>
    public static IEnumerable<Match> PlacesIn(string text) => pattern.Matches(text).Cast<Match>();

    /// <summary>What stands before, between and after them.</summary>
    public static IReadOnlyList<string> Without(string text) => pattern.Split(text);
}
