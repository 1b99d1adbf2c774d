using System.Text.RegularExpressions;

namespace AmiTools.Core.Definitions;

/// <summary>Recognises credentials that were written into a file.</summary>
public static class LiteralSecret
{
    private static readonly Regex keyId = new(@"\b(AKIA|ASIA)[A-Z0-9]{16}\b", RegexOptions.CultureInvariant);
    private static readonly Regex secretName = new(@"^(aws_?)?(secret(_?access)?_?key|access_?key(_?id)?|session_?token)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Why the value is taken for a credential, without the value; null if it is not.</summary>
    public static string? In(string name, string value)
    {
        if (value.Length == 0) return null;
        if (keyId.IsMatch(value)) return $"'{name}' holds an AWS access key id. Credentials never stand in a file: name a profile or a prefix of environment variables in environments.yaml.";
        return secretName.IsMatch(name) ? $"'{name}' is a credential. Credentials never stand in a file: name a profile or a prefix of environment variables in environments.yaml." : null;
    }
}
