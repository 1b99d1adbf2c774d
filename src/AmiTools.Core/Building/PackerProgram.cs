using System.Text.RegularExpressions;

namespace AmiTools.Core.Building;

/// <summary>Where Packer is.</summary>
public static class PackerProgram
{
    /// <summary>Finds the program.</summary>
    /// <param name="given">A path or a bare name that the user gave, or null for <c>packer</c>.</param>
    /// <param name="variables">The host's variables, for its PATH.</param>
    /// <param name="workingDirectory">The folder that a relative path starts from.</param>
    /// <exception cref="AmiToolsException">There is none.</exception>
    public static string Find(string? given, IReadOnlyDictionary<string, string> variables, string workingDirectory)
    {
        var name = given ?? "packer";
        if (name.IndexOfAny(['/', '\\']) >= 0)
        {
            var path = Path.GetFullPath(Path.Combine(workingDirectory, name));
            return ProgramPath.Candidates(path).FirstOrDefault(File.Exists) ?? throw NotInstalled(
                $"{path}: there is no such file. It was given as the Packer program.", given);
        }
        return ProgramPath.Find(name, variables) ?? throw NotInstalled(
            $"The program '{name}' is in none of the {ProgramPath.Folders(variables).Count} folders of PATH. Install Packer (Debian: apt-get install packer; "
            + "others: https://developer.hashicorp.com/packer/install), or give its path as the Packer path.", given);
    }

    /// <summary>The version in what <c>packer version</c> prints (<c>Packer v1.6.6</c>), or null.</summary>
    public static string? VersionIn(string output)
    {
        var match = Regex.Match(output, @"\bv?(\d+\.\d+\.\d+\S*)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return match.Success ? match.Groups[1].Value : null;
    }

    private static AmiToolsException NotInstalled(string message, string? given) =>
        new("PackerNotInstalled", FailureKind.NotInstalled, message, given ?? "packer");
}
