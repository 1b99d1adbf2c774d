using System.Text.RegularExpressions;
using AmiTools.Aws;
using AmiTools.Core.Definitions;
using AmiTools.Core.Environments;
using AmiTools.Core.Journal;
using NuGet.Versioning;

namespace AmiTools.Core.Images;

/// <summary>Checks whether images that existed before AmiTools can become a pair. Changes nothing.</summary>
public sealed class PlanRegistration(Surroundings surroundings)
{
    private static readonly Regex legalName = new(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", RegexOptions.CultureInvariant);
    private static readonly Regex imageId = new(@"^ami-([0-9a-f]{8}|[0-9a-f]{17})\z", RegexOptions.CultureInvariant);

    /// <exception cref="ProblemsFoundException">All that is wrong, in all targets.</exception>
    public async Task<RegistrationPlan> RunAsync(RegisterPairRequest request, IReporter reporter, CancellationToken cancel)
    {
        var problems = InputProblems(request).ToList();
        if (problems.Count > 0) throw Found(request, problems);
        request = request with { Version = SemanticVersion.Parse(request.Version).ToNormalizedString() };
        var targets = EstateFinder.Choose(EstateFinder.Load(request.Targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory), request.Targets);
        var looks = await Task.WhenAll(targets.Select(t => LookAsync(t, request, reporter, cancel))).ConfigureAwait(false);
        problems.AddRange(looks.SelectMany(l => l.Problems));
        var found = new HashSet<string>(looks.SelectMany(l => l.Mine).Select(i => i.ImageId), StringComparer.Ordinal);
        problems.AddRange(request.ImageIds.Where(id => !found.Contains(id)).Select(id => new Problem("ImageNotFound",
            $"The image {id} is owned by none of the targets {string.Join(", ", targets.Select(t => t.Name))}. A member belongs to its own target's account and Region.")));
        if (problems.Count > 0) throw Found(request, problems);
        return new RegistrationPlan { Request = request, PairId = PairIds.New(surroundings.Time.GetUtcNow()), Members = [.. looks.Select(l => l.Mine[0])] };
    }

    private static IEnumerable<Problem> InputProblems(RegisterPairRequest request)
    {
        if (!legalName.IsMatch(request.Name)) yield return new Problem("NameInvalid", $"'{Shown.Name(request.Name)}' is no name of an image; expected at most 100 letters, digits, dots, dashes and underscores, the first a letter or digit.");
        if (!SemanticVersion.TryParse(request.Version, out var version)) yield return new Problem("VersionInvalid", $"'{request.Version}' is no version; expected one such as 2.0.57.");
        else if (version.IsPrerelease || version.HasMetadata) yield return new Problem("VersionInvalid", $"'{request.Version}' is no release; a prerelease is never a pair. Expected a version such as 2.0.57.");
        foreach (var id in request.ImageIds.Where(i => !imageId.IsMatch(i))) yield return new Problem("ImageIdInvalid", $"'{id}' is no image id; expected one such as ami-0123456789abcdef0.");
        foreach (var twice in request.ImageIds.GroupBy(i => i).Where(g => g.Count() > 1)) yield return new Problem("ImageTwice", $"The image {twice.Key} is given {twice.Count()} times.");
        if (request.ImageIds.Count == 0) yield return new Problem("NoImages", "No image is given; expected one of every target.");
    }

    private async Task<(IReadOnlyList<Ami> Mine, IReadOnlyList<Problem> Problems)> LookAsync(AmiTarget target, RegisterPairRequest request, IReporter reporter, CancellationToken cancel)
    {
        var problems = new List<Problem>();
        try
        {
            using var connection = await surroundings.Connector.ConnectAsync(target, reporter, cancel).ConfigureAwait(false);
            var catalog = new ImageCatalog(connection);
            var mine = await catalog.WhereAsync([new Filter("image-id", [.. request.ImageIds])], cancel).ConfigureAwait(false);
            var same = await catalog.WhereAsync(
                [new Filter("tag:" + TagNames.Image, FilterValue.Exactly(request.Name)), new Filter("tag:" + TagNames.Version, FilterValue.Exactly(request.Version))], cancel).ConfigureAwait(false);
            var place = $"account {connection.AccountId}, {connection.Region}";
            if (mine.Count == 0) problems.Add(new Problem("MemberMissing", $"None of the images is here ({place}). A pair has a member in every target; name the targets it is for, if it is for fewer.", Target: target.Name));
            if (mine.Count > 1) problems.Add(new Problem("TwoMembers", $"{string.Join(" and ", mine.Select(i => i.ImageId))} are both here ({place}); a pair has one member a target.", Target: target.Name));
            foreach (var image in mine)
            {
                if (image.State != "available") problems.Add(new Problem("ImageNotAvailable", $"{image.ImageId} is {image.State}, not available ({place}).", Target: target.Name));
                if (image.PairId is { } pair) problems.Add(new Problem("AlreadyPaired", $"{image.ImageId} belongs to the pair {pair} already ({image.Name} {image.Version}).", Target: target.Name));
                if (image.Version is { } version && version != request.Version) problems.Add(new Problem("VersionDiffers", $"{image.ImageId} has the tag {TagNames.Version} = '{version}', and is to become {request.Version}. Remove the tag, or give its version.", Target: target.Name));
            }
            foreach (var other in same.Where(o => mine.All(i => i.ImageId != o.ImageId)))
                problems.Add(new Problem("VersionExists", $"{other.ImageId} is {request.Name} {request.Version} already ({place}). A version means one image.", Target: target.Name));
            return (mine, problems);
        }
        catch (AmiToolsException e)
        {
            problems.Add(new Problem(e.ErrorId, e.Message, Target: target.Name));
        }
        catch (AwsException e)
        {
            problems.Add(new Problem("LookupFailed", $"The images can't be read: {e.Message}", Target: target.Name));
        }
        return ([], problems);
    }

    private static ProblemsFoundException Found(RegisterPairRequest request, IReadOnlyList<Problem> problems) =>
        new(problems.Count == 1 ? problems[0].Id : "ProblemsFound", $"{request.Name} {request.Version} can't be registered; nothing was done. {Counted.Of(problems.Count, "problem")}:", problems, request.Name);
}
