using AmiTools.LocalCloud;

namespace AmiTools.Cli.Clouds;

/// <summary>A local cloud that answers.</summary>
internal sealed class RunningCloud : IAsyncDisposable
{
    private readonly LocalCloudServer server;

    private RunningCloud(LocalCloudServer server, LocalCloudSettings settings) => (this.server, Settings) = (server, settings);

    public LocalCloudSettings Settings { get; }

    public Uri Url => server.Url;

    /// <summary>Starts one.</summary>
    public static async Task<RunningCloud> StartAsync(LocalCloudSettings settings, CancellationToken cancel)
    {
        var options = new LocalCloudOptions
        {
            Port = settings.Port,
            Accounts = [.. settings.Accounts.Select(a => new CloudAccount(a.Id, a.Name, a.AccessKeyId, a.SecretAccessKey))],
            Regions = [settings.Region],
            Time = settings.Time,
        };
        cancel.ThrowIfCancellationRequested();
        try
        {
            return new(await LocalCloudServer.StartAsync(options), settings);
        }
        catch (IOException e)
        {
            throw new AmiToolsException("PortNotAvailable", FailureKind.Conflict, $"The local cloud can't listen on 127.0.0.1:{settings.Port}: {e.Message} Choose another --port, or 0 for a free one.", settings.Port, e);
        }
    }

    /// <summary>Everything of an account's own that is there, as the cloud lists it: not as anybody remembers it.</summary>
    public IReadOnlyList<string> Holdings(LocalAccount account) => server.Leftovers(account.Id, Settings.Region);

    /// <summary>Makes the next image of an account fail.</summary>
    public void RefuseNextImage(LocalAccount account) => server.Faults.Add(new Fault(Action: "CreateImage", Call: 1, Kind: FaultKind.Error, When: FaultTime.Before, Account: account.Id));

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
