using AmiTools.Aws;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;

namespace AmiTools.Core.Building;

/// <summary>Deregisters exactly the images of a removal's plan, with their snapshots.</summary>
public sealed class RemoveImages(Surroundings surroundings)
{
    public async Task<IReadOnlyList<RemovedImage>> RunAsync(RemovePairRequest request, IReadOnlyList<Ami> plan, IReporter reporter, CancellationToken cancel)
    {
        var targets = EstateFinder.Choose(EstateFinder.Load(request.Targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory), request.Targets);
        var (removed, failed) = (new List<RemovedImage>(), new List<string>());
        var begun = 0;
        foreach (var group in plan.GroupBy(i => i.Target))
        {
            var target = targets.FirstOrDefault(t => t.Name == group.Key) ?? throw new AmiToolsException("UnknownTarget", FailureKind.NotFound,
                $"The plan names the target '{group.Key}', which is not among the chosen ones.", group.Key);
            using var connection = await surroundings.Connector.ConnectAsync(target, reporter, cancel).ConfigureAwait(false);
            foreach (var image in group)
            {
                cancel.ThrowIfCancellationRequested();
                reporter.Progress(new ProgressUpdate(Activity(request), $"{target.Name}: {image.ImageId}", begun++ * 100 / plan.Count));
                try
                {
                    if (await RemoveAsync(connection, image, failed, reporter, cancel).ConfigureAwait(false) is { } done) removed.Add(done);
                }
                catch (AwsException e)
                {
                    failed.Add($"image {image.ImageId} in {target.Name}: {e.Message}");
                }
            }
        }
        reporter.Progress(new ProgressUpdate(Activity(request), "ended", 100, Completed: true));
        if (failed.Count == 0) return removed;
        throw new AmiToolsException("RemovalIncomplete", FailureKind.PartlyDone,
            $"{request.Name} {request.Version} could not be removed entirely; {removed.Count} of {plan.Count} images are gone. Left over:{Environment.NewLine}"
            + string.Join(Environment.NewLine, failed.Select(f => "  " + f)), $"{request.Name} {request.Version}");
    }

    private static string Activity(RemovePairRequest request) => $"Removing {request.Name} {request.Version}";

    private static async Task<RemovedImage?> RemoveAsync(ITargetConnection connection, Ami planned, List<string> failed, IReporter reporter, CancellationToken cancel)
    {
        var found = await connection.Aws.SendAsync(new DescribeImages { Owners = ["self"], Filters = [new Filter("image-id", planned.ImageId)], IncludeDeprecated = true, IncludeDisabled = true }, cancel).ConfigureAwait(false);
        // The plan may be older than the image's tags: what is no longer what the user saw is not deleted.
        if (found.Items.FirstOrDefault() is not { } image)
        {
            reporter.Warning($"Image {planned.ImageId} in {planned.Target} is gone already.");
            return new RemovedImage { Image = planned };
        }
        var now = image.ToAmi(planned.Target, connection.AccountId, connection.Region);
        if (now.PairId != planned.PairId || now.Version != planned.Version || now.Name != planned.Name)
        {
            failed.Add($"image {planned.ImageId} in {planned.Target}: its tags have changed since the plan was made (now {now.Name} {now.Version}); make a new plan");
            return null;
        }
        var fates = await new ImageDeletion(connection.Aws).DeleteAsync(image, cancel).ConfigureAwait(false);
        failed.AddRange(fates.Failed.Select(f => $"snapshot {f.Key} of image {planned.ImageId} in {planned.Target}: {f.Value}"));
        return new RemovedImage { Image = now, DeletedSnapshotIds = fates.Deleted, KeptSnapshots = fates.Shared };
    }
}
