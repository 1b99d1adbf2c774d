using System.Text.RegularExpressions;

namespace AmiTools.Core.Definitions;

/// <summary>Recognises credentials that were written into a file.</summary>
public static class LiteralSecret
{
    private const string Instead = "Credentials never stand in a file: name a profile or a prefix of environment variables in environments.yaml.";
    private const string Names = @"secret(_?access)?_?key|access_?key(_?id)?|session_?token";

    private static readonly Regex keyId = new(@"\b(AKIA|ASIA)[A-Z0-9]{16}\b", RegexOptions.CultureInvariant);
    private static readonly Regex privateKey = new("-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----", RegexOptions.CultureInvariant);
    private static readonly Regex secretName = new($@"^(({Names})|(.*_)?aws_?({Names}))\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    private static readonly Regex assignment = new(@"\baws_?secret_?(access_?)?key[""']?\s{0,20}[=:]\s{0,20}[""']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Why the value is taken for a credential, without the value; null if it is not.</summary>
    public static string? In(string name, string value)
    {
        if (value.Length == 0) return null;
        if (keyId.IsMatch(value)) return $"'{Shown.Name(name)}' holds an AWS access key id. {Instead}";
        if (privateKey.IsMatch(value)) return $"'{Shown.Name(name)}' holds a private key. Private keys never stand in a file of a definition: let Packer make a key pair, or name a file outside.";
        if (assignment.IsMatch(value)) return $"'{Shown.Name(name)}' holds an AWS secret access key. {Instead}";
        return name.Length <= 100 && secretName.IsMatch(name) ? $"'{Shown.Name(name)}' is a credential. {Instead}" : null;
    }

    /// <summary>The same of a value of a parameter file, the members of a map included.</summary>
    public static string? InEntry(ParameterEntry entry) =>
        In(entry.Name, entry.Value) ?? (entry.Form == ParameterForm.Structure ? TypedValue.Leaves(entry.Value).Select(l => In(l.Name, l.Value)).FirstOrDefault(w => w is not null) : null);

    /// <summary>The first credential of a template's text, comments and scripts included; null if there is none.</summary>
    public static Problem? InText(string path, string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (In("this line", line) is { } why) return new("LiteralSecret", why, path, number);
        }
        return null;
    }

    /// <summary>Credentials that a template's settings and defaults give as they are, not as an expression.</summary>
    public static IEnumerable<Problem> InSettings(PackerTemplate template)
    {
        foreach (var variable in template.Variables)
            if (variable.Default is { } value && IsLiteral(value) && In(variable.Name, value) is { } why) yield return new("LiteralSecret", why, variable.File, variable.Line);
        foreach (var builder in template.Builders)
            foreach (var setting in builder.Settings.Where(s => IsLiteral(s.Value)))
                if (In(setting.Key, setting.Value) is { } why) yield return new("LiteralSecret", $"the builder '{Shown.Name(builder.Name)}' has a literal credential: {why}", builder.File, builder.Line);
    }

    private static bool IsLiteral(string value) => value.IndexOf("{{", StringComparison.Ordinal) < 0 && value.IndexOf("${", StringComparison.Ordinal) < 0;
}
