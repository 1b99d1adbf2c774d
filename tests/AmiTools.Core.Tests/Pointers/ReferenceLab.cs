using AmiTools.Core.Pointers;
using AmiTools.Core.Tests.Building;
using AmiTools.Core.Tests.Repair;
using AmiTools.LocalCloud;

namespace AmiTools.Core.Tests.Pointers;

/// <summary>Three environments in two accounts with files and parameters that name an image, on a cloud in this process.</summary>
internal sealed class ReferenceLab : IDisposable
{
    public const string Dev = "111111111111", Prod = "222222222222", Region = "eu-west-1", KeyId = "11111111-2222-4333-8444-555555555555", Key = $"arn:aws:kms:{Region}:{Prod}:key/{KeyId}";
    private readonly TempFolder folder = new();
    private readonly InProcessCloud cloud;

    /// <param name="keyState">The state of the key that encrypts prod's 2.0.57.</param>
    public ReferenceLab(string keyState = "Enabled")
    {
        cloud = new(new() { PendingDelay = TimeSpan.Zero, Accounts = [new(Dev, "dev"), new(Prod, "prod") { Keys = [new(KeyId) { State = keyState }] }] });
        Connector = new(cloud);
        foreach (var version in new[] { "2.0.55", "2.0.56", "2.0.57" })
            foreach (var account in new[] { Dev, Prod }) Images[(account, version)] = Seed(account, version);
        cloud.Inside.SeedParameter(Prod, Region, "/web/ami", this[Prod, "2.0.55"], dataType: "aws:ec2:image");
        cloud.Inside.SeedParameter(Prod, Region, "/web/second", this[Prod, "2.0.55"], dataType: "text");
        folder.Write("environments.yaml", $$"""
            targets:
              - { name: dev, account: "{{Dev}}", region: {{Region}} }
              - { name: prod, account: "{{Prod}}", region: {{Region}} }
            environments:
              - name: staging
                target: dev
                references:
                  - file: infra/staging.tfvars
                  - file: infra/both.yaml
              - name: production
                target: prod
                references:
                  - file: infra/production*.json
                  - file: infra/both.yaml
                  - parameter: /web/ami
                  - { parameter: /web/second, image: web }
            """);
        Write("infra/staging.tfvars", $"# web\r\nweb_ami = \"{this[Dev, "2.0.55"]}\" # now\r\ndb = \"ami-1a2b3c4d\"\r\n");
        Write("infra/production.json", $"[{{\"ParameterKey\":\"ImageId\",\"ParameterValue\":\"{this[Prod, "2.0.55"]}\"}}]");
        Write("infra/production-two.json", $"{{ \"Parameters\": {{ \"A\": \"{this[Prod, "2.0.55"]}\" }} }}\n");
        Write("infra/both.yaml", $"# both\nstaging: {{ image: {this[Dev, "2.0.55"]} }}\nproduction:\n  image: '{this[Prod, "2.0.55"]}'  # prod\n");
    }

    public CloudConnector Connector { get; }
    public CloudInside Inside => cloud.Inside;
    public InProcessCloud Cloud => cloud;
    public RecordingReporter Reporter { get; } = new();
    public Dictionary<(string Account, string Version), string> Images { get; } = [];
    public string this[string account, string version] => Images[(account, version)];
    public string Folder => folder.Path;
    public TargetSelection Targets => new() { Path = folder.Path };

    public Surroundings Surroundings => new() { Time = new QuickTime(100), Variables = new Dictionary<string, string>(), WorkingDirectory = folder.Path, Connector = Connector };

    public string Seed(string account, string version, string state = "complete") => cloud.Inside.SeedImage(account, Region, new ImageSeed
    {
        Name = $"web {version}",
        IsEncrypted = account == Prod && version == "2.0.57",
        KmsKeyId = account == Prod && version == "2.0.57" ? Key : null,
        Tags = new Dictionary<string, string> { ["version"] = version, ["AmiTools:Image"] = "web", ["AmiTools:State"] = state, ["AmiTools:Pair"] = "pair-" + version, ["AutoCleanup"] = "true" },
    });

    public void Write(string name, string text) => folder.Write(name, text);

    public string Text(string name) => File.ReadAllText(Path.Combine(folder.Path, name));

    public string Parameter(string name) => new AmiTools.Tests.InProcessAws(cloud, Prod, Region).SendAsync(new AmiTools.Aws.GetParameter { Name = name }, default).Result.Parameter.Value;

    public string? Pinned(string account, string version) => Inside.Tags(Region, this[account, version]).GetValueOrDefault(TagNames.Pinned);

    public async Task<IReadOnlyList<ReferenceChange>> SetAsync(string? version, string[] environments, IFileStore? store = null, bool copy = false, Death? death = null)
    {
        using var set = new SetReferences(death is null ? Surroundings : Surroundings with { Connector = death.Around(Connector) }, store ?? new DiskFiles());
        var plan = await set.PlanAsync(new() { Targets = Targets, Environments = environments, Version = version, CopyIfMissing = copy }, Reporter, default);
        return await set.RunAsync(plan, Reporter, default);
    }

    public Task<IReadOnlyList<ReferenceCheck>> CheckAsync(string? version = null) => new CheckReferences(Surroundings).RunAsync(new() { Targets = Targets, Version = version }, Reporter, default);

    /// <summary>What all files, hidden ones too, and all parameters are.</summary>
    public string Everything() => string.Join("\n", Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => $"== {Path.GetRelativePath(folder.Path, f)}\n{File.ReadAllText(f)}"))
        + $"\n{Parameter("/web/ami")}\n{Parameter("/web/second")}";

    public void Dispose() => folder.Dispose();
}
