using System.Text.RegularExpressions;

namespace AmiTools.Core.Pointers;

/// <summary>
/// What a comment says of the ids in its line, or in the next one where its own has none: <c>amitools: image=web</c>, or
/// <c>amitools: ignore</c>. It is read in any text: which characters begin a comment there need not be known.
/// </summary>
internal sealed record Marker(string? Image, bool Ignores)
{
    private static readonly Regex pattern = new(@"(?<![\w-])amitools:\s*(?:image\s*=\s*(?<image>[A-Za-z0-9][\w.-]*)|(?<ignore>ignore)\b)", RegexOptions.CultureInvariant);

    public static Marker? In(string line)
    {
        if (line.IndexOf("amitools:", StringComparison.Ordinal) < 0) return null;
        var match = pattern.Match(line);
        return match.Success ? new(match.Groups["image"] is { Success: true } image ? image.Value : null, match.Groups["ignore"].Success) : null;
    }
}
