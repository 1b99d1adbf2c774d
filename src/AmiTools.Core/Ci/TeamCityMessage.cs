using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AmiTools.Core.Ci;

/// <summary>
/// TeamCity's service messages, one line each (TeamCity documentation, "Service Messages"). Pure functions: text in, a line
/// out. A message with a flow id belongs to one of several things that run at the same time.
/// </summary>
public static class TeamCityMessage
{
    /// <summary>The longest description of a build problem that TeamCity keeps.</summary>
    public const int LongestDescription = 4000;

    /// <summary>The longest identity of a build problem.</summary>
    public const int LongestIdentity = 60;

    public static string BlockOpened(string name, string? flow = null) => Of("blockOpened", ("name", name), ("flowId", flow));

    public static string BlockClosed(string name, string? flow = null) => Of("blockClosed", ("name", name), ("flowId", flow));

    /// <summary>Shown while the build runs. It has no flow: of several at the same time, the last one is shown.</summary>
    public static string Progress(string text) => Single("progressMessage", text);

    /// <param name="text">The text.</param>
    /// <param name="status">NORMAL, WARNING, FAILURE, ERROR.</param>
    /// <param name="flow">The flow.</param>
    public static string Message(string text, string status = "NORMAL", string? flow = null) => Of("message", ("text", text), ("status", status), ("flowId", flow));

    /// <summary>Sets the number that TeamCity shows for the build.</summary>
    public static string BuildNumber(string number) => Single("buildNumber", number);

    /// <summary>Fails the build. Problems of one identity in two builds are the same problem to TeamCity.</summary>
    public static string BuildProblem(string description, string identity) =>
        Of("buildProblem", ("description", Cut(description, LongestDescription)), ("identity", Identity(identity)));

    public static string Statistic(string key, long value) => Of("buildStatisticValue", ("key", key), ("value", value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Publishes what is there now: <c>path =&gt; folder</c>.</summary>
    public static string PublishArtifacts(string rule) => Single("publishArtifacts", rule);

    public static string SetParameter(string name, string value) => Of("setParameter", ("name", name), ("value", value));

    /// <summary>Escapes a value: <c>|</c> first, then quotes, brackets, line ends, and whatever is not ASCII as <c>|0xNNNN</c>, a UTF-16 unit at a time.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            switch (c)
            {
                case '|' or '\'' or '[' or ']':
                    escaped.Append('|').Append(c);
                    break;
                case '\n':
                    escaped.Append("|n");
                    break;
                case '\r':
                    escaped.Append("|r");
                    break;
                case > '\x7e' or < ' ':
                    escaped.Append("|0x").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    escaped.Append(c);
                    break;
            }
        }
        return escaped.ToString();
    }

    /// <summary>An identity as TeamCity takes it: letters, digits and underscores, at most 60. A longer one is cut, and told apart by its hash.</summary>
    public static string Identity(string text)
    {
        var legal = new string([.. text.Select(c => c is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' ? c : '_')]);
        if (legal == text && legal.Length <= LongestIdentity) return legal;
        using var sha = SHA256.Create();
        var hash = string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(text)).Take(4).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
        return legal.Substring(0, Math.Min(legal.Length, LongestIdentity - hash.Length - 1)) + "_" + hash;
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text.Substring(0, most - 3) + "...";

    private static string Single(string name, string value) => $"##teamcity[{name} '{Escape(value)}']";

    private static string Of(string name, params (string Key, string? Value)[] attributes) =>
        $"##teamcity[{name}{string.Concat(attributes.Where(a => a.Value is not null).Select(a => $" {a.Key}='{Escape(a.Value!)}'"))}]";
}
