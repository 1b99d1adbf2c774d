using AmiTools.Core.Copying;
using AmiTools.Core.Environments;
using AmiTools.Core.Repair;
using AmiTools.Core.Tests.Building;
using AmiTools.Core.Tests.Repair;
using AmiTools.LocalCloud;

namespace AmiTools.Core.Tests.Copying;

/// <summary>An image in dev, and two targets in other accounts to copy it to, on a cloud in this process.</summary>
internal sealed class CopyLab : IDisposable
{
    public const string Dev = "111111111111", Prod = "222222222222", East = "333333333333", Region = "eu-west-1", OtherRegion = "us-east-1", Pair = "20260101T000000Z-00000001";
    public const string Key = "arn:aws:kms:us-east-1:333333333333:key/11111111-2222-4333-8444-555555555555";
    private readonly TempFolder folder = new();
    private readonly CloudConnector connector;

    public CopyLab(Func<LocalCloudOptions, LocalCloudOptions>? options = null, ImageSeed? seed = null)
    {
        Cloud = new((options ?? (o => o))(new() { PendingDelay = TimeSpan.Zero, Accounts = [new(Dev, "dev"), new(Prod, "prod"), new(East, "east") { Keys = [new(Key[(Key.LastIndexOf('/') + 1)..])] }] }));
        connector = new(Cloud);
        folder.Write("environments.yaml", $$"""
            targets:
              - { name: dev, account: "{{Dev}}", region: {{Region}} }
              - { name: prod, account: "{{Prod}}", region: {{Region}} }
              - { name: east, account: "{{East}}", region: {{OtherRegion}} }
            """);
        folder.Write("elsewhere/README", "");
        Image = Cloud.Inside.SeedImage(Dev, Region, (seed ?? new ImageSeed { Name = "" }) with
        {
            Name = "web 2.0.57",
            Snapshots = 2,
            Tags = new Dictionary<string, string>
            {
                ["version"] = "2.0.57",
                ["AmiTools:Image"] = "web",
                ["AmiTools:Target"] = "dev",
                ["AmiTools:State"] = "complete",
                ["AmiTools:Pair"] = Pair,
                ["AmiTools:Origin"] = "built",
                ["AmiTools:Commit"] = "0123456",
                ["AutoCleanup"] = "true",
                ["LastUsed"] = "2026-01-01T00:00:00Z",
                ["team"] = "web",
            },
        });
        Cloud.ClearCalls();
    }

    public InProcessCloud Cloud { get; }
    public string Image { get; }
    public RecordingReporter Reporter { get; } = new();

    public Surroundings Surroundings(Death? death = null, string machine = "machine-a", TimeSpan? later = null) => new()
    {
        Time = new QuickTime(100) { Ahead = later ?? TimeSpan.Zero },
        Variables = new Dictionary<string, string>(),
        WorkingDirectory = folder.Path,
        Machine = new LabMachine(machine, death is null ? 2000 : 1000),
        Connector = death is null ? connector : death.Around(connector),
    };

    public CopyRequest Request(params string[] targets) => new() { Image = "web@2.0.57", Targets = new() { Path = folder.Path, Names = targets }, UndoTimeout = TimeSpan.FromMinutes(10) };

    public async Task<IReadOnlyList<Ami>> CopyAsync(CopyRequest? request = null, Death? death = null, CancellationToken cancel = default)
    {
        var surroundings = Surroundings(death);
        var plan = await new PlanCopy(surroundings).RunAsync(request ?? Request("prod", "east"), Reporter, cancel);
        return await new CopyImages(surroundings).RunAsync(plan, Reporter, cancel);
    }

    public async Task<IReadOnlyList<RepairedPair>> RepairAsync(string machine, string path)
    {
        var surroundings = Surroundings(machine: machine, later: TimeSpan.FromHours(4));
        var request = new RepairRequest { Targets = new() { Path = folder.Path }, Path = Path.Combine(folder.Path, path), UndoTimeout = TimeSpan.FromMinutes(10) };
        var results = new List<RepairedPair>();
        foreach (var run in (await new PlanRepair(surroundings).RunAsync(request, Reporter, default)).Runs) results.Add(await new RepairRuns(surroundings).RunAsync(request, run, Reporter, default));
        return results;
    }

    /// <summary>Nothing is shared, no journal is left, and the copies are all there and complete, or none is.</summary>
    public bool Judge()
    {
        var inside = Cloud.Inside;
        inside.Images(Dev, Region).ShouldHaveSingleItem().SharedWith.ShouldBeEmpty();
        inside.Snapshots(Dev, Region).ShouldAllBe(s => s.SharedWith.Count == 0);
        inside.Snapshots(Dev, Region).Count.ShouldBe(2);
        inside.Leftovers(Dev).ShouldAllBe(l => !l.Contains("parameter"));
        var copies = new[] { inside.Images(Prod, Region), inside.Images(East, OtherRegion) };
        var complete = copies.All(c => c.Count == 1);
        foreach (var (account, images) in new[] { Prod, East }.Zip(copies))
        {
            if (!complete)
            {
                inside.Leftovers(account).ShouldBeEmpty();
                continue;
            }
            inside.Leftovers(account).Count.ShouldBe(3, string.Join("\n", inside.Leftovers(account)));
            (images[0].State, images[0].Tags["AmiTools:State"], images[0].Tags["AmiTools:Pair"], images[0].Tags["AmiTools:Origin"]).ShouldBe(("available", "complete", Pair, "copied"));
        }
        return complete;
    }

    public void Dispose() => folder.Dispose();
}
