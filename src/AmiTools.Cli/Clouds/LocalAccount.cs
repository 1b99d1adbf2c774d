using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace AmiTools.Cli.Clouds;

/// <summary>An account of a local cloud, with the keys that open it. They open nothing else.</summary>
/// <param name="Id">Twelve digits.</param>
/// <param name="Name">The name of its target: <c>dev</c>.</param>
internal sealed partial record LocalAccount(string Id, string Name)
{
    /// <summary>The accounts where nobody says otherwise.</summary>
    public static IReadOnlyList<LocalAccount> Usual { get; } = [new("111111111111", "dev"), new("222222222222", "prod")];

    /// <summary>The key id: the same for an account at every start, so that a shell's variables stay right.</summary>
    public string AccessKeyId => "AKIALOCL" + Id;

    /// <summary>The secret key, as long as a real one.</summary>
    public string SecretAccessKey => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("local cloud " + Id)))[..40];

    /// <summary>The prefix of the environment variables that carry the keys.</summary>
    public string VariablePrefix => NotForVariables().Replace(Name, "_").ToUpperInvariant();

    /// <summary>The environment variables that carry the keys.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        [VariablePrefix + "_AWS_ACCESS_KEY_ID"] = AccessKeyId,
        [VariablePrefix + "_AWS_SECRET_ACCESS_KEY"] = SecretAccessKey,
    };

    /// <summary>Reads <c>111111111111=dev</c>; null if it is nothing like that.</summary>
    public static LocalAccount? Parse(string text) =>
        Form().Match(text) is { Success: true } match ? new(match.Groups[1].Value, match.Groups[2].Value) : null;

    [GeneratedRegex("^([0-9]{12})=([A-Za-z][A-Za-z0-9_-]{0,31})\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex("[^A-Za-z0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex NotForVariables();
}
