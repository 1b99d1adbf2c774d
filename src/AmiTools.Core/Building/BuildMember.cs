using AmiTools.Aws;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>What all members of a run share.</summary>
internal sealed record PairRun
{
    public required PairPlan Plan { get; init; }
    public required Surroundings Surroundings { get; init; }
    public required IReporter Reporter { get; init; }
    public required RunJournal Journal { get; init; }
    public required RunFolder Folder { get; init; }
    public required ScratchFolder Scratch { get; init; }
    public required string Packer { get; init; }
    public string Name => $"{Plan.Definition.Name} {Plan.Version}";
    public NewPairRequest Request => Plan.Request;

    /// <summary>How far the run is: what takes long is a member, and one is as long as the other.</summary>
    public void Tell(string target, string what, int? done = null)
    {
        var before = done ?? Plan.Members.TakeWhile(m => m.Target.Name != target).Count();
        Reporter.Progress(new ProgressUpdate($"Building {Name}", $"{target}: {what}", before * 100 / Plan.Members.Count));
    }
}

/// <summary>An image of a member, in one Region, with what it needs to be marked.</summary>
/// <param name="Connection">The connection to its Region.</param>
/// <param name="Image">The image.</param>
/// <param name="SnapshotsTagged">True if its snapshots had all their tags when they were seen completed.</param>
internal sealed record BuiltImage(ITargetConnection Connection, Image Image, bool SnapshotsTagged)
{
    public IReadOnlyList<string> Resources => [Image.ImageId, .. Image.SnapshotIds()];
}

/// <summary>A member's images, one a Region, and how long they took.</summary>
internal sealed record BuiltMember(IReadOnlyList<BuiltImage> Images, TimeSpan Duration);

/// <summary>Makes one member: Packer, then image and snapshots available, tagged and read back.</summary>
internal sealed class BuildMember(PairRun run, PlannedMember member, TargetRegions regions)
{
    private static readonly TimeSpan LongestGrace = TimeSpan.FromMinutes(2);
    // Between the announcement and Packer's start: writing its files, minting its credentials.
    private static readonly TimeSpan Preparation = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TagsAppear = TimeSpan.FromMinutes(2);

    private string Target => member.Target.Name;
    private string Place => $"target '{Target}' (account {member.AccountId}, {member.Region})";

    /// <summary>The journal of a member from the moment on that Packer may be started.</summary>
    public static MemberJournal Begun(MemberJournal journal, PairPlan plan, PlannedMember member, DateTimeOffset now) => journal with
    {
        State = MemberState.Packing,
        BuildStarted = now,
        PackerUntil = now + plan.Request.BuildTimeout + Grace(plan.Request) + Preparation,
        KeyPairName = PackerInput.KeyPairNameOf(plan, member),
    };

    public async Task<IReadOnlyList<BuiltImage>> RunAsync(CancellationToken cancel)
    {
        var artifacts = await PackAsync(cancel).ConfigureAwait(false);
        var images = await Task.WhenAll(artifacts.Select(a => AvailableAsync(a, cancel))).ConfigureAwait(false);
        await run.Journal.NoteAsync(Target, m => m with { State = MemberState.Available }, cancel).ConfigureAwait(false);
        images = await Task.WhenAll(images.Select(i => TagAsync(i, cancel))).ConfigureAwait(false);
        await run.Journal.NoteAsync(Target, m => m with { State = MemberState.Tagged }, cancel).ConfigureAwait(false);
        if (run.Request.Test is { } test) await new TestMember(run, member, regions.Home, test).RunAsync(images.First(i => i.Connection.Region == member.Region).Image, cancel).ConfigureAwait(false);
        return images;
    }

