using Spectre.Console;

namespace AmiTools.Cli.Reporting;

/// <summary>Makes consoles that write plain text unless somebody looks on and wants colours.</summary>
internal static class Consoles
{
    public static IAnsiConsole Create(TextWriter writer, bool isTerminal, bool noColor)
    {
        var colours = isTerminal && !noColor;
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = colours ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
    }
}
