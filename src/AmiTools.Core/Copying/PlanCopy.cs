using AmiTools.Aws;
using AmiTools.Core.Access;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Copying;

/// <summary>Checks everything that can be checked before an image is shared and copied. Changes nothing.</summary>
public sealed class PlanCopy(Surroundings surroundings)
{
    // Of valid form and nobody's: an endpoint that ignored DryRun could do no harm with it.
    private const string NoImage = "ami-00000000000000000";

    /// <exception cref="ProblemsFoundException">All that is wrong.</exception>
    public async Task<CopyPlan> RunAsync(CopyRequest request, IReporter reporter, CancellationToken cancel)
    {
        var estate = EstateFinder.Load(request.Targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory);
        if (request.Targets.Names.Count == 0) throw new AmiToolsException("NoDestination", FailureKind.InvalidInput, $"No target is named to copy {request.Image} to; expected one or more of {string.Join(", ", estate.Targets.Select(t => t.Name))}.", request.Image);
        if (request.KmsKeyId is not null && !request.Encrypt) throw new AmiToolsException("KeyWithoutEncrypt", FailureKind.InvalidInput, $"A key is given ({request.KmsKeyId}), and the copies are not to be encrypted. Give -Encrypt (--encrypt) too.", request.KmsKeyId);
        var destinations = EstateFinder.Choose(estate, request.Targets);
        using var images = new SharedImages(surroundings);
        await images.ConnectAsync(request.Targets with { Names = [] }, reporter, cancel).ConfigureAwait(false);
        var found = await images.FindAsync([request.Image], cancel).ConfigureAwait(false);
        var source = found.FirstOrDefault(f => destinations.All(d => d.Name != f.Connection.Target.Name)) ?? found[0];
        var problems = new List<Problem>();
        try
        {
            problems.AddRange(await SourceProblemsAsync(source, request, cancel).ConfigureAwait(false));
            foreach (var destination in destinations) problems.AddRange(await DestinationProblemsAsync(images.In(destination.Name), source, cancel).ConfigureAwait(false));
        }
        catch (AwsException e)
        {
            throw new AmiToolsException("CheckFailed", AwsFailure.KindOf(e), $"Whether {request.Image} can be copied could not be told: {e.Message}", request.Image, e);
        }
        if (problems.Count > 0) throw new ProblemsFoundException(problems.Count == 1 ? problems[0].Id : "ProblemsFound", $"{request.Image} can't be copied; nothing was done. {Counted.Of(problems.Count, "problem")}:", problems, request.Image);
        return new CopyPlan
        {
            Request = request,
            RunId = PairIds.New(surroundings.Time.GetUtcNow()),
            Source = source.Image.ToAmi(source.Connection.Target.Name, source.Connection.AccountId, source.Connection.Region),
            Destinations = [.. destinations.Select(d => images.In(d.Name).Connection).Select(c => new CopyDestination(c.Target.Name, c.AccountId, c.Region))],
            RunsPath = request.RunsPath is { } given ? Path.GetFullPath(Path.Combine(surroundings.WorkingDirectory, given))
                : Path.Combine(estate.File is { } file ? Path.GetDirectoryName(file)! : surroundings.WorkingDirectory, "runs"),
        };
    }

