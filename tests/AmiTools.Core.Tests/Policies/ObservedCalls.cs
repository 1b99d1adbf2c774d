using AmiTools.Core.Access;
using AmiTools.Core.Building;
using AmiTools.Core.Copying;
using AmiTools.Core.Images;
using AmiTools.Core.Journal;
using AmiTools.Core.Pointers;
using AmiTools.Core.Repair;
using AmiTools.Core.Tests.Building;
using AmiTools.Core.Tests.Copying;
using AmiTools.Core.Tests.Repair;
using AmiTools.Core.Tests.Usage;
using AmiTools.Core.Usage;
using AmiTools.Core.UserData;
using AmiTools.LocalCloud;
using AmiTools.Tests;

namespace AmiTools.Core.Tests.Policies;

/// <summary>
/// What each cmdlet really calls: its operation over clouds in which every path has something to do, with what goes wrong
/// and is taken back. Asking who one is (GetCallerIdentity) needs no permission and is left out.
/// </summary>
internal static class ObservedCalls
{
    private static readonly Lazy<Task<(IReadOnlyList<LoggedCall> Builds, IReadOnlyList<LoggedCall> Repairs)>> builds = new(BuildAsync);

    /// <summary>By cmdlet; those that call nothing are not in it.</summary>
    public static IReadOnlyDictionary<string, Func<Task<IReadOnlyList<LoggedCall>>>> Of { get; } = new Dictionary<string, Func<Task<IReadOnlyList<LoggedCall>>>>
    {
        ["Get-AmiByVersion"] = () => OnFleetAsync(lab => new FindImages(lab.Surroundings).RunAsync(new() { Name = "web" }, lab.Reporter, default)),
        ["Get-PairedAmi"] = () => OnFleetAsync(lab => new FindPairs(lab.Surroundings).RunAsync(new(), lab.Reporter, default)),
        ["Get-AmiUsage"] = () => OnFleetAsync(AskTwiceAsync),
        ["Update-AmiLastUsed"] = () => OnFleetAsync(lab => new ScanLastUsed(lab.Surroundings).RunAsync(new(), lab.Reporter, default)),
        ["Get-AmiAccess"] = () => OnFleetAsync(lab => new GetAccess(lab.Surroundings).RunAsync(new() { Images = [lab.DevImage] }, lab.Reporter, default)),
        ["Grant-AmiAccess"] = () => OnFleetAsync(lab => ChangeAsync(lab, AccessChange.Grant)),
        ["Revoke-AmiAccess"] = () => OnFleetAsync(lab => ChangeAsync(lab, AccessChange.Revoke)),
        ["Remove-PairedAmi"] = () => OnFleetAsync(RemoveAsync),
        ["Test-AmiUserData"] = () => OnFleetAsync(CheckUserDataAsync),
        ["Register-AmiPair"] = () => OnFleetAsync(RegisterAsync),
        ["Copy-AmiToTarget"] = CopyAsync,
        ["Get-AmiReference"] = () => ObservedReferences.OfAsync(lab => new GetReferences(lab.Surroundings).RunAsync(new() { Targets = lab.Targets }, lab.Reporter, default)),
        ["Test-AmiReference"] = () => ObservedReferences.OfAsync(lab => lab.CheckAsync()),
        ["Set-AmiReference"] = () => ObservedReferences.OfAsync(ObservedReferences.SetAsync),
        ["Undo-AmiReference"] = () => ObservedReferences.OfAsync(ObservedReferences.UndoAsync),
        ["Get-AmiCleanupPlan"] = ObservedCleanups.PlanAsync,
        ["Invoke-AmiCleanup"] = ObservedCleanups.CleanAsync,
        ["Protect-Ami"] = () => ObservedCleanups.PinAsync(remove: false),
        ["Unprotect-Ami"] = () => ObservedCleanups.PinAsync(remove: true),
        ["Restore-Ami"] = ObservedCleanups.RestoreAsync,
        ["New-PairedAmi"] = async () => [.. (await builds.Value).Builds, .. (await builds.Value).Repairs],
        ["Repair-PairedAmi"] = async () => (await builds.Value).Repairs,
    };