    private async Task<IReadOnlyList<SeenImage>> PackAsync(CancellationToken cancel)
    {
        var request = run.Request;
        var input = PackerInput.Write(run.Plan, member, run.Folder.For(Target), run.Scratch.For(Target));
        var credentials = await regions.Home.CredentialsForChildAsync(request.BuildTimeout, cancel).ConfigureAwait(false);
        var host = run.Surroundings.Variables;
        var scrubber = SecretScrubber.Of(run.Surroundings, [.. input.Secrets, credentials.SecretAccessKey, credentials.SessionToken]);
        var command = new ChildCommand
        {
            Program = run.Packer,
            Arguments = input.Arguments("build", "-machine-readable", "-color=false"),
            WorkingDirectory = run.Plan.Definition.Root,
            Variables = PackerEnvironment.WithTemporaryFolder(
                PackerEnvironment.For(host, credentials, member.Region, member.Target.EndpointUrl, request.AvailableTimeout, input.UsesSshAgent), run.Scratch.For(Target)),
        };

        // The first member's beginning is in the journal from its first write.
        await run.Journal.ChangeAsync(j => j.Member(Target).State == MemberState.Packing ? j : j.With(Target, m => Begun(m, run.Plan, member, run.Surroundings.Time.GetUtcNow())), Target, cancel).ConfigureAwait(false);

        using var budget = Pause.Budget(request.BuildTimeout, run.Surroundings.Time, cancel, out var timer);
        using var alsoDisposed = timer;
        var result = await new PackerRun(run.Surroundings.Machine, Grace(request), run.Surroundings.Time, scrubber, run.Reporter).RunAsync(command,
            mark => run.Journal.NoteAsync(Target, m => m with { Packer = mark }, cancel),
            // Also after a stop: what Packer makes until it has ended must be known to the undo.
            seen => Told(seen.Seen),
            Tell, budget.Token).ConfigureAwait(false);
        await run.Journal.NoteAsync(Target, m => m with { Packer = null, PackerUntil = null, PackerEnded = result.EndedByItself, Seen = result.Observations.Seen }, CancellationToken.None).ConfigureAwait(false);
        Directory.Delete(run.Scratch.For(Target), recursive: true);
        ScrubbedFiles.Scrub(run.Folder.For(Target), scrubber);

        cancel.ThrowIfCancellationRequested();
        if (timer.IsCancellationRequested && result.ExitCode != 0)
        {
            throw new AmiToolsException("BuildTimedOut", FailureKind.TimedOut,
                $"Packer did not finish {run.Name} in {Place} within {request.BuildTimeout.TotalMinutes:0.##} minutes. Give it more time (the build timeout), or look in its output for what it waits for.", run.Name);
        }
        if (result.ExitCode != 0) throw Failed(result);
        var artifacts = result.Observations.Artifacts;
        if (!artifacts.Any(a => a.Region == member.Region))
        {
            throw new AmiToolsException("NoImageReported", FailureKind.ServiceFailed,
                $"Packer ended well for {run.Name} in {Place} and reported no image in {member.Region}. Its template has to have an amazon-ebs builder for that Region.", run.Name);
        }
        await run.Journal.NoteAsync(Target, m => m with { State = MemberState.Packed }, cancel).ConfigureAwait(false);
        // Packer ends well also when it could not terminate its instance; it only says so.
        if (result.Observations.Errors.Count > 0) await SweepAsync(cancel).ConfigureAwait(false);
        return artifacts;
    }

    /// <summary>
    /// Keeps what Packer has told. What carries the pair's id is found by that. A security group carries nothing, and neither
    /// does anything that a template without our tags makes: there the ids are all that another machine could go by, so the
    /// copy of the journal has them at once too.
    /// </summary>
    private Task Told(SeenResources seen)
    {
        var isTagged = run.Plan.Definition.Format == TemplateFormat.Json || run.Plan.Definition.Variables.Contains(PackerInput.TagsVariable);
        var newGroup = seen.SecurityGroupNames.Count > run.Journal.Current.Member(Target).Seen.SecurityGroupNames.Count;
        return isTagged && !newGroup
            ? run.Journal.NoteAsync(Target, m => m with { Seen = seen }, CancellationToken.None)
            : run.Journal.ChangeAsync(j => j.With(Target, m => m with { Seen = seen }), Target, CancellationToken.None);
    }

