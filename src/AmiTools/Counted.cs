namespace AmiTools;

/// <summary>A number with what it counts.</summary>
public static class Counted
{
    /// <summary><c>1 snapshot</c>, <c>2 snapshots</c>.</summary>
    /// <param name="number">How many.</param>
    /// <param name="thing">One of them; its plural takes an s.</param>
    public static string Of(long number, string thing) => number == 1 ? $"1 {thing}" : FormattableString.Invariant($"{number} {thing}s");
}
