namespace AmiTools.Cli.Tests.Lambda;

/// <summary>The command line as Lambda runs it, in this process.</summary>
internal sealed class Function : IAsyncDisposable
{
    private readonly StopRequest stop = new();
    private readonly Task<CliRun> running;

    private Function(LocalRuntimeApi api, CloudGround ground, string handler)
    {
        Api = api;
        running = CliRun.With(h => h with
        {
            Stop = stop,
            WorkingDirectory = "/",
            Variables = new Dictionary<string, string>(ground.Variables) { ["AWS_LAMBDA_RUNTIME_API"] = api.Address, ["_HANDLER"] = handler, ["LAMBDA_TASK_ROOT"] = ground.Folder, ["XDG_STATE_HOME"] = ground.Folder },
        }, "lambda");
    }

    public LocalRuntimeApi Api { get; }

    public static async Task<Function> StartAsync(CloudGround ground, string handler = "scan")
    {
        File.Copy(Path.Combine(ground.Folder, "environments.yaml"), Path.Combine(ground.Folder, handler + ".yaml"), overwrite: true);
        return new(await LocalRuntimeApi.StartAsync(), ground, handler);
    }

    public Task<CliRun> EndAsync() => running;

    /// <summary>As Lambda ends a sandbox: by SIGTERM.</summary>
    public Task<CliRun> StopAsync()
    {
        stop.Ask();
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
        await Api.DisposeAsync();
    }
}
