using System.Management.Automation;
using System.Management.Automation.Host;
using AmiTools.Core.Ci;

namespace AmiTools.Cmdlets.Base;

/// <summary>Asks whoever sits at the shell, and finds out first whether anybody does.</summary>
internal static class Questions
{
    /// <summary>The line that was typed; null where nobody can be asked.</summary>
    public static string? Ask(PSHost? host, string question)
    {
        if (host?.UI is not { } ui || !MayAnswer(host.Name, Console.IsInputRedirected, Environment.UserInteractive, Composition.Variables())) return null;
        try
        {
            ui.Write(question);
            return ui.ReadLine() ?? "";
        }
        catch (Exception e) when (e is HostException or PSInvalidOperationException or NotImplementedException)
        {
            // Started with -NonInteractive, or a host that can't ask.
            return null;
        }
    }

    /// <summary>A console without a keyboard, a CI server and a service wait for ever.</summary>
    public static bool MayAnswer(string host, bool isInputRedirected, bool isUserInteractive, IReadOnlyDictionary<string, string> variables) =>
        isUserInteractive && !(host == "ConsoleHost" && isInputRedirected) && !TeamCityReporter.IsThere(variables);
}
