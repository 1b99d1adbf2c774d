using System.Management.Automation.Host;
using AmiTools.Core.Ci;

namespace AmiTools.Cmdlets.Base;

/// <summary>Chooses where an operation's messages go: PowerShell's streams, or the CI server that runs this shell.</summary>
internal static class Reporters
{
    public static IReporter Create(Pump pump, PipelineReporter streams, PSHostUserInterface? ui)
    {
        if (ui is null || !TeamCityReporter.IsThere(Composition.Variables())) return streams;
        // TeamCity reads the lines that the shell writes to standard output, which the host does. No progress bars.
        return new TeamCityReporter(line =>
        {
            if (pump.IsBroken) ui.WriteLine(line);
            else pump.Post(() => ui.WriteLine(line));
        }, streams.Verbose);
    }
}
