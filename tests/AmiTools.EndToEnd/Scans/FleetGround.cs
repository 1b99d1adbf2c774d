using AmiTools.LocalCloud;
using AmiTools.Tests;

namespace AmiTools.EndToEnd.Scans;

/// <summary>Two accounts of a local cloud in which everything is in use, and a folder from which they are scanned.</summary>
internal sealed class FleetGround : IAsyncDisposable
{
    /// <summary>The heartbeat that every image has from before.</summary>
    public const string Before = "2026-01-01T00:00:00Z";

    private FleetGround(LocalCloudServer cloud, BusyFleet fleet, string folder) => (Cloud, Fleet, Folder) = (cloud, fleet, folder);

    public LocalCloudServer Cloud { get; }

    public BusyFleet Fleet { get; }

    public string Folder { get; }

    public static async Task<FleetGround> StartAsync()
    {
        var cloud = await LocalCloudServer.StartAsync(new() { Regions = [BusyFleet.Region], PendingDelay = TimeSpan.Zero });
        var folder = Directory.CreateTempSubdirectory("amitools-fleet-").FullName;
        File.WriteAllText(Path.Combine(folder, "environments.yaml"), "targets:\n" + string.Concat(cloud.Accounts.Select(a =>
            $"  - name: {a.Name}\n    account: \"{a.Id}\"\n    region: {BusyFleet.Region}\n    endpoint: {cloud.Url.GetLeftPart(UriPartial.Authority)}\n    credentials: {{ environmentPrefix: {a.Name.ToUpperInvariant()} }}\n")));
        var fleet = BusyFleet.SeedInto(cloud.Inside);
        foreach (var image in fleet.Images.Keys) cloud.Inside.SetTag(BusyFleet.Region, image, "LastUsedRuntime", Before);
        return new(cloud, fleet, folder);
    }

    public CliProcess Start(params string[] arguments) => CliProcess.Start(Folder, Variables(), arguments);

    public Task<CliProcess> RunAsync(params string[] arguments) => CliProcess.RunAsync(Folder, Variables(), arguments);

    /// <summary>An image's tags of scans: when used, when looked at; null where there is none.</summary>
    public (string? Use, string? Beat) Tags(string image)
    {
        var tags = Cloud.Inside.Tags(BusyFleet.Region, image);
        return (tags.GetValueOrDefault("LastUsed"), tags.GetValueOrDefault("LastUsedRuntime"));
    }

    public async ValueTask DisposeAsync()
    {
        await Cloud.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["HOME"] = Folder, ["AWS_EC2_METADATA_DISABLED"] = "true" };
        foreach (var account in Cloud.Accounts)
        {
            variables[account.Name.ToUpperInvariant() + "_AWS_ACCESS_KEY_ID"] = account.AccessKeyId;
            variables[account.Name.ToUpperInvariant() + "_AWS_SECRET_ACCESS_KEY"] = account.SecretAccessKey;
        }
        return variables;
    }
}
