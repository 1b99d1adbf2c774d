using System.Diagnostics;
using System.Text.Json;
using AmiTools.LocalCloud;

namespace AmiTools.EndToEnd.Boot;

/// <summary>
/// An instance that boots: its files are a folder, its metadata service and its AWS are local, and what it runs is the
/// example's own playbook with the real Ansible and the real AWS CLI.
/// </summary>
internal sealed class BootGround : IAsyncDisposable
{
    public const string Account = "111111111111";
    public const string Region = "eu-west-1";

    private readonly string folder;

    private BootGround(LocalCloudServer cloud, string folder) => (Cloud, this.folder) = (cloud, folder);

    public static string Role { get; } = Path.Combine(AppContext.BaseDirectory, "examples", "images", "service", "ansible", "roles", "boot", "files");

    public LocalCloudServer Cloud { get; }

    /// <summary>The root of the instance's files.</summary>
    public string Root => Path.Combine(folder, "root");

    public string InstanceId { get; private set; } = "";

    /// <summary>A file that nothing may make: documents name it in what would be code.</summary>
    public string Canary => Path.Combine(folder, "canary");

    public static async Task<BootGround> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("amitools-boot-").FullName;
        foreach (var inner in new[] { "root", "home", "tmp" }) Directory.CreateDirectory(Path.Combine(folder, inner));
        var cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions { Regions = [Region], PendingDelay = TimeSpan.Zero });
        var ground = new BootGround(cloud, folder);
        ground.InstanceId = ground.SeedInstance();
        return ground;
    }

    public string SeedInstance() => Cloud.Inside.SeedInstance(Account, Region, Cloud.Inside.SeedImage(Account, Region, $"service {Guid.NewGuid():N}"));

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path.TrimStart('/')));

    public bool Has(string path) => File.Exists(Path.Combine(Root, path.TrimStart('/')));

    /// <summary>Every file of the instance with its mode and content, to tell whether a run changed anything.</summary>
    public IReadOnlyDictionary<string, string> Files() => Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        .ToDictionary(f => Path.GetRelativePath(Root, f), f => $"{(OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(f))} {File.ReadAllText(f)}");

    public async Task<string> CreateVolumeAsync()
    {
        var made = await Tool.RunAsync("/usr/bin/aws", folder, Variables, "--endpoint-url", Endpoint, "ec2", "create-volume", "--availability-zone", Region + "a", "--size", "10");
        return JsonDocument.Parse(made).RootElement.GetProperty("VolumeId").GetString()!;
    }

    public async Task<string?> AttachedToAsync(string volume)
    {
        var seen = await Tool.RunAsync("/usr/bin/aws", folder, Variables, "--endpoint-url", Endpoint, "ec2", "describe-volumes", "--volume-ids", volume, "--query", "Volumes[0].Attachments[0].InstanceId");
        return JsonDocument.Parse(seen).RootElement.GetString();
    }

    /// <summary>Boots with a document in a file, as one tries it; the metadata service is not asked.</summary>
    public Task<BootRun> BootFromFileAsync(string document)
    {
        var file = Path.Combine(folder, "document");
        File.WriteAllText(file, document);
        return RunAsync(new() { ["user_data_file"] = file, ["instance_id"] = InstanceId, ["region"] = Region });
    }

    /// <summary>Boots as an instance does.</summary>
    public Task<BootRun> BootAsync(MetadataService metadata) => RunAsync(new() { ["metadata_url"] = metadata.Url });

    public async ValueTask DisposeAsync()
    {
        await Cloud.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private string Endpoint => Cloud.Url.GetLeftPart(UriPartial.Authority);

    private Dictionary<string, string> Variables
    {
        get
        {
            var account = Cloud.Accounts.Single(a => a.Id == Account);
            return new()
            {
                ["PATH"] = "/usr/bin:/bin",
                ["HOME"] = Path.Combine(folder, "home"),
                ["ANSIBLE_LOCAL_TEMP"] = Path.Combine(folder, "tmp"),
                ["ANSIBLE_REMOTE_TEMP"] = Path.Combine(folder, "tmp"),
                ["AWS_ACCESS_KEY_ID"] = account.AccessKeyId,
                ["AWS_SECRET_ACCESS_KEY"] = account.SecretAccessKey,
                ["AWS_DEFAULT_REGION"] = Region,
                ["AWS_EC2_METADATA_DISABLED"] = "true",
                ["AWS_PAGER"] = "",
                ["LC_ALL"] = "C.UTF-8",
            };
        }
    }

    private async Task<BootRun> RunAsync(Dictionary<string, string> variables)
    {
        variables["image_root"] = Root;
        variables["endpoint"] = Endpoint;
        var start = new ProcessStartInfo("/usr/bin/ansible-playbook",
            ["--inventory", "localhost,", "--connection", "local", Path.Combine(Role, "boot.yml"), "--extra-vars", JsonSerializer.Serialize(variables)])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output + await error);
    }
}

/// <summary>How a run of the playbook ended, and what it said.</summary>
internal sealed record BootRun(int ExitCode, string Text)
{
    /// <summary>How many tasks changed something, as Ansible counts.</summary>
    public int Changed => int.Parse(System.Text.RegularExpressions.Regex.Match(Text, @"changed=(\d+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
}
