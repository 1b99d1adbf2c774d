using System.Text.RegularExpressions;

namespace AmiTools.Core.Definitions;

/// <summary>Which image names EC2 takes, and that ours carry their version.</summary>
public static class ImageNameRule
{
    private static readonly Regex legal = new(@"^[A-Za-z0-9()\[\] ./\-'@_]{3,128}\z", RegexOptions.CultureInvariant);

    /// <summary>What is wrong with the name that a builder will make; null if nothing is.</summary>
    public static Problem? Check(TemplateBuilder builder, FilledText name, string version, string? target)
    {
        Problem Wrong(string id, string message) => new(id, message, builder.File, builder.Line, target);
        if (builder.ImageName is null) return Wrong("ImageNameMissing", $"the builder '{builder.Name}' has no ami_name; expected one with the version in it.");
        if (name.Value is null)
            return Wrong("ImageNameNotExact", $"the image name has {name.Unknown}, which is known only when Packer runs, so a lost image could not be found by its name. Use the variables version and commit in it.");
        if (name.Value.Length is < 3 or > 128)
            return Wrong("ImageNameIllegal", $"EC2 refuses the image name '{Shown.Name(name.Value)}': it has {name.Value.Length} characters; 3 to 128 are allowed.");
        if (name.Value.IndexOf(version, StringComparison.Ordinal) < 0)
            return Wrong("ImageNameWithoutVersion", $"the image name '{name.Value}' does not have the version {version} in it. Add the variable version to ami_name.");
        if (!legal.IsMatch(name.Value))
            return Wrong("ImageNameIllegal", $"EC2 refuses the image name '{name.Value}': it has '{name.Value.First(c => !legal.IsMatch(new string(c, 3)))}'; letters, digits, spaces and ( ) [ ] . / - ' @ _ are allowed.");
        return null;
    }
}
