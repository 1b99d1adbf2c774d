using System.Text.RegularExpressions;

namespace AmiTools.Core.Pointers;

/// <summary>
/// Which places of a file are an environment's own: a file may have maps by Region, by account or by environment, and a key
/// on the way to a place that names another of these makes it theirs. A pure function.
/// </summary>
internal sealed class OwnPlaces(AmiEnvironment environment, AmiTarget target, IReadOnlyList<AmiEnvironment> all)
{
    private static readonly Regex region = new("^[a-z]{2}(-[a-z]+)+-[0-9]\\z", RegexOptions.CultureInvariant);
    private static readonly Regex account = new("^[0-9]{12}\\z", RegexOptions.CultureInvariant);

    public bool Has(FilePlace place) => place.Path.All(IsOwn);

    private bool IsOwn(string key)
    {
        if (target.Region is { } own && region.IsMatch(key)) return key == own;
        if (target.AccountId is { } id && account.IsMatch(key)) return key == id;
        return string.Equals(key, environment.Name, StringComparison.Ordinal) || !all.Any(e => string.Equals(e.Name, key, StringComparison.Ordinal));
    }
}
