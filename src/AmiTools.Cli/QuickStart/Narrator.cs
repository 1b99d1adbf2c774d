using AmiTools.Cli.Reporting;

namespace AmiTools.Cli.QuickStart;

/// <summary>Tells the story: what is done, why, and what a user would type for it. Silent where JSON was asked for.</summary>
internal sealed class Narrator(Screen screen, bool silent)
{
    private int step;

    public void Say(string text)
    {
        if (!silent) screen.Line(text);
    }

    public void Step(string title, params string[] lines)
    {
        if (silent) return;
        screen.Line();
        screen.Heading($"{++step}. {title}");
        foreach (var line in lines) screen.Line("   " + line);
    }

    public void Command(string powerShell, string commandLine)
    {
        if (silent) return;
        screen.Line("   PowerShell:   " + powerShell);
        screen.Line("   command line: " + commandLine);
    }

    public void Show(Action<Screen> show)
    {
        if (!silent) show(screen);
    }
}
