using AmiTools.Core.Cleanup;
using AmiTools.Core.Cleanup.Execution;
using AmiTools.Core.Cleanup.Restoring;
using AmiTools.Core.Tests.Cleanup;
using AmiTools.Core.Tests.Usage;
using AmiTools.LocalCloud;
using AmiTools.Tests;

namespace AmiTools.Core.Tests.Policies;

/// <summary>What the cmdlets of the cleanup really call.</summary>
internal static class ObservedCleanups
{
    private static readonly CleanupRequest anything = new() { Limits = new() { OlderThanDays = 0, NeverUsedOlderThanDays = 0, KeepLatest = 0 } };

    public static async Task<IReadOnlyList<LoggedCall>> PlanAsync() => await OnFleetAsync(lab => new PlanCleanup(lab.Lab.Surroundings).RunAsync(anything, lab.Reporter, default));

    /// <summary>At once, with a snapshot that does not go and what an earlier run left; and in stages.</summary>
    public static async Task<IReadOnlyList<LoggedCall>> CleanAsync() =>
    [
        .. await OnFleetAsync(async lab =>
        {
            lab.Run = lab.Run with { Request = anything with { Options = new() { CreateReports = true, Required = ["shares"] } } };
            // The second time, the usage reports that the first began are there.
            lab.Seed("outside", sharedWith: [UsageLab.Stranger]);
            lab.Inside.SeedSnapshot(CleanupLab.Dev, CleanupLab.Region, new Dictionary<string, string> { [TagNames.Cleanup] = "an earlier run" });
            // The next one finds that this one was marked and stayed.
            lab.Inside.SetTag(CleanupLab.Region, lab.Seed("unmarked"), TagNames.Cleanup, "an earlier run");
            lab.Inside.FailNextSnapshotDeletion(lab.SnapshotsOf(lab.Seed("stubborn"))[0]);
            await lab.CleanAsync();
            (await lab.CleanAsync()).Deleted.ShouldBeGreaterThan(2);
        }),
        .. await OnFleetAsync(async lab =>
        {
            lab.Seed("shared", sharedWith: [CleanupLab.Prod]);
            await StageAsync(lab);
        }),
    ];

    public static async Task<IReadOnlyList<LoggedCall>> PinAsync(bool remove) => await OnFleetAsync(async lab =>
    {
        var (pins, request) = (new PinImages(lab.Lab.Surroundings), new PinRequest { Images = [lab.Seed("lab")], Remove = remove, Reason = remove ? null : "runs in the lab" });
        foreach (var planned in await pins.PlanAsync(request, lab.Reporter, default)) await pins.RunAsync(request, planned, lab.Reporter, default);
    });

    /// <summary>One that was disabled and then deleted, so that all has to come back.</summary>
    public static async Task<IReadOnlyList<LoggedCall>> RestoreAsync() => await OnFleetAsync(async lab =>
    {
        lab.Inside.SetRecycleBin(CleanupLab.Dev, new(TimeSpan.FromDays(7), TimeSpan.FromDays(7)));
        var image = lab.Seed("shared", sharedWith: [CleanupLab.Prod]);
        await StageAsync(lab);
        lab.Lab.Time.Advance(TimeSpan.FromDays(7));
        lab.Scan(image);
        (await lab.CleanAsync()).Deleted.ShouldBe(1);
        lab.Lab.Cloud.ClearCalls();
        var (restore, request) = (new RestoreImages(lab.Lab.Surroundings), new RestoreRequest { Images = [image] });
        foreach (var planned in await restore.PlanAsync(request, lab.Reporter, default)) await restore.RunAsync(request, planned, lab.Reporter, default);
    });

    private static async Task StageAsync(CleanupLab lab)
    {
        lab.Run = lab.Run with { Request = anything with { Limits = anything.Limits with { Stage = CleanupStage.Deregister } } };
        (await lab.CleanAsync()).Deprecated.ShouldBeGreaterThan(0);
        lab.Lab.Time.Advance(TimeSpan.FromDays(7));
        lab.Scan([.. lab.Inside.Images(CleanupLab.Dev, CleanupLab.Region).Select(i => i.Id)]);
        (await lab.CleanAsync()).Disabled.ShouldBeGreaterThan(0);
    }

    private static async Task<IReadOnlyList<LoggedCall>> OnFleetAsync(Func<CleanupLab, Task> work)
    {
        using var lab = new CleanupLab();
        BusyFleet.SeedInto(lab.Inside);
        lab.Lab.Time.Advance(TimeSpan.FromSeconds(1));
        lab.Scan([.. new[] { CleanupLab.Dev, CleanupLab.Prod }.SelectMany(a => lab.Inside.Images(a, CleanupLab.Region)).Select(i => i.Id)]);
        lab.Lab.Cloud.ClearCalls();
        await work(lab);
        return [.. lab.Lab.Cloud.Calls.Where(c => c.Action != "GetCallerIdentity")];
    }
}
