using System.Text.RegularExpressions;

namespace AmiTools.Core.Definitions;

/// <summary>Names with <c>*</c> and <c>?</c>, without regard to case.</summary>
public static class NamePattern
{
    public static bool HasWildcard(string pattern) => pattern.IndexOfAny(['*', '?']) >= 0;

    public static bool Matches(string pattern, string name) =>
        Regex.IsMatch(name, "^" + Regex.Escape(pattern).Replace("\\*", ".*").Replace("\\?", ".") + "$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
