using AmiTools.Aws;
using AmiTools.Core.Building;
using AmiTools.Core.Environments;
using AmiTools.Core.Journal;
using AmiTools.Core.Repair;
using AmiTools.Core.Tests.Building;
using AmiTools.LocalCloud;

namespace AmiTools.Core.Tests.Repair;

/// <summary>Who dies, and from where the run is repaired.</summary>
public enum Crash
{
    /// <summary>We and Packer die; the repair runs on the same machine, where the run folder is.</summary>
    BothSameMachine,
    /// <summary>We and Packer die; the repair runs elsewhere and has only the copies in Parameter Store.</summary>
    BothOtherMachine,
    /// <summary>We die, Packer works on; the repair on the same machine finds and ends it.</summary>
    AloneSameMachine,
    /// <summary>We die, Packer works on to its end while a repair runs elsewhere; a later one looks again.</summary>
    AloneOtherMachine,
}

/// <summary>One build in two accounts of its own that dies at a chosen call, and what repairs make of it.</summary>
internal sealed class CrashRun : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly LocalCloudServer cloud;
    private readonly CloudAccount dev;
    private readonly CloudAccount prod;
    private readonly Death death;
    private readonly LabMachine machine;
    private readonly bool tagged;
    private readonly RecordingReporter reporter = new();
    private Action restore = () => { };
    private IReadOnlyList<string> pairIds = [];

    public CrashRun(LocalCloudServer cloud, int index, Death death, bool tagged = true)
    {
        (this.cloud, this.death, this.tagged) = (cloud, death, tagged);
        (dev, prod) = (cloud.Accounts[2 * index], cloud.Accounts[(2 * index) + 1]);
        machine = new LabMachine("machine-a", 1000) { Death = death, Packer = PackerAsync };
        death.Died = Freeze;
        folder.Write("src/web/version.json", """{ "version": "2.0" }""");
        folder.Write("src/common/conf/default.conf", $"source_ami={PairLab.BaseImage}\n");
        folder.Write("src/web/template.json", """
            {
              "variables": { "version": "", "source_ami": "", "aws_region": "" },
              "builders": [{ "type": "amazon-ebs", "region": "{{user `aws_region`}}", "source_ami": "{{user `source_ami`}}", "instance_type": "t3.micro",
                "communicator": "none", "ami_name": "web {{user `version`}}", "tags": { "version": "{{user `version`}}" } }]
            }
            """);
        folder.Write("src/environments.yaml", $$"""
            targets:
              - { name: dev, account: "{{dev.Id}}", region: {{PairLab.Region}}, endpoint: {{cloud.Url}}, credentials: { environmentPrefix: DEV } }
              - { name: prod, account: "{{prod.Id}}", region: {{PairLab.Region}}, endpoint: {{cloud.Url}}, credentials: { environmentPrefix: PROD } }
            """);
        folder.Write("elsewhere/README", "");
    }

    public IReadOnlyList<string> Told => reporter.All;
    public RecordingReporter Reporter => reporter;
    public CloudAccount Dev => dev;
    public CloudAccount Prod => prod;
    public string JournalPath => Journals().ShouldHaveSingleItem();
    public TempFolder Folder => folder;
    public BuildStrategy Strategy { get; init; }
    public bool PackerTellsGroup { get; init; } = true;

    private string Runs => Path.Combine(folder.Path, "src", "runs");

    private Dictionary<string, string> Variables => new()
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
        ["DEV_AWS_ACCESS_KEY_ID"] = dev.AccessKeyId,
        ["DEV_AWS_SECRET_ACCESS_KEY"] = dev.SecretAccessKey,
        ["PROD_AWS_ACCESS_KEY_ID"] = prod.AccessKeyId,
        ["PROD_AWS_SECRET_ACCESS_KEY"] = prod.SecretAccessKey,
    };

    /// <summary>Plans and builds until the process dies, or to the end.</summary>
    public async Task<AmiPair?> BuildAsync(CancellationToken cancel = default)
    {
        var surroundings = new Surroundings { Variables = Variables, WorkingDirectory = folder.Path, Machine = machine, Connector = death.Around(new TargetConnector(Variables)) };
        var request = new NewPairRequest { DefinitionPath = Path.Combine(folder.Path, "src", "web"), BuildNumber = "57", Commit = PairLab.Commit, Branch = "main", ReleaseBuild = true, Strategy = Strategy, UndoTimeout = TimeSpan.FromMinutes(1) };
        try
        {
            var plan = await new PlanPair(surroundings).RunAsync(request, reporter, cancel);
            return await new BuildPair(surroundings).RunAsync(plan, reporter, cancel);
        }
        catch (Exception) when (death.IsDead)
        {
            restore();
            return null;
        }
    }

    /// <summary>Repairs until nothing is to be done any more, as the kind of crash asks for, and checks that it is so.</summary>
    /// <returns>True if the pair is complete, false if nothing is left.</returns>
    public async Task<bool> RepairAsync(Crash crash)
    {
        if (crash is Crash.BothOtherMachine or Crash.AloneOtherMachine)
        {
            await RepairOnceAsync("machine-b", "elsewhere", TimeSpan.FromMinutes(3));
            await machine.LastPacker;
            // After the longest time that Packer may need.
            await RepairOnceAsync("machine-b", "elsewhere", TimeSpan.FromHours(4));
            await ShouldFindNothingAsync("machine-b", "elsewhere");
        }
        // The machine itself is back, or was there all the time.
        await RepairOnceAsync("machine-a", ".", crash is Crash.BothOtherMachine or Crash.AloneOtherMachine ? TimeSpan.FromHours(4) : TimeSpan.FromSeconds(1));
        await ShouldFindNothingAsync("machine-a", ".");
        return Judge();
    }

    /// <summary>One repair from another machine, with the clock past every time that is waited for.</summary>
    public Task RepairElsewhereAsync() => RepairOnceAsync("machine-b", "elsewhere", TimeSpan.FromHours(4));

    public async ValueTask DisposeAsync()
    {
        await machine.LastPacker;
        foreach (var left in Scratch()) Directory.Delete(left, recursive: true);
        folder.Dispose();
    }

    private async Task RepairOnceAsync(string name, string path, TimeSpan later)
    {
        var surroundings = Repairing(name, later);
        var request = Request(path);
        var survey = await new PlanRepair(surroundings).RunAsync(request, reporter, default);
        foreach (var run in survey.Runs)
        {
            var result = await new RepairRuns(surroundings).RunAsync(request, run, reporter, default);
            result.Outcome.ShouldBeOneOf([RepairOutcome.Undone, RepairOutcome.Finished, RepairOutcome.Watched], $"{name}: {result.Message} {string.Join("; ", result.Leftovers)}");
        }
        reporter.Updates.ShouldAllBe(u => u.Completed || u.Percent != null);
        foreach (var temporary in survey.TemporaryFolders.Where(t => Scratch().Contains(t))) RepairRuns.RemoveTemporaryFolder(temporary);
    }

    private async Task ShouldFindNothingAsync(string name, string path)
    {
        var again = await new PlanRepair(Repairing(name, TimeSpan.FromHours(4))).RunAsync(Request(path), reporter, default);
        again.Runs.ShouldBeEmpty();
    }

    public Surroundings Repairing(string name, TimeSpan later) => new()
    {
        Variables = Variables,
        WorkingDirectory = folder.Path,
        Machine = new LabMachine(name, 2000) { Parent = name == "machine-a" ? machine : null },
        Connector = new TargetConnector(Variables),
        Time = new QuickTime(50) { Ahead = later },
    };

    public RepairRequest Request(string path = ".") => new() { Targets = new() { Path = Path.Combine(folder.Path, "src") }, Path = Path.Combine(folder.Path, path), UndoTimeout = TimeSpan.FromMinutes(5) };

    /// <summary>A complete pair and nothing else, or nothing at all: no image, snapshot, instance, key pair, group, volume, journal, file.</summary>
    public bool Judge()
    {
        var images = new[] { dev, prod }.Select(a => cloud.Inside.Images(a.Id, PairLab.Region)).ToList();
        var complete = images.All(i => i.Count == 1);
        foreach (var account in new[] { dev, prod })
        {
            var left = cloud.Inside.Leftovers(account.Id);
            if (complete) left.Count.ShouldBe(2, string.Join("\n", left));
            else left.ShouldBeEmpty();
            cloud.Inside.Images(account.Id, PairLab.Region).ShouldAllBe(i => i.Tags["AmiTools:State"] == "complete");
            cloud.Inside.Snapshots(account.Id, PairLab.Region).ShouldAllBe(s => s.Tags["AmiTools:State"] == "complete");
            cloud.Inside.Images(account.Id, PairLab.Region).ShouldAllBe(i => i.SharedWith.Count == 0);
            cloud.Inside.Snapshots(account.Id, PairLab.Region).ShouldAllBe(s => s.SharedWith.Count == 0);
        }
        Scratch().ShouldBeEmpty();
        foreach (var journal in Journals()) JournalFile.Read(journal).State.ShouldBe(complete ? PairState.Complete : PairState.Undone);
        return complete;
    }

    private IReadOnlyList<string> Journals() => Directory.Exists(Runs) ? Directory.GetFiles(Runs, "pair.json", SearchOption.AllDirectories) : [];

    /// <summary>The temporary folders of this run, or of its plan: they say whose they are.</summary>
    private IReadOnlyList<string> Scratch() => [.. pairIds.SelectMany(id => Directory.GetDirectories(Path.GetTempPath(), "amitools-" + id + "*"))];

    /// <summary>
    /// What lies on the disk at the moment of death is what a repair finds: whatever the code writes on its way out, a dead
    /// process would not have written.
    /// </summary>
    private void Freeze()
    {
        pairIds = Directory.Exists(Runs) ? [.. Directory.GetDirectories(Runs).Select(d => Path.GetFileName(d))] : [];
        var files = new[] { Runs }.Concat(Scratch()).Where(Directory.Exists).SelectMany(d => Directory.GetFiles(d, "*", SearchOption.AllDirectories))
            .ToDictionary(f => f, File.ReadAllBytes);
        restore = () =>
        {
            foreach (var gone in new[] { Runs }.Concat(Scratch()).Where(Directory.Exists)) Directory.Delete(gone, recursive: true);
            foreach (var (path, bytes) in files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, bytes);
            }
        };
    }

    private async Task<StandInPacker> PackerAsync(ChildCommand command)
    {
        var target = command.Variables["AWS_ACCESS_KEY_ID"] == dev.AccessKeyId ? "dev" : "prod";
        var connection = await new TargetConnector(Variables).ConnectAsync(new AmiTarget
        {
            Name = target,
            Region = PairLab.Region,
            EndpointUrl = cloud.Url,
            Credentials = new() { EnvironmentPrefix = target.ToUpperInvariant() },
        }, reporter, default);
        return new StandInPacker(new PackerCalls(death, target, connection.Aws), LabMachine.BuilderOf(command), PairLab.Region, "web " + PairLab.ImageVersion, tagged) { TellsGroup = PackerTellsGroup };
    }

    private sealed class PackerCalls(Death death, string target, IAws inner) : IAws
    {
        public Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default) =>
            death.PackersAsync(target, operation, () => inner.SendAsync(operation, cancel));
    }
}
