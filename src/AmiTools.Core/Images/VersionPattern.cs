using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace AmiTools.Core.Images;

/// <summary>Which versions are meant: an exact one, a wildcard (<c>2.0.*</c>), a range (<c>&gt;=2.0 &lt;3</c>) or <c>latest</c>. SemVer 2.</summary>
public sealed class VersionPattern
{
    private readonly Func<SemanticVersion, bool> matches;

    private VersionPattern(string text, string? exact, string filter, Func<SemanticVersion, bool> matches)
    {
        Text = text;
        Exact = exact;
        Filter = filter;
        this.matches = matches;
    }

    /// <summary>As it was given.</summary>
    public string Text { get; }

    /// <summary>The one version that is meant; null for all other patterns.</summary>
    public string? Exact { get; }

    /// <summary>What EC2 can filter by on its side: a version, or text with <c>*</c>.</summary>
    public string Filter { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="AmiToolsException">VersionPatternInvalid.</exception>
    public static VersionPattern Parse(string text)
    {
        var t = text.Trim();
        if (t.Length == 0 || string.Equals(t, "latest", StringComparison.OrdinalIgnoreCase) || t == "*") return new(text, null, "*", _ => true);
        if (SemanticVersion.TryParse(t, out var exact)) return new(text, exact.ToNormalizedString(), exact.ToNormalizedString(), v => v == exact);
        if (Regex.IsMatch(t, @"^\d+(\.\d+)?\.\*$|^\d+\.\*\.\*$|^\d+\.\d+\.\d+-[0-9A-Za-z.-]*\*$", RegexOptions.CultureInvariant))
        {
            var prefix = t.Substring(0, t.IndexOf('*'));
            return new(text, null, prefix + "*", v => v.ToNormalizedString().StartsWith(prefix, StringComparison.Ordinal));
        }
        var terms = t.Split(new[] { ' ', ',' }, StringSplitOptions.RemoveEmptyEntries).Select(Term).ToArray();
        if (terms.Length > 0 && terms.All(x => x is not null)) return new(text, null, "*", v => terms.All(x => x!(v)));
        throw new AmiToolsException("VersionPatternInvalid", FailureKind.InvalidInput,
            $"'{text}' is no version: expected an exact one (2.0.57), a wildcard (2.0.*), a range (>=2.0 <3) or latest.", text);
    }

    /// <summary>True if the version is meant. Prereleases only when asked for, or named exactly.</summary>
    public bool Matches(string? version, bool includePrerelease) =>
        SemanticVersion.TryParse(version ?? "", out var v) && (includePrerelease || !v.IsPrerelease || Exact is not null) && matches(v);

    /// <summary>Compares two versions by SemVer's order; what is no version comes first.</summary>
    public static int Compare(string? a, string? b)
    {
        var (isA, isB) = (SemanticVersion.TryParse(a ?? "", out var x), SemanticVersion.TryParse(b ?? "", out var y));
        return isA && isB ? x!.CompareTo(y) : isA.CompareTo(isB);
    }

    /// <summary>True if it is a SemVer 2 prerelease.</summary>
    public static bool IsPrerelease(string? version) => SemanticVersion.TryParse(version ?? "", out var v) && v.IsPrerelease;

    /// <summary>Up to <paramref name="count"/> of the versions that exist, those next to what was asked for, newest first.</summary>
    public IReadOnlyList<string> Nearby(IEnumerable<string> existing, int count = 5)
    {
        var ordered = existing.Distinct(StringComparer.Ordinal).OrderByDescending(v => v, Comparer<string>.Create(Compare)).ToList();
        if (Exact is null || ordered.Count <= count) return [.. ordered.Take(count)];
        var at = ordered.FindIndex(v => Compare(v, Exact) <= 0);
        var from = Math.Max(0, Math.Min((at < 0 ? ordered.Count : at) - (count / 2), ordered.Count - count));
        return ordered.GetRange(from, count);
    }

    private static Func<SemanticVersion, bool>? Term(string term)
    {
        var m = Regex.Match(term, @"^(>=|<=|>|<|=)(\d+(?:\.\d+){0,2}(?:-[0-9A-Za-z.-]+)?)$", RegexOptions.CultureInvariant);
        if (!m.Success) return null;
        var number = m.Groups[2].Value;
        var dash = number.IndexOf('-');
        var core = dash < 0 ? number : number.Substring(0, dash);
        for (var dots = core.Count(c => c == '.'); dots < 2; dots++) core += ".0";
        if (!SemanticVersion.TryParse(core + (dash < 0 ? "" : number.Substring(dash)), out var bound)) return null;
        return m.Groups[1].Value switch
        {
            ">=" => v => v >= bound,
            // 3.0.0-x comes before 3.0.0, yet whoever says "below 3" does not mean it.
            "<" => v => v < bound && !(v.IsPrerelease && !bound.IsPrerelease && v.Major == bound.Major && v.Minor == bound.Minor && v.Patch == bound.Patch),
            ">" => v => v > bound,
            "<=" => v => v <= bound,
            _ => v => v == bound,
        };
    }
}
