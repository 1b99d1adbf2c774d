using AmiTools.Aws;

namespace AmiTools.Core.Images;

/// <summary>A lookup as EC2's filters, and the choice among what they let through. Pure functions.</summary>
internal static class ImageQuery
{
    /// <summary>The filters of a lookup of registered images.</summary>
    public static IReadOnlyList<Filter> Filters(IReadOnlyList<string> names, VersionPattern? version, bool includeIncomplete)
    {
        var filters = new List<Filter>();
        if (names.Count > 0) filters.Add(new Filter("tag:" + TagNames.Image, [.. names]));
        else filters.Add(new Filter("tag-key", TagNames.Image));
        if (version is not null && version.Filter != "*") filters.Add(new Filter("tag:" + TagNames.Version, version.Filter));
        if (!includeIncomplete)
        {
            filters.Add(new Filter("tag:" + TagNames.State, TagNames.Complete));
            filters.Add(new Filter("state", "available"));
        }
        return filters;
    }

    /// <summary>The filters for images that have a version and no other tag of ours; their EC2 name begins with the name.</summary>
    public static IReadOnlyList<Filter> UnregisteredFilters(string name, VersionPattern version, bool includeIncomplete)
    {
        var exact = FilterValue.Exactly(name);
        List<Filter> filters =
        [
            new("name", exact, exact + " *", exact + "-*", exact + "_*", exact + ".*", exact + "/*", exact + "(*", exact + "@*"),
            version.Filter == "*" ? new("tag-key", TagNames.Version) : new("tag:" + TagNames.Version, version.Filter),
        ];
        if (!includeIncomplete) filters.Add(new("state", "available"));
        return filters;
    }

    /// <summary>Filters for a hint when nothing was found: this name in any state, and names that begin alike.</summary>
    public static IReadOnlyList<Filter> HintFilters(string name)
    {
        var exact = FilterValue.Exactly(name);
        if (name.Length <= 3) return [new Filter("tag:" + TagNames.Image, [exact])];
        // EC2 tells capital letters from small ones, and names are small as a rule.
        var beginnings = new[] { name.Substring(0, 3), name.Substring(0, 3).ToLowerInvariant() }.Distinct().Select(b => FilterValue.Exactly(b) + "*");
        return [new Filter("tag:" + TagNames.Image, [exact, .. beginnings])];
    }

    /// <summary>The images that are meant, newest version first.</summary>
    /// <exception cref="AmiToolsException">Two images have one version.</exception>
    public static IReadOnlyList<Ami> Choose(IReadOnlyList<Ami> found, FindImagesRequest request, VersionPattern version, string place)
    {
        var matching = found.Where(i => version.Matches(i.Version, request.IncludePrerelease))
            .OrderByDescending(i => i.Version, Comparer<string?>.Create(VersionPattern.Compare)).ThenBy(i => i.ImageId, StringComparer.Ordinal).ToList();
        // Whoever looks at everything, incomplete images too, is looking for exactly such things.
        if (!(request.All && request.IncludeIncomplete)) RefuseTwins(matching, request, place);
        return request.All ? matching : [.. matching.Take(1)];
    }

    private static void RefuseTwins(List<Ami> matching, FindImagesRequest request, string place)
    {
        var twins = (request.All ? matching : matching.Where(i => VersionPattern.Compare(i.Version, matching[0].Version) == 0))
            .GroupBy(i => i.Version).FirstOrDefault(g => g.Count() > 1)?.ToList();
        if (twins is null) return;
        throw new AmiToolsException("VersionAmbiguous", FailureKind.Conflict,
            $"{request.Name} {twins[0].Version} is there {twins.Count} times in {place}: "
            + string.Join(", ", twins.Select(i => $"{i.ImageId} ('{i.ImageName}', {i.State}, made {i.CreationDate?.UtcDateTime:yyyy-MM-dd HH:mm} UTC)"))
            + ". A version means one image: remove the others, or name the image by its id.", request.Name);
    }
}
