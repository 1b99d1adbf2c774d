using AmiTools.Core.Tests.Building;
using AmiTools.Core.Usage;
using AmiTools.LocalCloud;
using Microsoft.Extensions.Time.Testing;

namespace AmiTools.Core.Tests.Usage;

/// <summary>Two accounts on a cloud in this process, on a clock that stands still, with a pair of one version in both.</summary>
internal sealed class UsageLab : IDisposable
{
    public const string Dev = "111111111111";
    public const string Prod = "222222222222";
    public const string Stranger = "333333333333";
    public const string Region = "eu-west-1";
    public const string BaseImage = "ami-0ba5e000000000001";

    public UsageLab(LocalCloudOptions? options = null)
    {
        Time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        Cloud = new((options ?? new()) with { Time = Time, PendingDelay = TimeSpan.Zero, Accounts = options is { Accounts.Count: > 2 } ? options.Accounts : [new(Dev, "dev"), new(Prod, "prod"), new(Stranger, "stranger")] });
        Connector = new(Cloud);
        Folder = new();
        File.WriteAllText(Path.Combine(Folder.Path, "environments.yaml"), $"""
            targets:
              - name: dev
                account: "{Dev}"
                region: {Region}
              - name: prod
                account: "{Prod}"
                region: {Region}
            """);
        Surroundings = new() { Time = Time, Variables = new Dictionary<string, string>(), WorkingDirectory = Folder.Path, Connector = Connector };
        DevImage = Seed(Dev, "dev");
        ProdImage = Seed(Prod, "prod");
    }

    public FakeTimeProvider Time { get; }
    public InProcessCloud Cloud { get; }
    public CloudInside Inside => Cloud.Inside;
    public CloudConnector Connector { get; }
    public TempFolder Folder { get; }
    public Surroundings Surroundings { get; }
    public RecordingReporter Reporter { get; } = new();
    public string DevImage { get; }
    public string ProdImage { get; }

    public string Seed(string account, string target, string version = "1.0.1", string name = "web", string? pair = "pair-1.0.1", string? source = null, IReadOnlyList<string>? sharedWith = null, IReadOnlyDictionary<string, string>? more = null, DateTimeOffset? created = null)
    {
        var tags = new Dictionary<string, string> { ["version"] = version, ["AmiTools:Image"] = name, ["AmiTools:Target"] = target, ["AmiTools:State"] = "complete", ["AutoCleanup"] = "true" };
        if (pair is not null) tags["AmiTools:Pair"] = pair;
        foreach (var (key, value) in more ?? new Dictionary<string, string>()) tags[key] = value;
        return Inside.SeedImage(account, Region, new ImageSeed { Name = $"{name} {version} {Guid.NewGuid():N}"[..40], Tags = tags, SourceImageId = source ?? BaseImage, SharedWith = sharedWith ?? [], Created = created });
    }

    public async Task<AmiUsage> UsageAsync(string image, UsageOptions? options = null) =>
        (await AllAsync(new() { ImageIds = [image], Options = options ?? new() })).ShouldHaveSingleItem();

    public Task<IReadOnlyList<AmiUsage>> AllAsync(UsageRequest? request = null) => new GetUsage(Surroundings).RunAsync(request ?? new(), Reporter, CancellationToken.None);

    public void Dispose() => Folder.Dispose();
}
