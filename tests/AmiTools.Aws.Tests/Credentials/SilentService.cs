using System.Net;
using System.Net.Sockets;

namespace AmiTools.Aws.Tests.Credentials;

/// <summary>A service that takes every connection and says nothing.</summary>
internal sealed class SilentService : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> taken = [];
    private readonly SemaphoreSlim arrived = new(0);
    private int connections;

    public SilentService()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public int Connections => Volatile.Read(ref connections);

    public IReadOnlyDictionary<string, string> AsMetadata() => new Dictionary<string, string> { ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = Url, ["AWS_EC2_METADATA_DISABLED"] = "" };

    public IReadOnlyDictionary<string, string> AsContainer() => new Dictionary<string, string> { ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = Url + "/container" };

    /// <summary>Ends when as many requests have come.</summary>
    public async Task AskedAsync(int count)
    {
        while (Connections < count) (await arrived.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue("nobody asked");
    }

    public void Dispose()
    {
        listener.Stop();
        lock (taken) foreach (var client in taken) client.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                lock (taken) taken.Add(client);
                var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[4096]);
                Interlocked.Increment(ref connections);
                arrived.Release();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The test has ended.
        }
    }
}
