using System.Text;
using System.Text.RegularExpressions;

namespace AmiTools.Core.Schedules;

/// <summary>How each scheduler wants words written, so that any path arrives as it is.</summary>
internal static class Quoting
{
    private static readonly Regex plain = new(@"^[A-Za-z0-9_./:=,@+-]+$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>A word of a POSIX shell.</summary>
    public static string Shell(string word) => plain.IsMatch(word) ? word : "'" + word.Replace("'", "'\\''") + "'";

    /// <summary>A command in a crontab: % would end it and begin its input (crontab(5)), quoted or not.</summary>
    public static string Crontab(string command) => command.Replace("%", "\\%");

    /// <summary>A word of ExecStart= (systemd.service(5), "Command lines"): % begins a specifier, $ a variable.</summary>
    public static string SystemdWord(string word) => SystemdQuoted(Specifiers(word).Replace("$", "$$"), word);

    /// <summary>The program of ExecStart=, which is never taken for a variable.</summary>
    public static string SystemdProgram(string path) => SystemdQuoted(Specifiers(path), path);

    /// <summary>The rest of a line that is one value.</summary>
    public static string Specifiers(string value) => value.Replace("%", "%%");

    private static string SystemdQuoted(string escaped, string word)
    {
        if (plain.IsMatch(word)) return escaped;
        var quoted = new StringBuilder("\"");
        foreach (var c in escaped) quoted.Append(c is '"' or '\\' ? "\\" : "").Append(c);
        return quoted.Append('"').ToString();
    }

    /// <summary>Refuses what can't be written on a line.</summary>
    public static void Check(ScheduledCommand command)
    {
        foreach (var word in command.Arguments.Append(command.Program).Append(command.WorkingDirectory))
        {
            if (word.Any(char.IsControl))
                throw new AmiToolsException("NotForSchedules", FailureKind.InvalidInput, $"A schedule can't hold a line break or another control character: '{word.Replace("\n", "\\n").Replace("\r", "\\r")}'. Give a path or an argument without.", word);
        }
    }
}
