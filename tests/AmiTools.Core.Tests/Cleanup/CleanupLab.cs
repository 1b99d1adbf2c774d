using AmiTools.Core.Cleanup;
using AmiTools.Core.Cleanup.Execution;
using AmiTools.Core.Tests.Building;
using AmiTools.Core.Tests.Usage;
using AmiTools.Tests;

namespace AmiTools.Core.Tests.Cleanup;

/// <summary>Two accounts with images of two months ago that a scan has just seen and that nobody uses.</summary>
internal sealed class CleanupLab : IDisposable
{
    public const string Dev = UsageLab.Dev;
    public const string Prod = UsageLab.Prod;
    public const string Region = UsageLab.Region;

    public CleanupLab() => Inside.Clear();

    public UsageLab Lab { get; } = new();
    public LocalCloud.CloudInside Inside => Lab.Inside;
    public RecordingReporter Reporter => Lab.Reporter;

    /// <summary>No more than one release of a name is kept, so that few images make a fleet; nothing stops a run by percent.</summary>
    public CleanupRun Run { get; set; } = new() { Request = new() { Limits = new() { KeepLatest = 0 } }, Breakers = new() { MaximumDeletionPercent = 100, MinimumUsedPercent = 0 } };

    public string Seed(string name = "web", string version = "1.0.1", string account = Dev, string? source = null, IReadOnlyList<string>? snapshots = null, IReadOnlyList<string>? sharedWith = null)
    {
        var id = Inside.SeedImage(account, Region, new()
        {
            Name = $"{name} {version} {account}",
            Created = Lab.Time.GetUtcNow().AddDays(-60),
            SourceImageId = source ?? UsageLab.BaseImage,
            SnapshotIds = snapshots,
            SharedWith = sharedWith ?? [],
            Tags = new Dictionary<string, string> { ["version"] = version, ["AmiTools:Image"] = name, ["AmiTools:State"] = "complete", ["AutoCleanup"] = "true" },
        });
        Scan(id);
        return id;
    }

    /// <summary>A scan has seen them just now.</summary>
    public void Scan(params string[] images)
    {
        foreach (var image in images) Inside.SetTag(Region, image, "LastUsedRuntime", Lab.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
    }

    public bool IsThere(string image, string account = Dev) => Inside.Images(account, Region).Any(i => i.Id == image);

    public IReadOnlyList<string> SnapshotsOf(string image, string account = Dev) => Inside.Images(account, Region).Single(i => i.Id == image).SnapshotIds;

    public bool HasSnapshot(string snapshot, string account = Dev) => Inside.Snapshots(account, Region).Any(s => s.Id == snapshot);

    public string? Mark(string id) => Inside.Tags(Region, id).GetValueOrDefault(TagNames.Cleanup);

    public InProcessAws Aws(string account = Dev) => new(Lab.Cloud, account, Region);

    public Task<CleanupPlan> PlanAsync() => new PlanCleanup(Lab.Surroundings).RunAsync(Run, Reporter, CancellationToken.None);

    public Task<CleanupResult> CleanAsync(CancellationToken cancel = default) => new RunCleanup(Lab.Surroundings).RunAsync(Run, Reporter, cancel);

    public void Dispose() => Lab.Dispose();
}
