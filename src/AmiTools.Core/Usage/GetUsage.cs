using AmiTools.Core.Definitions;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;

namespace AmiTools.Core.Usage;

/// <summary>Tells who uses images. The sources are read in all targets, whichever targets' images are asked about.</summary>
public sealed class GetUsage(Surroundings surroundings)
{
    /// <summary>The images that are meant, each with its use.</summary>
    /// <exception cref="AmiToolsException">A chosen target can't be read, or an id that was asked for is nowhere.</exception>
    public async Task<IReadOnlyList<AmiUsage>> RunAsync(UsageRequest request, IReporter reporter, CancellationToken cancel)
    {
        UsageSources.Check(request.Options);
        var version = request.Version is null ? null : VersionPattern.Parse(request.Version);
        var estate = EstateFinder.Load(request.Targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory);
        HashSet<string> chosen = new(EstateFinder.Choose(estate, request.Targets).Select(t => t.Name), StringComparer.Ordinal);
        using var open = await OpenPlaces.OpenAsync(estate.Targets, surroundings, reporter, cancel, inFull: false).ConfigureAwait(false);
        if (open.All.FirstOrDefault(p => p.Cause is not null && p.IsAnyOf(chosen)) is { } failed) throw failed.Cause!;

        HashSet<Place> meant = [.. open.All.Where(p => p.IsAnyOf(chosen)).Select(p => p.Place).OfType<Place>()];
        var findings = await new UsageReader(surroundings, request.Options, reporter).ReadAsync(open, IsMeant, cancel).ConfigureAwait(false);
        var images = open.All.SelectMany(p => p.Images).Where(IsMeant).ToList();
        RefuseMissing(request, images, chosen);
        return [.. images.Select(findings.UsageOf)];

        bool IsMeant(FleetImage image) => meant.Contains(image.Place)
            && (request.ImageIds.Count > 0 ? request.ImageIds.Contains(image.ImageId) : image.IsRegistered)
            && (request.Names.Count == 0 || request.Names.Any(n => NamePattern.Matches(n, image.Name)))
            && (version is null || version.Matches(image.Version, includePrerelease: true));
    }

    private static void RefuseMissing(UsageRequest request, IReadOnlyList<FleetImage> found, IEnumerable<string> targets)
    {
        var missing = request.ImageIds.Where(id => found.All(i => i.ImageId != id)).ToList();
        var where = string.Join(", ", targets);
        if (missing.Count > 0)
            throw new AmiToolsException("ImageNotFound", FailureKind.NotFound, $"No account of the targets {where} owns {string.Join(", ", missing)} there{(request.Names.Count > 0 || request.Version is not null ? " with the name and version asked for" : "")}. Only own images can be asked about; look at the Region and the id.", missing[0]);
        if (found.Count == 0 && (request.Names.Count > 0 || request.Version is not null))
            throw new AmiToolsException("ImageNotFound", FailureKind.NotFound, $"No registered image in {where} matches {string.Join(" ", request.Names.Concat(new[] { request.Version }.OfType<string>()))}.", request.Names.FirstOrDefault() ?? request.Version);
    }
}
