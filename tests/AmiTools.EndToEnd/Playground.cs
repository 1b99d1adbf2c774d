using System.Text.Json;
using AmiTools.LocalCloud;

namespace AmiTools.EndToEnd;

/// <summary>Two accounts of a local cloud, and a git repository with the example's definition and an HCL2 twin.</summary>
internal sealed class Playground : IAsyncDisposable
{
    public const string Dev = "111111111111";
    public const string Prod = "222222222222";
    public const string Region = "eu-west-1";

    private Playground(LocalCloudServer cloud, string folder) => (Cloud, Folder) = (cloud, folder);

    public LocalCloudServer Cloud { get; }

    public string Folder { get; }

    public string Runs => Path.Combine(Folder, "src", "runs");

    /// <summary>What a CI server hands over: a plain environment and the keys of both accounts.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
        ["HOME"] = Path.Combine(Folder, "home"),
        ["TMPDIR"] = Path.Combine(Folder, "tmp"),
        ["CHECKPOINT_DISABLE"] = "1",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_POLL_DELAY_SECONDS"] = "1",
        // The instances that Ansible works on are this machine.
        ["ANSIBLE_REMOTE_TEMP"] = Path.Combine(Folder, "tmp", "ansible"),
        ["DEV_AWS_ACCESS_KEY_ID"] = "AKIADEVDEVDEVDEVDEVD",
        ["DEV_AWS_SECRET_ACCESS_KEY"] = "dev-secret-dev-secret-dev-secret-dev-sec",
        ["PROD_AWS_ACCESS_KEY_ID"] = "AKIAPRODPRODPRODPROD",
        ["PROD_AWS_SECRET_ACCESS_KEY"] = "prod-secret-prod-secret-prod-secret-prod",
    };

    public static async Task<Playground> StartAsync(TimeSpan? pending = null, Action<StartedInstance>? instanceStarts = null)
    {
        var folder = Directory.CreateTempSubdirectory("amitools-e2e-").FullName;
        var cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions
        {
            Port = 0,
            Accounts =
            [
                new CloudAccount(Dev, "dev", "AKIADEVDEVDEVDEVDEVD", "dev-secret-dev-secret-dev-secret-dev-sec"),
                new CloudAccount(Prod, "prod", "AKIAPRODPRODPRODPROD", "prod-secret-prod-secret-prod-secret-prod"),
            ],
            Regions = [Region],
            PendingDelay = pending ?? TimeSpan.FromMilliseconds(300),
            InstanceStarts = instanceStarts,
        });
        var playground = new Playground(cloud, folder);
        await playground.LayAsync();
        return playground;
    }

    public Task<CliProcess> RunAsync(params string[] arguments) => CliProcess.RunAsync(Folder, Variables, arguments);

    public CliProcess Start(params string[] arguments) => CliProcess.Start(Folder, Variables, arguments);

    /// <summary>Everything that both accounts have, as the cloud lists it.</summary>
    public IReadOnlyList<string> Leftovers() => [.. Cloud.Inside.Leftovers(Dev, Region), .. Cloud.Inside.Leftovers(Prod, Region)];

    /// <summary>The process id of a member's Packer, as the journal of the only run has it; it leads a group of its own.</summary>
    public int PackerOf(string target) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Directory.GetDirectories(Runs).Single(), "pair.json"))).RootElement.GetProperty("members").EnumerateArray()
            .Single(m => m.GetProperty("target").GetString() == target).GetProperty("packer").GetProperty("id").GetInt32();

    /// <summary>How often an account has called an action; the dry runs of a check are none.</summary>
    public int Calls(string account, string action) => Cloud.Calls.Count(c => c.Account == account && c.Action == action && c.Parameters.GetValueOrDefault("DryRun") != "true");

    /// <summary>The account makes no image any more.</summary>
    public void RefuseImages(string account) =>
        Cloud.Faults.Add(new Fault("CreateImage") { Account = account, Count = 0, Code = "ResourceLimitExceeded", Message = "No room (planned)." });

    /// <summary>Asks an account as somebody else would: with Debian's AWS CLI.</summary>
    public Task<string> AwsAsync(string account, params string[] arguments)
    {
        var prefix = account == Dev ? "DEV_" : "PROD_";
        var variables = new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = Variables[prefix + "AWS_ACCESS_KEY_ID"],
            ["AWS_SECRET_ACCESS_KEY"] = Variables[prefix + "AWS_SECRET_ACCESS_KEY"],
            ["AWS_DEFAULT_REGION"] = Region,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_PAGER"] = "",
        };
        return Tool.RunAsync("/usr/bin/aws", Folder, variables, ["--endpoint-url", Cloud.Url.GetLeftPart(UriPartial.Authority), "--output", "json", .. arguments]);
    }

    public Task<string> GitAsync(params string[] arguments) =>
        Tool.RunAsync("git", Folder, new Dictionary<string, string> { ["HOME"] = Path.Combine(Folder, "home") }, ["-c", "user.name=Tests", "-c", "user.email=tests@localhost", .. arguments]);

    public async ValueTask DisposeAsync()
    {
        await Cloud.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task LayAsync()
    {
        Copy(Path.Combine(AppContext.BaseDirectory, "examples", "quickstart"), Folder);
        Copy(Path.Combine(AppContext.BaseDirectory, "Definitions", "hcl2"), Folder);
        Directory.CreateDirectory(Path.Combine(Folder, "home"));
        Directory.CreateDirectory(Path.Combine(Folder, "tmp"));
        File.WriteAllText(Path.Combine(Folder, ".gitignore"), "runs/\nhome/\ntmp/\n");
        File.WriteAllText(
            Path.Combine(Folder, "environments.yaml"),
            $"""
             targets:
               - name: dev
                 account: "{Dev}"
                 region: {Region}
                 endpoint: {Cloud.Url.GetLeftPart(UriPartial.Authority)}
                 credentials:
                   environmentPrefix: DEV
               - name: prod
                 account: "{Prod}"
                 region: {Region}
                 endpoint: {Cloud.Url.GetLeftPart(UriPartial.Authority)}
                 credentials:
                   environmentPrefix: PROD

             """);
        await GitAsync("init", "--quiet", "--initial-branch=main");
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "--message=Definitions");
    }

    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
