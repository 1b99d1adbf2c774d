using AmiTools.Aws;
using AmiTools.Core.Building;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Copying;

/// <summary>One copy: asked for with the destination's credentials, waited for with its snapshots, and compared with its source.</summary>
internal sealed class CopyMember(CopyPlan plan, CopyDestination destination, Image source, ITargetConnection connection, IAws aws, RunJournal journal, TimeProvider time, IReporter reporter)
{
    // A share is seen by the other account with some delay (EC2 API Reference, "Eventual consistency").
    private static readonly TimeSpan ShareIsSeen = TimeSpan.FromSeconds(30);

    private string Place => $"{destination.Target} (account {destination.AccountId}, {destination.Region})";

    public async Task<Image> RunAsync(CancellationToken cancel)
    {
        var tags = CopyTags.Of(plan, destination);
        var id = await AskAsync(tags, cancel).ConfigureAwait(false);
        await journal.NoteAsync(destination.Target, m => m with { State = MemberState.Packed, Seen = m.Seen with { Images = [new SeenImage(destination.Region, id)] } }, CancellationToken.None).ConfigureAwait(false);
        var (image, snapshots) = await AvailableAsync(id, cancel).ConfigureAwait(false);
        var wrong = CopyVerification.Differences(source, image, snapshots, tags, plan.Request.Encrypt);
        if (wrong.Count > 0) throw Failed("CopyDiffers", FailureKind.ServiceFailed, $"The copy {id} in {Place} is not what it was copied from: {string.Join("; ", wrong)}.");
        await journal.NoteAsync(destination.Target, m => m with { State = MemberState.Tagged }, cancel).ConfigureAwait(false);
        return image;
    }

    private async Task<string> AskAsync(IReadOnlyDictionary<string, string> tags, CancellationToken cancel)
    {
        IReadOnlyList<Tag> list = [.. tags.Select(t => new Tag { Key = t.Key, Value = t.Value })];
        var operation = new CopyImage
        {
            SourceImageId = source.ImageId,
            SourceRegion = plan.Source.Region!,
            Name = source.Name ?? "",
            Description = source.Description,
            Encrypted = plan.Request.Encrypt ? true : null,
            KmsKeyId = plan.Request.KmsKeyId,
            TagSpecifications = [new() { ResourceType = "image", Tags = list }, new() { ResourceType = "snapshot", Tags = list }],
            ClientToken = $"{plan.RunId}-{destination.Target}",
        };
        var wait = new Waiter(ShareIsSeen) { FirstDelay = TimeSpan.FromSeconds(1), LongestDelay = TimeSpan.FromSeconds(5), Time = time };
        AwsException? refused = null;
        try
        {
            return await wait.UntilAsync($"the copy to {Place}", async c =>
            {
                try
                {
                    return new Look<string>(true, "begun", (await aws.SendAsync(operation, c).ConfigureAwait(false)).ImageId);
                }
                catch (AwsException e) when (e.Code == "InvalidAMIID.NotFound" || (e.Code == "InvalidRequest" && e.Message.Contains("permission")))
                {
                    refused = e;
                    return new Look<string>(false, e.Message);
                }
            }, cancel: cancel).ConfigureAwait(false);
        }
        catch (WaitTimedOutException)
        {
            throw Refused(refused!);
        }
        catch (AwsException e)
        {
            throw Refused(e);
        }
    }

    private AmiToolsException Refused(AwsException e)
    {
        var (kind, next) = e.Code switch
        {
            "InvalidRequest" when e.Message.Contains("permission") => (FailureKind.PermissionDenied, "If its snapshots are encrypted, their key's policy has to let that account use it; otherwise build it there instead (New-PairedAmi)."),
            "InvalidRequest" => (FailureKind.InvalidInput, "EC2 does not copy this image to another account, which can't be seen before it is tried. Build it there instead (New-PairedAmi)."),
            "ResourceLimitExceeded" => (FailureKind.ServiceFailed, "Wait until other copies have ended, remove images, or have the quota raised."),
            _ => (AwsFailure.KindOf(e), "Try again when the reason is gone."),
        };
        return Failed("CopyRefused", kind, $"{plan.Source.Name} {plan.Source.Version} ({source.ImageId}) can't be copied to {Place}: {e.Message}. {next}", e);
    }

    private async Task<(Image, IReadOnlyList<Snapshot>)> AvailableAsync(string id, CancellationToken cancel)
    {
        var wait = new Waiter(plan.Request.CopyTimeout) { FirstDelay = TimeSpan.FromMilliseconds(100), LongestDelay = TimeSpan.FromSeconds(15), Time = time };
        try
        {
            return await wait.UntilAsync($"the copy {id} in {Place}", async c =>
            {
                var image = await TargetImage.ReadAsync(connection, id, c).ConfigureAwait(false);
                if (image?.State is "failed" or "error" or "invalid" or "deregistered") throw Failed("CopyFailed", FailureKind.ServiceFailed, $"The copy {id} in {Place} became '{image.State}': {image.StateReason?.Message ?? "EC2 gave no reason"}.");
                var snapshots = await aws.AllAsync(t => new DescribeSnapshots { OwnerIds = ["self"], Filters = [new Filter("tag:" + TagNames.Pair, plan.RunId)], NextToken = t }, (SnapshotPage p) => p.Items, c).ConfigureAwait(false);
                if (snapshots.FirstOrDefault(s => s.State == "error") is { } bad) throw Failed("CopyFailed", FailureKind.ServiceFailed, $"The snapshot {bad.SnapshotId} of the copy {id} in {Place} failed: {bad.StatusMessage ?? "EC2 gave no reason"}.");
                var percent = snapshots.Count == 0 ? 0 : (int)snapshots.Average(s => s.State == "completed" ? 100 : Percent(s.Progress));
                reporter.Progress(new ProgressUpdate($"Copying {plan.Source.Name} {plan.Source.Version} to {destination.Target}", $"{id}: {image?.State ?? "not visible yet"}", percent));
                var done = image?.State == "available" && snapshots.Count >= image.SnapshotIds().Count && snapshots.All(s => s.State == "completed");
                return new Look<(Image, IReadOnlyList<Snapshot>)>(done, $"{image?.State ?? "not visible yet"}, {percent} %", (image!, snapshots));
            }, cancel: cancel).ConfigureAwait(false);
        }
        catch (WaitTimedOutException e)
        {
            throw Failed("CopyTimedOut", FailureKind.TimedOut, $"{e.Message}. Give it more time (the copy timeout).", e);
        }
        finally
        {
            reporter.Progress(new ProgressUpdate($"Copying {plan.Source.Name} {plan.Source.Version} to {destination.Target}", "ended", Completed: true));
        }
    }

    private static int Percent(string? progress) => int.TryParse(progress?.TrimEnd('%'), out var percent) ? percent : 0;

    private AmiToolsException Failed(string id, FailureKind kind, string message, Exception? inner = null) => new(id, kind, message, plan.Request.Image, inner);
}
