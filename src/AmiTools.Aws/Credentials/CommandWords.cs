using System.Runtime.InteropServices;
using System.Text;

namespace AmiTools.Aws;

/// <summary>
/// Takes a command line apart without a shell, as the AWS CLI does for <c>credential_process</c>: white space separates, quotes
/// keep together, nothing is expanded. A backslash is one on Windows, and an escape elsewhere.
/// </summary>
internal static class CommandWords
{
    public static IReadOnlyList<string> Of(string command) => Of(command, RuntimeInformation.IsOSPlatform(OSPlatform.Windows));

    /// <exception cref="FormatException">A quote is not closed.</exception>
    public static IReadOnlyList<string> Of(string command, bool windows)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        var quote = '\0';
        for (var i = 0; i < command.Length; i++)
        {
            var c = command[i];
            if (Escaped(command, i, quote, windows) is { } next)
            {
                (word ??= new()).Append(next);
                i++;
            }
            else if (quote != '\0')
            {
                if (c == quote) quote = '\0';
                else word!.Append(c);
            }
            else if (c == '"' || (c == '\'' && !windows))
            {
                quote = c;
                word ??= new();
            }
            else if (char.IsWhiteSpace(c))
            {
                if (word is not null) words.Add(word.ToString());
                word = null;
            }
            else
            {
                (word ??= new()).Append(c);
            }
        }
        if (quote != '\0') throw new FormatException($"a {quote} is not closed");
        if (word is not null) words.Add(word.ToString());
        return words;
    }

    private static char? Escaped(string command, int at, char quote, bool windows)
    {
        if (command[at] != '\\' || quote == '\'' || at + 1 == command.Length) return null;
        var next = command[at + 1];
        if (windows) return next == '"' ? next : null;
        return quote == '\0' || next is '"' or '\\' ? next : null;
    }
}
