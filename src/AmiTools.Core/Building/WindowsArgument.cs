using System.Text;

namespace AmiTools.Core.Building;

/// <summary>
/// Quotes an argument as Windows programs take command lines apart (Parsing C++ Command-Line Arguments, Microsoft Learn).
/// Windows PowerShell's runtime has no list of arguments, and scheduled tasks have none either.
/// </summary>
internal static class WindowsArgument
{
    public static string Quote(string argument)
    {
        if (argument.Length > 0 && argument.IndexOfAny([' ', '\t', '\n', '\v', '"']) < 0) return argument;
        var quoted = new StringBuilder("\"");
        var backslashes = 0;
        foreach (var c in argument)
        {
            if (c == '\\')
            {
                backslashes++;
                continue;
            }
            // Backslashes count double before a quote, and only there.
            quoted.Append('\\', c == '"' ? backslashes * 2 + 1 : backslashes).Append(c);
            backslashes = 0;
        }
        return quoted.Append('\\', backslashes * 2).Append('"').ToString();
    }
}