    private static async Task<IReadOnlyList<Problem>> SourceProblemsAsync(OwnedImage source, CopyRequest request, CancellationToken cancel)
    {
        var (image, connection) = (source.Image, source.Connection);
        var (tags, place) = (image.TagMap(), $"account {connection.AccountId}, {connection.Region}");
        var problems = new List<Problem>();
        Found(image.State != "available", "ImageNotAvailable", $"{image.ImageId} is {image.State}, not available ({place}).");
        Found(tags.Get(TagNames.Image) is null || tags.Get(TagNames.Version) is null || tags.Get(TagNames.Pair) is null, "ImageNotRegistered", $"{image.ImageId} has no name, version and pair of AmiTools ({place}). Register it first (Register-AmiPair).");
        Found(tags.Get(TagNames.Pair) is not null && tags.Get(TagNames.State) != TagNames.Complete, "ImageNotComplete", $"{image.ImageId} is not complete: its pair is being built, or its build was broken off ({place}).");
        Found(image.ProductCodes.Any(c => c.Type == "marketplace"), "MarketplaceImage", $"{image.ImageId} has product codes of AWS Marketplace ({string.Join(", ", image.ProductCodes.Select(c => c.Id))}), and EC2 does not copy such images to another account ({place}). Build it there instead (New-PairedAmi).");
        var reader = AccessReader.Of(connection, source.Aws);
        var access = await reader.ReadAsync(image, cancel).ConfigureAwait(false);
        if (access.Snapshots.Any(s => s.IsEncrypted))
        {
            var (key, _) = await reader.DefaultKeyAsync(cancel).ConfigureAwait(false);
            foreach (var snapshot in access.Snapshots.Where(s => s.IsEncrypted && (s.KmsKeyId is null || s.KmsKeyId == key)))
                Found(true, "DefaultKey", $"The snapshot {snapshot.SnapshotId} of {image.ImageId} is encrypted with the account's default key (aws/ebs), which no other account can use ({place}). Build it with a key of your own, or build it in the other account (New-PairedAmi).");
        }
        await AskAsync(source, AccessWriter.Call(image.ImageId, ["111111111111"], []) with { DryRun = true }, problems, cancel).ConfigureAwait(false);
        if (access.Snapshots.Count > 0) await AskAsync(source, AccessWriter.SnapshotCall(access.Snapshots[0].SnapshotId, ["111111111111"], []) with { DryRun = true }, problems, cancel).ConfigureAwait(false);
        return problems;

        void Found(bool wrong, string id, string message)
        {
            if (wrong) problems.Add(new(id, message, Target: connection.Target.Name));
        }
    }

    private static async Task<IReadOnlyList<Problem>> DestinationProblemsAsync(OwnedImage there, OwnedImage source, CancellationToken cancel)
    {
        var (connection, image, tags) = (there.Connection, source.Image, source.Image.TagMap());
        var place = $"account {connection.AccountId}, {connection.Region}";
        if (connection.AccountId == source.Connection.AccountId && connection.Region == source.Connection.Region)
            return [new("SamePlace", $"{image.ImageId} is in this target already ({place}).", Target: connection.Target.Name)];
        var problems = new List<Problem>();
        var byName = LookAsync(new Filter("name", FilterValue.Exactly(image.Name ?? "")));
        var byVersion = LookAsync(new Filter("tag:" + TagNames.Image, FilterValue.Exactly(tags.Get(TagNames.Image) ?? "")), new Filter("tag:" + TagNames.Version, FilterValue.Exactly(tags.Get(TagNames.Version) ?? "")));
        var taken = (await Task.WhenAll(byName, byVersion).ConfigureAwait(false)).SelectMany(i => i).GroupBy(i => i.ImageId).Select(g => g.First());
        problems.AddRange(taken.Select(i => new Problem("VersionExists", $"The image {i.ImageId} ('{i.Name}', {i.State}) of that name or version exists already ({place}).", Target: connection.Target.Name)));
        await AskAsync(there, new CopyImage { SourceImageId = image.ImageId, SourceRegion = source.Connection.Region, Name = image.Name ?? "", DryRun = true }, problems, cancel).ConfigureAwait(false);
        await AskAsync(there, new DeregisterImage { ImageId = NoImage, DryRun = true }, problems, cancel).ConfigureAwait(false);
        return problems;

        Task<IReadOnlyList<Image>> LookAsync(params Filter[] filters) => there.Aws.AllAsync(
            t => new DescribeImages { Owners = ["self"], Filters = filters, IncludeDeprecated = true, IncludeDisabled = true, NextToken = t }, (ImagePage p) => p.Items, cancel);
    }

    private static async Task AskAsync<TResult>(OwnedImage where, Operation<TResult> operation, List<Problem> problems, CancellationToken cancel)
    {
        var answer = await where.Aws.AskAsync(operation, cancel).ConfigureAwait(false);
        var action = operation.GetType().Name;
        if (answer.Verdict == DryRunVerdict.Denied)
            problems.Add(new("PermissionMissing", $"{action} is refused (account {where.Connection.AccountId}, {where.Connection.Region}): {answer.Reason}. Allow ec2:{action} to these credentials.", Target: where.Connection.Target.Name));
    }
}
