using AmiTools.Core;
using AmiTools.Core.Environments;

namespace AmiTools.Cli;

/// <summary>The one place where operations get their surroundings.</summary>
internal static class Composition
{
    public static Surroundings SurroundingsOf(Host host) => new()
    {
        Time = host.Time,
        Variables = host.Variables,
        WorkingDirectory = host.WorkingDirectory,
        Connector = new TargetConnector(host.Variables),
    };
}
