using System.Text.Json;
using AmiTools.LocalCloud;

namespace AmiTools.Cli.Tests;

/// <summary>Two accounts of a local cloud and an environments file, for commands that are run in this process.</summary>
internal sealed class CloudGround : IAsyncDisposable
{
    public const string Dev = "111111111111";
    public const string Prod = "222222222222";
    public const string Region = "eu-west-1";

    private CloudGround(LocalCloudServer cloud, string folder) => (Cloud, Folder) = (cloud, folder);

    public LocalCloudServer Cloud { get; }

    public CloudInside Inside => Cloud.Inside;

    public string Folder { get; }

    public static async Task<CloudGround> StartAsync(LocalCloudOptions? options = null)
    {
        var cloud = await LocalCloudServer.StartAsync((options ?? new()) with { Regions = [Region], PendingDelay = TimeSpan.Zero });
        var folder = Directory.CreateTempSubdirectory("amitools-cli-").FullName;
        File.WriteAllText(Path.Combine(folder, "environments.yaml"), "targets:\n" + string.Concat(cloud.Accounts.Select(a =>
            $"  - name: {a.Name}\n    account: \"{a.Id}\"\n    region: {Region}\n    endpoint: {cloud.Url.GetLeftPart(UriPartial.Authority)}\n    credentials: {{ environmentPrefix: {a.Name.ToUpperInvariant()} }}\n")));
        return new(cloud, folder);
    }

    /// <summary>A complete image of one pair member.</summary>
    public string Seed(string account, string name, string version, string? pair = null) => Inside.SeedImage(account, Region, new ImageSeed
    {
        Name = $"{name}-{version}-{account}",
        Tags = new Dictionary<string, string>
        {
            ["version"] = version,
            ["AmiTools:Image"] = name,
            ["AmiTools:Pair"] = pair ?? $"pair-{name}-{version}",
            ["AmiTools:State"] = "complete",
            ["AutoCleanup"] = "true",
        },
    });

    /// <summary>One of 60 days ago that was never used and has no pair.</summary>
    public string SeedOld(string account, string name, string version) => Inside.SeedImage(account, Region, new ImageSeed
    {
        Name = $"{name}-{version}-{account}",
        Created = DateTimeOffset.UtcNow.AddDays(-60),
        Tags = new Dictionary<string, string> { ["version"] = version, ["AmiTools:Image"] = name, ["AmiTools:State"] = "complete", ["AutoCleanup"] = "true" },
    });

    /// <summary>The ids of an account's images.</summary>
    public IReadOnlyList<string> Images(string account) => [.. Inside.Images(account, Region).Select(i => i.Id)];

    public string? Tag(string image, string key) => Inside.Tags(Region, image).GetValueOrDefault(key);

    public Task<CliRun> RunAsync(params string[] arguments) => RunAsync("", arguments);

    public Task<CliRun> RunAsync(string input, string[] arguments) => CliRun.With(h => h with { WorkingDirectory = Folder, In = new StringReader(input), Variables = With(h.Variables) }, arguments);

    /// <summary>The keys of both accounts.</summary>
    public IReadOnlyDictionary<string, string> Variables => With(new Dictionary<string, string>());

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    public async ValueTask DisposeAsync()
    {
        await Cloud.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private Dictionary<string, string> With(IReadOnlyDictionary<string, string> host)
    {
        var variables = new Dictionary<string, string>(host);
        foreach (var account in Cloud.Accounts)
        {
            variables[account.Name.ToUpperInvariant() + "_AWS_ACCESS_KEY_ID"] = account.AccessKeyId;
            variables[account.Name.ToUpperInvariant() + "_AWS_SECRET_ACCESS_KEY"] = account.SecretAccessKey;
        }
        return variables;
    }
}
