using System.Text.Json;

namespace AmiTools.LocalCloud.Tests.Clients;

/// <summary>Debian's AWS CLI.</summary>
internal static class AwsCli
{
    public static Task<ClientRun> RunAsync(LocalCloudServer cloud, CloudAccount account, params string[] command) =>
        Client.RunAsync("/usr/bin/aws", ["--endpoint-url", cloud.Url.ToString(), "--output", "json", .. command], account, more: new Dictionary<string, string> { ["AWS_MAX_ATTEMPTS"] = "1" });

    /// <summary>What the first account gets for it.</summary>
    public static async Task<JsonElement> JsonAsync(LocalCloudServer cloud, params string[] command)
    {
        var run = await RunAsync(cloud, cloud.Accounts[0], command);
        run.ExitCode.ShouldBe(0, run.Errors);
        return run.Output.Length == 0 ? default : JsonDocument.Parse(run.Output).RootElement;
    }
}
