using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace AmiTools.Core.Definitions;

/// <summary>What a version is made of.</summary>
public sealed record VersionInput
{
    /// <summary>From <c>version.json</c>: <c>2.0</c>, or three parts.</summary>
    public required string BaseVersion { get; init; }

    /// <summary>The CI server's build number.</summary>
    public string? BuildNumber { get; init; }

    /// <summary>The branch; null when unknown.</summary>
    public string? Branch { get; init; }

    /// <summary>Patterns of branches that releases come from; none means <see cref="DefaultBranch"/>.</summary>
    public IReadOnlyList<string> ReleaseBranches { get; init; } = [];

    /// <summary>The default branch, if known.</summary>
    public string? DefaultBranch { get; init; }

    /// <summary>Says it outright; null lets the branch decide.</summary>
    public bool? ReleaseBuild { get; init; }

    /// <summary>True if the tree differs from the commit.</summary>
    public bool IsDirty { get; init; }

    /// <summary>In what, for the message.</summary>
    public IReadOnlyList<DirtyFile> Dirt { get; init; } = [];

    /// <summary>True to allow a release from a dirty tree.</summary>
    public bool AllowDirty { get; init; }

    /// <summary>Now, UTC.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>A version, and whether it is a release.</summary>
public sealed record ComputedVersion(string Version, bool IsRelease);

/// <summary>Base version, build number and branch become one SemVer 2 version. A pure function.</summary>
public static class VersionCalculator
{
    /// <summary>The longest tag that is made of a branch's name.</summary>
    public const int LongestTag = 20;

    /// <exception cref="AmiToolsException">BuildNumberIsVersion, BuildNumberInvalid, BaseVersionInvalid, DirtyRelease.</exception>
    public static ComputedVersion Compute(VersionInput input)
    {
        var parts = input.BaseVersion.Split('.');
        if (parts.Length is < 1 or > 3 || !parts.All(IsNumber))
            throw Invalid("BaseVersionInvalid", $"The version '{input.BaseVersion}' in version.json is no base version: expected two numbers, such as 2.0; the build number becomes the third.", input.BaseVersion);
        var number = input.BuildNumber?.Trim();
        if (number is { Length: > 0 } && !IsNumber(number))
        {
            if (Regex.IsMatch(number, @"^\d+\.\d+", RegexOptions.CultureInvariant))
                throw Invalid("BuildNumberIsVersion", $"The build number '{number}' is already a version. Hand over the counter alone (in TeamCity %build.counter%, not %build.number%).", number);
            throw Invalid("BuildNumberInvalid", $"The build number '{number}' is no whole number of at most 9 digits.", number);
        }

        var release = input.ReleaseBuild ?? IsReleaseBranch(input);
        var hasNumber = number is { Length: > 0 };
        // Without a build number there is nothing that makes a release unique.
        release &= hasNumber;
        if (release && input.IsDirty && !input.AllowDirty)
            throw Invalid("DirtyRelease", $"The tree has changes that are not committed{DirtyFile.Listed(input.Dirt)}, so no commit could tell what a release was built from. Commit them, or allow it (-AllowDirty, on the command line --allow-dirty).", null);
        var core = Core(parts, number);
        if (release) return new(input.IsDirty ? core + "-dirty" : core, true);
        var tags = new List<string> { hasNumber ? Tag(input.Branch) : input.Now.UtcDateTime.ToString("'t'yyyyMMddHHmmss", CultureInfo.InvariantCulture) };
        if (input.IsDirty) tags.Add("dirty");
        return new($"{core}-{string.Join(".", tags)}", false);
    }

    /// <summary>True if releases come from the branch.</summary>
    public static bool IsReleaseBranch(VersionInput input)
    {
        if (input.Branch is not { Length: > 0 } branch) return false;
        if (input.ReleaseBranches.Count == 0) return branch == (input.DefaultBranch ?? "main") || (input.DefaultBranch is null && branch == "master");
        return input.ReleaseBranches.Any(p => Regex.IsMatch(branch, "^" + Regex.Escape(p).Replace("\\*", ".*").Replace("\\?", ".") + "$", RegexOptions.CultureInvariant));
    }

    /// <summary>A branch's name as a prerelease tag: [0-9A-Za-z-], at most 20.</summary>
    public static string Tag(string? branch)
    {
        if (branch is not { Length: > 0 }) return "unknown-branch";
        var tag = new StringBuilder();
        foreach (var c in branch) tag.Append(c is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' ? c : '-');
        var text = tag.ToString().Substring(0, Math.Min(LongestTag, tag.Length)).Trim('-');
        if (text.Length == 0) return "branch";
        // SemVer forbids a numeric identifier with a leading zero.
        return text.All(char.IsDigit) && text.Length > 1 && text[0] == '0' ? "b" + text : text;
    }

    private static string Core(string[] parts, string? number)
    {
        var build = number is { Length: > 0 } ? number.TrimStart('0') is { Length: > 0 } n ? n : "0" : null;
        return parts.Length switch
        {
            1 => $"{parts[0]}.0.{build ?? "0"}",
            2 => $"{parts[0]}.{parts[1]}.{build ?? "0"}",
            _ => build is null ? string.Join(".", parts) : throw Invalid("BaseVersionInvalid", $"The version '{string.Join(".", parts)}' in version.json has three parts already, so the build number {number} has no place. Leave the third out: {parts[0]}.{parts[1]}", string.Join(".", parts)),
        };
    }

    private static bool IsNumber(string text) => text.Length is > 0 and <= 9 && text.All(c => c is >= '0' and <= '9');

    private static AmiToolsException Invalid(string id, string message, object? subject) => new(id, FailureKind.InvalidInput, message, subject);
}
