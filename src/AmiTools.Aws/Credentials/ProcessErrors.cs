using System.Text.RegularExpressions;

namespace AmiTools.Aws;

/// <summary>
/// What a <c>credential_process</c> has written to its standard error, as a message may show it. The program handles secrets
/// that nobody here knows, so whatever has the look of a key is taken out, and a line that speaks of one loses its values.
/// </summary>
internal static class ProcessErrors
{
    private const string Mask = "***";
    private const int MostLines = 5;
    private const int Longest = 300;
    private static readonly TimeSpan soon = TimeSpan.FromSeconds(1);

    // A word of 16 characters and more with a digit in it, blanks and punctuation outside: no word of a language, but keys,
    // tokens and identifiers. What has slashes only is a path.
    private static readonly Regex key = new(@"(?=[A-Za-z0-9+/=_.~%-]*[0-9+=%])[A-Za-z0-9+/=_~%-][A-Za-z0-9+/=_.~%-]{14,}[A-Za-z0-9+/=_~%-]", RegexOptions.CultureInvariant, soon);
    private static readonly Regex named = new(@"((?:passw|secret|token|key|credential)\w*[""']?\s*[:=]\s*)\S.*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, soon);
    private static readonly Regex password = new(@"(://[^/\s:@]*:)[^/\s]+@", RegexOptions.CultureInvariant, soon);
    private static readonly Regex control = new(@"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]", RegexOptions.CultureInvariant, soon);

    /// <summary>Its last lines, harmless; null if it said nothing.</summary>
    /// <param name="text">What it wrote.</param>
    /// <param name="scrub">Takes out the secrets that are known.</param>
    public static string? Shown(string text, Func<string, string>? scrub)
    {
        var lines = control.Replace(text, "").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).ToArray();
        if (lines.Length == 0) return null;
        var last = string.Join(" | ", lines.Skip(Math.Max(0, lines.Length - MostLines)).Select(Harmless));
        if (scrub is not null) last = scrub(last);
        return last.Length <= Longest ? last : "…" + last.Substring(last.Length - Longest);

        // First what is known, whole: the look of a key may cut it into pieces.
        string Harmless(string line) => key.Replace(named.Replace(password.Replace(scrub?.Invoke(line) ?? line, $"$1{Mask}@"), $"$1{Mask}"), Mask);
    }
}
