using System.Text.Json;
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
            Images = settings.Images,
            Faults = settings.FaultPlan is { } plan ? FaultsOf(plan) : [],
            Time = settings.Time,
        };
        if (settings.PendingDelay is { } pending) options = options with { PendingDelay = pending };
        if (settings.VisibilityDelay is { } visibility) options = options with { VisibilityDelay = visibility };
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
    public IReadOnlyList<string> Holdings(LocalAccount account) => server.Inside.Leftovers(account.Id, Settings.Region);

    /// <summary>Makes the next image of an account fail.</summary>
    public void RefuseNextImage(LocalAccount account) => server.Faults.Add(new Fault("CreateImage")
    {
        Account = account.Id,
        Code = "ResourceLimitExceeded",
        Message = "The account has no room for another image (a fault that this quick start has planned).",
    });

    /// <summary>Gives every account images of two months ago, of these versions, as pairs; the last account runs an instance of one of them.</summary>
    public void GrowOld(string name, IReadOnlyList<string> versions, string used)
    {
        foreach (var version in versions)
        {
            foreach (var account in Settings.Accounts)
            {
                var image = server.Inside.SeedImage(account.Id, Settings.Region, new()
                {
                    Name = $"{name} {version}",
                    Created = server.Inside.Now.AddDays(-60),
                    Tags = new Dictionary<string, string>
                    {
                        [TagNames.Version] = version,
                        [TagNames.Image] = name,
                        [TagNames.Target] = account.Name,
                        [TagNames.Pair] = $"20260101T000000Z-{version.Replace(".", "", StringComparison.Ordinal):00000000}",
                        [TagNames.State] = TagNames.Complete,
                        [TagNames.AutoCleanup] = "true",
                    },
                });
                if (version == used && account == Settings.Accounts[^1]) server.Inside.SeedInstance(account.Id, Settings.Region, image);
            }
        }
    }

    private static IReadOnlyList<Fault> FaultsOf(string plan)
    {
        try
        {
            return JsonSerializer.Deserialize<List<Fault>>(File.ReadAllText(plan), new JsonSerializerOptions(JsonSerializerDefaults.Web)) ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new AmiToolsException("FaultPlanInvalid", FailureKind.InvalidInput, $"The fault plan {plan} can't be read: {e.Message} Expected a JSON list such as [{{\"action\":\"CreateImage\",\"call\":1,\"kind\":\"Throttle\"}}].", plan, e);
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