    private static async Task<IReadOnlyList<LoggedCall>> OnFleetAsync(Func<UsageLab, Task> work)
    {
        using var lab = new UsageLab(new() { Accounts = [new(UsageLab.Dev, "dev") { Keys = [new("11111111-2222-4333-8444-555555555555", UsageLab.Prod)] }, new(UsageLab.Prod, "prod"), new(UsageLab.Stranger, "stranger")] });
        BusyFleet.SeedInto(lab.Inside);
        lab.Seed(UsageLab.Dev, "dev", "9.0.0", "outside", pair: "other", sharedWith: [UsageLab.Stranger]);
        lab.Cloud.ClearCalls();
        await work(lab);
        return Asked(lab.Cloud.Calls);
    }

    // The second time, the usage reports that the first began are there.
    private static async Task AskTwiceAsync(UsageLab lab)
    {
        for (var i = 0; i < 2; i++) await lab.AllAsync(new() { Options = new() { CreateReports = true } });
    }

    private static async Task ChangeAsync(UsageLab lab, AccessChange change)
    {
        var image = lab.Inside.SeedImage(UsageLab.Dev, UsageLab.Region, new ImageSeed { Name = "encrypted", IsEncrypted = true, KmsKeyId = "arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-4333-8444-555555555555" });
        // What is to be taken back was given before.
        if (change == AccessChange.Revoke) await ApplyAsync(lab, image, AccessChange.Grant);
        if (change == AccessChange.Revoke) lab.Cloud.ClearCalls();
        await ApplyAsync(lab, image, change);
    }

    private static async Task ApplyAsync(UsageLab lab, string image, AccessChange change)
    {
        var surroundings = lab.Surroundings with { Time = new QuickTime(500) };
        var request = new AccessRequest { Images = [image], Accounts = [UsageLab.Prod], Change = change };
        foreach (var plan in await new PlanAccess(surroundings).RunAsync(request, lab.Reporter, default)) await new ChangeAccess(surroundings).RunAsync(request, plan, lab.Reporter, default);
    }

    private static async Task RemoveAsync(UsageLab lab)
    {
        var request = new RemovePairRequest { Name = "web", Version = "1.0.1" };
        // One snapshot does not go with its image, and is deleted by itself.
        lab.Inside.FailNextSnapshotDeletion(lab.Inside.Images(UsageLab.Dev, UsageLab.Region).Single(i => i.Id == lab.DevImage).SnapshotIds[0]);
        var surroundings = lab.Surroundings with { Time = new QuickTime(500) };
        await new RemoveImages(surroundings).RunAsync(request, await new PlanRemoval(surroundings).RunAsync(request, lab.Reporter, default), lab.Reporter, default);
    }

    private static async Task CheckUserDataAsync(UsageLab lab)
    {
        var instance = lab.Inside.SeedInstance(UsageLab.Dev, UsageLab.Region, lab.DevImage);
        var template = lab.Inside.SeedLaunchTemplate(UsageLab.Dev, UsageLab.Region, "asked", [lab.DevImage]);
        foreach (var request in new UserDataCheckRequest[] { new() { InstanceId = instance }, new() { LaunchTemplate = template } }) await new CheckUserData(lab.Surroundings).RunAsync(request, lab.Reporter, default);
    }

    private static async Task RegisterAsync(UsageLab lab)
    {
        string[] Old(string version) => [.. new[] { UsageLab.Dev, UsageLab.Prod }.Select(a => lab.Inside.SeedImage(a, UsageLab.Region, new ImageSeed { Name = $"old {version} {a}", Tags = new Dictionary<string, string> { ["version"] = version } }))];
        async Task RunAsync(string version)
        {
            var plan = await new PlanRegistration(lab.Surroundings).RunAsync(new() { Name = "old", Version = version, ImageIds = Old(version) }, lab.Reporter, default);
            await new RegisterPair(lab.Surroundings).RunAsync(plan, lab.Reporter, default);
        }
        await RunAsync("1.0.0");
        // The second target refuses: the first one's tags are taken back.
        lab.Cloud.Faults.Add(new Fault("CreateTags") { Account = UsageLab.Prod, Count = 0, Code = "UnauthorizedOperation", Message = "planned" });
        await Should.ThrowAsync<AmiToolsException>(() => RunAsync("2.0.0"));
    }