    private async Task SweepAsync(CancellationToken cancel)
    {
        Tell("Packer reported errors while it cleaned up; removing what it left");
        var left = await new UndoMember(regions, run.Journal.Current, run.Journal.Current.Member(Target), run.Reporter, run.Surroundings.Time, cancel).SweepAsync().ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        if (left.Count == 0) return;
        throw new AmiToolsException("PackerLeftovers", FailureKind.ServiceFailed,
            $"Packer could not clean up after {run.Name} in {Place}, and neither could we: {string.Join("; ", left)}", run.Name);
    }

    private AmiToolsException Failed(PackerResult result)
    {
        var reasons = PackerReasons.Of(result.Observations.Errors);
        var why = reasons.Count == 0 ? "It wrote no error; its output above has the reason." : string.Join(Environment.NewLine, reasons);
        return new AmiToolsException("PackerFailed", FailureKind.ServiceFailed,
            $"Packer failed for {run.Name} in {Place} with exit code {result.ExitCode}: {why.TrimEnd('.')}.", run.Name);
    }

    private async Task<BuiltImage> AvailableAsync(SeenImage artifact, CancellationToken cancel)
    {
        var connection = await regions.InAsync(artifact.Region, cancel).ConfigureAwait(false);
        Tell($"waiting for {artifact.ImageId} to be available");
        try
        {
            var image = await Wait(run.Request.AvailableTimeout).UntilAsync($"image {artifact.ImageId} available", async c =>
            {
                var now = await TargetImage.ReadAsync(connection, artifact.ImageId, c).ConfigureAwait(false);
                if (now?.State is "failed" or "error" or "invalid" or "deregistered")
                {
                    throw new AmiToolsException("ImageFailed", FailureKind.ServiceFailed,
                        $"Image {now.ImageId} of {run.Name} in {Place} became '{now.State}': {now.StateReason?.Message ?? "EC2 gave no reason"}.", run.Name);
                }
                return new Look<Image>(now?.State == "available", now?.State ?? "not visible yet", now);
            }, cancel: cancel).ConfigureAwait(false);
            if (image.Name is { } name && !name.Contains(run.Plan.Version))
            {
                throw new AmiToolsException("ImageNameWithoutVersion", FailureKind.InvalidInput,
                    $"Packer named the image of {run.Name} in {Place} '{name}', which does not contain the version. Use the variable 'version' in the template's ami_name.", run.Name);
            }
            var built = new BuiltImage(connection, image, SnapshotsTagged: true);
            return built with { SnapshotsTagged = await SnapshotsCompletedAsync(built, cancel).ConfigureAwait(false) };
        }
        catch (WaitTimedOutException e)
        {
            throw new AmiToolsException("ImageTimedOut", FailureKind.TimedOut, $"{run.Name} in {Place}: {e.Message}. Give it more time (the available timeout).", run.Name, e);
        }
    }

    /// <summary>Waits for the snapshots.</summary>
    /// <returns>True if they have all their tags from Packer already.</returns>
    private async Task<bool> SnapshotsCompletedAsync(BuiltImage built, CancellationToken cancel)
    {
        var ids = built.Image.SnapshotIds();
        if (ids.Count == 0) return true;
        var expected = MemberTags.Of(run.Plan, member);
        return await Wait(run.Request.AvailableTimeout).UntilAsync($"snapshots of {built.Image.ImageId} completed", async c =>
        {
            var now = await SnapshotsAsync(built, c).ConfigureAwait(false);
            if (now.FirstOrDefault(s => s.State == "error") is { } bad)
            {
                throw new AmiToolsException("SnapshotFailed", FailureKind.ServiceFailed,
                    $"Snapshot {bad.SnapshotId} of {run.Name} in {Place} failed: {bad.StatusMessage ?? "EC2 gave no reason"}.", run.Name);
            }
            var done = now.Count == ids.Count && now.All(s => s.State == "completed");
            return new Look<bool>(done, string.Join(", ", now.Select(s => $"{s.SnapshotId} {s.State} {s.Progress}")), now.All(s => Missing(expected, s.Tags).Count == 0));
        }, cancel: cancel).ConfigureAwait(false);
    }

