using System.Text.RegularExpressions;

namespace AmiTools.Core.UserData;

/// <summary>The document's keys, the form of their values, and its limits. <c>user-data.schema.json</c> says the same to other programs.</summary>
internal static class UserDataKeys
{
    public const string Environment = "environment";
    public const string Service = "service";
    public const string ParameterPath = "parameterPath";
    public const string Extra = "extra";

    /// <summary>16 KB before base64 (EC2 User Guide, "Run commands when you launch an EC2 instance with user data input").</summary>
    public const int MostBytes = 16_384;

    /// <summary>In the order in which they are written.</summary>
    public static readonly IReadOnlyList<string> All = [Environment, Service, ParameterPath, Extra];

    public static readonly IReadOnlyDictionary<string, (Regex Form, string Expected)> Texts = new Dictionary<string, (Regex, string)>
    {
        // As the environments file has it.
        [Environment] = (Pattern("^[A-Za-z0-9][A-Za-z0-9_-]{0,39}\\z"), "letters, digits, dashes and underscores, at most 40, such as production"),
        [Service] = (Pattern("^[A-Za-z0-9][A-Za-z0-9._-]{0,127}\\z"), "letters, digits, dots, dashes and underscores, at most 128"),
        // Systems Manager User Guide, "About requirements and constraints for parameter names": at most 15 levels.
        [ParameterPath] = (Pattern("^(?=.{2,1011}\\z)(/[A-Za-z0-9_.-]+){1,15}\\z"), "a path of Parameter Store that begins with /, such as /production/web, with at most 15 levels"),
    };

    private static Regex Pattern(string form) => new(form, RegexOptions.CultureInvariant);
}
