using System.Text.RegularExpressions;
using AmiTools.Core.Definitions;

namespace AmiTools.Core.Building;

/// <summary>Tells by its name whether a variable is likely to hold a secret.</summary>
public static class SecretNames
{
    private static readonly Regex Suspicious = new(
        "passw|passphrase|secret|token|private_?key|credential|api_?key|access_?key(?!_?id)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    // The path of a secret is no secret: ANSIBLE_VAULT_PASSWORD_FILE.
    private static readonly Regex Path = new("_(file|path|dir)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    public static bool LooksSecret(string name) => Suspicious.IsMatch(name) && !Path.IsMatch(name);

    /// <summary>The secrets of a parameter: all of it if its name looks like one, else the members of a map whose names do.</summary>
    public static IReadOnlyList<string> In(AmiParameter parameter)
    {
        var leaves = TypedValue.Leaves(parameter.Value);
        return LooksSecret(parameter.Name) ? [parameter.Value, .. leaves.Select(l => l.Value)] : [.. leaves.Where(l => LooksSecret(l.Name)).Select(l => l.Value)];
    }

    /// <summary>The parameter as it may be shown: without its value if its name looks like a secret's.</summary>
    public static AmiParameter Shown(AmiParameter parameter) =>
        parameter.Value.Length > 0 && In(parameter).Count > 0 ? parameter with { Value = SecretScrubber.Mask } : parameter;
}