    private async Task<BuiltImage> TagAsync(BuiltImage built, CancellationToken cancel)
    {
        var expected = MemberTags.Of(run.Plan, member);
        var present = built.Image.TagMap();
        foreach (var tag in expected)
        {
            if (present.Get(tag.Key) is { } other && other != tag.Value)
            {
                throw new AmiToolsException("TagConflict", FailureKind.Conflict,
                    $"Image {built.Image.ImageId} of {run.Name} in {Place} has the tag {tag.Key} = '{other}', and AmiTools sets it to '{tag.Value}'. Remove the tag from the template, or give it the same value.", run.Name);
            }
        }
        // A rendered template has made Packer write them all, and they have just been read.
        var missing = Missing(expected, built.Image.Tags);
        if (missing.Count == 0 && built.SnapshotsTagged) return built;
        Tell($"tagging {built.Image.ImageId} and its snapshots");
        await built.Connection.Aws.SendAsync(new CreateTags { Resources = built.Resources, Tags = [.. expected.Select(t => new Tag { Key = t.Key, Value = t.Value })] }, cancel).ConfigureAwait(false);
        return await ReadBackAsync(built, expected, cancel).ConfigureAwait(false);
    }

    /// <summary>Reads until image and snapshots show these tags: EC2 answers for a tag before every reader sees it.</summary>
    private async Task<BuiltImage> ReadBackAsync(BuiltImage built, IReadOnlyDictionary<string, string> expected, CancellationToken cancel)
    {
        try
        {
            var image = Wait(TagsAppear).UntilAsync($"tags on image {built.Image.ImageId}", async c =>
            {
                var now = await TargetImage.ReadAsync(built.Connection, built.Image.ImageId, c).ConfigureAwait(false);
                return Seen(now, now is null ? [.. expected.Keys] : Missing(expected, now.Tags));
            }, cancel: cancel);
            var snapshots = Wait(TagsAppear).UntilAsync($"tags on the snapshots of {built.Image.ImageId}", async c =>
            {
                var now = await SnapshotsAsync(built, c).ConfigureAwait(false);
                return Seen(now, [.. now.SelectMany(s => Missing(expected, s.Tags))]);
            }, cancel: cancel);
            await Task.WhenAll(image, snapshots).ConfigureAwait(false);
            return built with { Image = (await image.ConfigureAwait(false))! };
        }
        catch (WaitTimedOutException e)
        {
            throw new AmiToolsException("TagsNotRead", FailureKind.ServiceFailed, $"{run.Name} in {Place}: {e.Message}", run.Name, e);
        }

        static Look<T> Seen<T>(T now, IReadOnlyList<string> missing) => new(missing.Count == 0, "without " + string.Join(", ", missing), now);
    }

    private static IReadOnlyList<string> Missing(IReadOnlyDictionary<string, string> expected, IReadOnlyList<Tag> tags)
    {
        var present = tags.TagMap();
        return [.. expected.Where(e => present.Get(e.Key) != e.Value).Select(e => e.Key)];
    }

    private static async Task<IReadOnlyList<Snapshot>> SnapshotsAsync(BuiltImage built, CancellationToken cancel)
    {
        try
        {
            return (await built.Connection.Aws.SendAsync(new DescribeSnapshots { SnapshotIds = built.Image.SnapshotIds() }, cancel).ConfigureAwait(false)).Items;
        }
        catch (AwsException e) when (e.Code == "InvalidSnapshot.NotFound")
        {
            return [];
        }
    }

    private Waiter Wait(TimeSpan timeout) => new(timeout)
    {
        FirstDelay = TimeSpan.FromMilliseconds(100),
        LongestDelay = TimeSpan.FromSeconds(10),
        Time = run.Surroundings.Time,
    };

    private void Tell(string what) => run.Tell(Target, what);

    private static TimeSpan Grace(NewPairRequest request)
    {
        var quarter = TimeSpan.FromTicks(request.UndoTimeout.Ticks / 4);
        return quarter < LongestGrace ? quarter : LongestGrace;
    }
}
