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
        Connector = new Pending(),
    };

    private sealed class Pending : ITargetConnector
    {
        public Task<ITargetConnection> ConnectAsync(AmiTarget target, IReporter reporter, CancellationToken cancel) => throw new NotImplementedException();
    }
}
