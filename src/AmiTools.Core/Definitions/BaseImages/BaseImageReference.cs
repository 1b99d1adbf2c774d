using System.Text.RegularExpressions;
using AmiTools.Core.Images;

namespace AmiTools.Core.Definitions;

/// <summary>How a definition names its base image.</summary>
public abstract record BaseImageReference(string Text)
{
    private static readonly Regex id = new("^ami-([0-9a-f]{8}|[0-9a-f]{17})$", RegexOptions.CultureInvariant);
    private static readonly Regex definition = new(@"^(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)@(?<version>.+)$", RegexOptions.CultureInvariant);
    private static readonly Regex owner = new(@"^owner:(?<owner>[0-9]{12}|amazon|aws-marketplace|self)/(?<name>.+)$", RegexOptions.CultureInvariant);

    /// <summary>
    /// Reads <c>ami-…</c>, <c>ssm:/parameter</c>, <c>definition@version</c> or <c>owner:OWNER/NAME-WITH-WILDCARDS</c> (the
    /// newest); null if it is none of these.
    /// </summary>
    /// <exception cref="AmiToolsException">VersionPatternInvalid.</exception>
    public static BaseImageReference? Parse(string text)
    {
        var t = text.Trim();
        if (id.IsMatch(t)) return new ById(t);
        if (t.StartsWith("ssm:/", StringComparison.Ordinal)) return new ByParameter(t, t.Substring(4));
        if (t.StartsWith("resolve:ssm:/", StringComparison.Ordinal)) return new ByParameter(t, t.Substring("resolve:ssm:".Length));
        if (owner.Match(t) is { Success: true } o) return new ByFilter(t, new Dictionary<string, string> { ["name"] = o.Groups["name"].Value }, [o.Groups["owner"].Value]);
        if (definition.Match(t) is { Success: true } d) return new ByVersion(t, d.Groups["name"].Value, VersionPattern.Parse(d.Groups["version"].Value));
        return null;
    }

    /// <summary>An image id.</summary>
    public sealed record ById(string Id) : BaseImageReference(Id);

    /// <summary>A parameter of Parameter Store, AWS's public ones among them.</summary>
    public sealed record ByParameter(string Text, string Name) : BaseImageReference(Text);

    /// <summary>The newest image of an owner that the filters let through.</summary>
    public sealed record ByFilter(string Text, IReadOnlyDictionary<string, string> Filters, IReadOnlyList<string> Owners) : BaseImageReference(Text);

    /// <summary>Another definition's image of a version: each target's own member of that pair.</summary>
    public sealed record ByVersion(string Text, string Name, VersionPattern Version) : BaseImageReference(Text);
}
