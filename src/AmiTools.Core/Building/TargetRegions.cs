using AmiTools.Core.Environments;

namespace AmiTools.Core.Building;

/// <summary>A target's connections: its own Region, and others that an image is copied to, made when they are needed.</summary>
internal sealed class TargetRegions(ITargetConnector connector, ITargetConnection home, IReporter reporter) : IDisposable
{
    private readonly Dictionary<string, ITargetConnection> others = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim gate = new(1, 1);

    public ITargetConnection Home => home;

    public async Task<ITargetConnection> InAsync(string? region, CancellationToken cancel)
    {
        if (region is null || region == home.Region) return home;
        await gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (!others.TryGetValue(region, out var connection))
            {
                connection = await connector.ConnectAsync(home.Target with { Region = region }, reporter, cancel).ConfigureAwait(false);
                others.Add(region, connection);
            }
            return connection;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        foreach (var connection in others.Values) connection.Dispose();
        home.Dispose();
        gate.Dispose();
    }
}
