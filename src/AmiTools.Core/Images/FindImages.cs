using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Images;

/// <summary>Finds images by name and version.</summary>
public sealed class FindImages(Surroundings surroundings)
{
    /// <summary>Finds, in every target or in none: a target without a match is an error, never an older image in silence.</summary>
    public async Task<IReadOnlyList<Ami>> RunAsync(FindImagesRequest request, IReporter reporter, CancellationToken cancel)
    {
        if (request.Name.Trim().Length == 0) throw new AmiToolsException("NameMissing", FailureKind.InvalidInput, "The image's name is empty; expected the name of an image definition.", request.Name);
        if (request.Version.Trim().Length == 0) throw new AmiToolsException("VersionMissing", FailureKind.InvalidInput, "The version is empty; expected an exact one, a wildcard (2.0.*), a range ('>=2.0 <3') or latest.", request.Name);
        var version = VersionPattern.Parse(request.Version);
        var targets = EstateFinder.Choose(EstateFinder.Load(request.Targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory), request.Targets);
        var found = await Task.WhenAll(targets.Select(t => InAsync(t, request, version, reporter, cancel))).ConfigureAwait(false);
        var missing = found.Select(f => f.Missing).OfType<string>().ToList();
        if (missing.Count > 0) throw new AmiToolsException("ImageNotFound", FailureKind.NotFound, string.Join(Environment.NewLine, missing), $"{request.Name} {request.Version}");
        return [.. found.SelectMany(f => f.Images)];
    }

    private async Task<(IReadOnlyList<Ami> Images, string? Missing)> InAsync(AmiTarget target, FindImagesRequest request, VersionPattern version, IReporter reporter, CancellationToken cancel)
    {
        try
        {
            using var connection = await surroundings.Connector.ConnectAsync(target, reporter, cancel).ConfigureAwait(false);
            var catalog = new ImageCatalog(connection);
            var place = $"the target '{target.Name}' (account {connection.AccountId}, {connection.Region})";
            var registered = catalog.WhereAsync(ImageQuery.Filters([FilterValue.Exactly(request.Name)], version, request.IncludeIncomplete), cancel);
            var others = request.IncludeUnregistered
                ? catalog.WhereAsync(ImageQuery.UnregisteredFilters(request.Name, version, request.IncludeIncomplete), cancel)
                : Task.FromResult<IReadOnlyList<Ami>>([]);
            await Task.WhenAll(registered, others).ConfigureAwait(false);
            var unregistered = (await others.ConfigureAwait(false)).Where(i => i.Tags.Get(TagNames.Image) is null);
            var chosen = ImageQuery.Choose([.. await registered.ConfigureAwait(false), .. unregistered], request, version, place);
            if (chosen.Count > 0) return (chosen, null);
            return ([], Hint(await catalog.SomeWhereAsync(ImageQuery.HintFilters(request.Name), cancel).ConfigureAwait(false), request, version, place));
        }
        catch (AwsException e)
        {
            throw new AmiToolsException("LookupFailed", AwsFailure.KindOf(e), $"The images of the target '{target.Name}' can't be read: {e.Message}", request.Name, e);
        }
    }

    /// <summary>The message of a lookup that found nothing: what there is nearby.</summary>
    private static string Hint(IReadOnlyList<Ami> nearby, FindImagesRequest request, VersionPattern version, string place)
    {
        var message = $"There is no image '{request.Name}' of version {version.Text} in {place}.";
        var same = nearby.Where(i => i.Name == request.Name).ToList();
        if (same.FirstOrDefault(i => version.Matches(i.Version, includePrerelease: true)) is { } hidden)
        {
            var why = VersionPattern.IsPrerelease(hidden.Version) && !request.IncludePrerelease ? "a prerelease"
                : hidden.State != "available" ? $"not available but {hidden.State}"
                : "not complete: its pair is being built, or its build was broken off";
            return $"{message} {hidden.ImageId} has version {hidden.Version}, but is {why}.";
        }
        if (same.Count > 0) return $"{message} There are: {string.Join(", ", version.Nearby(same.Select(i => i.Version).OfType<string>()))}.";
        var names = nearby.Select(i => i.Name).Distinct().Take(5).ToList();
        return message + (names.Count > 0 ? $" Images with names like it: {string.Join(", ", names)}." : " No image of that name, or of one like it, is registered there.");
    }
}
