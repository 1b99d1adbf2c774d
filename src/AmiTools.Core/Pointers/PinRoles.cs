namespace AmiTools.Core.Pointers;

/// <summary>
/// What an image is to the environments that name it, as its pin says: <c>by references: production=current staging=previous</c>.
/// A pin that somebody has set stays behind it, and comes back when no environment needs the image. Pure functions.
/// </summary>
internal sealed record PinRoles(IReadOnlyDictionary<string, string> Roles, string? Other)
{
    public const string Current = "current", Previous = "previous";
    private const string Begin = "by references: ", Kept = " / ";

    /// <summary>EC2's longest tag value.</summary>
    private const int Longest = 256;

    public static PinRoles Read(string? pin)
    {
        if (pin is null || !pin.StartsWith(Begin, StringComparison.Ordinal)) return new(new Dictionary<string, string>(), pin);
        var other = pin.IndexOf(Kept, StringComparison.Ordinal);
        var words = pin.Substring(Begin.Length, (other < 0 ? pin.Length : other) - Begin.Length).Split([' '], StringSplitOptions.RemoveEmptyEntries);
        var roles = words.Select(w => w.Split('=')).Where(w => w.Length == 2).ToDictionary(w => w[0], w => w[1], StringComparer.Ordinal);
        return new(roles, other < 0 ? null : pin.Substring(other + Kept.Length));
    }

    /// <summary>The role of one environment changed, or with null taken away.</summary>
    public PinRoles With(string environment, string? role)
    {
        var roles = Roles.Where(r => r.Key != environment).ToDictionary(r => r.Key, r => r.Value, StringComparer.Ordinal);
        if (role is not null) roles[environment] = role;
        return this with { Roles = roles };
    }

    /// <summary>The pin; null for none.</summary>
    /// <exception cref="AmiToolsException">PinTooLong.</exception>
    public string? Text(string imageId)
    {
        if (Roles.Count == 0) return Other;
        var text = Begin + string.Join(" ", Roles.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key}={r.Value}")) + (Other is null ? "" : Kept + Other);
        return text.Length <= Longest ? text
            : throw new AmiToolsException("PinTooLong", FailureKind.InvalidInput, $"The pin of {imageId} would have {text.Length} characters; a tag holds {Longest}. Take the pin that somebody has set off it (Unprotect-Ami), or give the environments shorter names.", imageId);
    }
}