    // One that works, one that is only planned since its image is encrypted, and one whose second target refuses when the
    // first copy is there, so that it goes again.
    private static async Task<IReadOnlyList<LoggedCall>> CopyAsync()
    {
        using CopyLab works = new(), fails = new(), encrypted = new(seed: new ImageSeed { Name = "", IsEncrypted = true, KmsKeyId = "arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-4333-8444-555555555555" });
        await new PlanCopy(encrypted.Surroundings()).RunAsync(encrypted.Request("prod"), encrypted.Reporter, default);
        await works.CopyAsync(works.Request("east") with { Encrypt = true, KmsKeyId = CopyLab.Key });

        fails.Cloud.Faults.Add(new Fault("CopyImage", 2) { Account = CopyLab.East, Count = 0, Code = "ResourceLimitExceeded", Message = "planned" });
        // An answer is lost, and a snapshot does not go with its image.
        fails.Cloud.Faults.Add(new Fault("PutParameter", 1, FaultKind.Cut, FaultTime.After));
        fails.Cloud.BeforeEach = (_, action, account) =>
        {
            if (action != "DeregisterImage") return;
            foreach (var snapshot in fails.Cloud.Inside.Snapshots(account, CopyLab.Region)) fails.Cloud.Inside.FailNextSnapshotDeletion(snapshot.Id);
        };
        await Should.ThrowAsync<AmiToolsException>(fails.CopyAsync());
        return Asked([.. works.Cloud.Calls, .. encrypted.Cloud.Calls, .. fails.Cloud.Calls]);
    }

    // Never dead, dead with everything half made, dead after the commit point. An undo and a repair are the same code, so
    // that what repairs call is a build's, too.
    private static readonly (CallKey? At, bool After)[] deaths =
    [
        (null, false), (new("packer", "prod", "CreateTags", 1), false), (new("packer", "dev", "CreateImage", 1), true), (new("packer", "dev", "CreateSecurityGroup", 1), true), (new("we", "prod", "CreateTags", 2), true),
    ];

    private static async Task<(IReadOnlyList<LoggedCall> Builds, IReadOnlyList<LoggedCall> Repairs)> BuildAsync()
    {
        List<LoggedCall> built = [], repaired = [];
        await using var cloud = await LocalCloudServer.StartAsync(new()
        {
            PendingDelay = TimeSpan.Zero,
            Regions = [PairLab.Region],
            Accounts = [.. Enumerable.Range(0, 2 * deaths.Length).Select(i => new CloudAccount($"{100_000_000_000 + i}", (i % 2 == 0 ? "dev" : "prod") + (i / 2)))],
        });
        for (var i = 0; i < deaths.Length; i++)
        {
            var death = new Death(deaths[i].At, deaths[i].After, packerToo: true);
            await using var run = new CrashRun(cloud, i, death);
            run.Folder.Write("src/common/conf/default.conf", "source_ami=ssm:/base\n");
            foreach (var account in new[] { run.Dev, run.Prod })
            {
                cloud.Inside.SeedParameter(account.Id, PairLab.Region, "/base", PairLab.BaseImage);
                // An answer is lost: whether the journal was written has to be read.
                cloud.Faults.Add(new Fault("PutParameter", 1, FaultKind.Cut, FaultTime.After) { Account = account.Id });
            }
            await run.BuildAsync();
            built.AddRange(cloud.Calls);
            cloud.ClearCalls();
            if (death.IsDead)
            {
                // What was complete is not undone.
                if (i < deaths.Length - 1) LeaveMore(cloud, run);
                // The parameter that names the base is nothing that a run leaves behind.
                foreach (var account in new[] { run.Dev, run.Prod }) cloud.Inside.RemoveParameter(account.Id, PairLab.Region, "/base");
                await run.RepairAsync(Crash.BothOtherMachine);
            }
            repaired.AddRange(cloud.Calls);
            cloud.ClearCalls();
        }
        return (Asked(built), Asked(repaired));
    }

    // A volume that is the run's, and snapshots that do not go with their image.
    private static void LeaveMore(LocalCloudServer cloud, CrashRun run)
    {
        cloud.Faults.Add(new Fault("PutParameter", 1, FaultKind.Cut, FaultTime.After) { Account = run.Dev.Id });
        foreach (var snapshot in cloud.Inside.Snapshots(run.Dev.Id, PairLab.Region)) cloud.Inside.FailNextSnapshotDeletion(snapshot.Id);
        cloud.Inside.SeedVolume(run.Dev.Id, PairLab.Region, new Dictionary<string, string> { ["AmiTools:Pair"] = JournalFile.Read(run.JournalPath).PairId });
    }

    private static IReadOnlyList<LoggedCall> Asked(IEnumerable<LoggedCall> calls) => [.. calls.Where(c => c.Action != "GetCallerIdentity")];
}
