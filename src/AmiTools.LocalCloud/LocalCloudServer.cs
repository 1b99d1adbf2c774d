using AmiTools.LocalCloud.Control;
using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AmiTools.LocalCloud;

/// <summary>EC2, Auto Scaling, STS and Parameter Store on 127.0.0.1, with any number of accounts and Regions.</summary>
public sealed class LocalCloudServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Cloud cloud;
    private readonly CallLog log;

    private LocalCloudServer(WebApplication app, Cloud cloud, CallLog log, FaultPlan faults, Uri url)
    {
        (this.app, this.cloud, this.log, Faults, Url) = (app, cloud, log, faults, url);
        Inside = new CloudInside(cloud);
    }

    /// <summary>Where it listens: http://127.0.0.1:PORT.</summary>
    public Uri Url { get; }

    /// <summary>The faults in force.</summary>
    public FaultPlan Faults { get; }

    /// <summary>Every call that reached the cloud, in order.</summary>
    public IReadOnlyList<LoggedCall> Calls => log.All();

    /// <summary>The accounts with their keys.</summary>
    public IReadOnlyList<CloudAccount> Accounts => [.. cloud.Accounts.Values];

    /// <summary>The Regions.</summary>
    public IReadOnlyList<string> Regions => [.. cloud.Regions.Keys];

    /// <summary>What exists, and ways to change it behind the API's back.</summary>
    public CloudInside Inside { get; }

    /// <summary>Starts it. The port is bound when the task ends.</summary>
    public static async Task<LocalCloudServer> StartAsync(LocalCloudOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "AmiTools.LocalCloud" });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(System.Net.IPAddress.Loopback, options.Port);
            k.Limits.MaxRequestBodySize = 16 * 1024 * 1024;
            k.AddServerHeader = false;
        });
        // Ctrl+C belongs to the program around it.
        builder.Services.AddSingleton<Microsoft.Extensions.Hosting.IHostLifetime, NoLifetime>();
        var app = builder.Build();

        var cloud = new Cloud(options);
        var log = new CallLog();
        var faults = new FaultPlan();
        foreach (var fault in options.Faults) faults.Add(fault);
        var gate = new Gate(cloud, log, faults);
        var control = new ControlSurface(cloud, log, faults);
        app.Run(context => context.Request.Path.StartsWithSegments("/_cloud", out var rest) ? control.HandleAsync(context, rest.Value ?? "") : gate.HandleAsync(context));
        await app.StartAsync(cancel);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new LocalCloudServer(app, cloud, log, faults, new Uri(address));
    }

    /// <summary>Forgets the calls so far.</summary>
    public void ClearCalls() => log.Clear();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();
    }

    private sealed class NoLifetime : Microsoft.Extensions.Hosting.IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
