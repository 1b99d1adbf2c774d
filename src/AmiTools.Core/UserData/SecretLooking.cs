using System.Text.RegularExpressions;
using AmiTools.Core.Definitions;

namespace AmiTools.Core.UserData;

/// <summary>
/// Recognises what looks like a secret. User data can be read by everybody who may describe the instance or the template,
/// and by every process on the instance, so it is no place for one.
/// </summary>
internal static class SecretLooking
{
    private static readonly Regex name = Pattern(@"(password|passwd|passphrase|pwd|secret|credential|private_?key|api_?key|access_?key|(access|auth|refresh|session|bearer|api)_?token)s?\z|^token\z");
    // dbPasswordParameter names the place of a secret, and so does a value that is a parameter's name or an ARN.
    private static readonly Regex reference = new(@"^(/[A-Za-z0-9_.-]+)+\z|^arn:aws[a-z-]*:", RegexOptions.CultureInvariant);
    private static readonly Regex token = new(
        @"\b(gh[opsru]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|xox[abeprs]-[A-Za-z0-9-]{10,}|hvs\.[A-Za-z0-9_-]{16,}|[rs]k_live_[A-Za-z0-9]{16,}|AIza[A-Za-z0-9_-]{35}|npm_[A-Za-z0-9]{36}|eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.)",
        RegexOptions.CultureInvariant);
    private static readonly Regex login = new(@"\b[a-z][a-z0-9+.-]*://[^/\s:@]*:[^/\s@]+@", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    private static readonly Regex secretKey = new("^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9/+]{40}\\z", RegexOptions.CultureInvariant);

    /// <summary>Why the value of <paramref name="key"/> looks like a secret; null if it does not. Never the value.</summary>
    public static string? Why(string key, string value) =>
        value.Length == 0 || reference.IsMatch(value) ? null
        : LiteralSecret.In("x", value) is not null ? "it is a credential of AWS or a private key"
        : token.IsMatch(value) ? "it has the form of an access token"
        : login.IsMatch(value) ? "it is an address with a password"
        : secretKey.IsMatch(value) ? "it has the form of an AWS secret access key"
        : key.Length <= 100 && name.IsMatch(key) ? "its name says so"
        : null;

    private static Regex Pattern(string form) => new(form, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
}
