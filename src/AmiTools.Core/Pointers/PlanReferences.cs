using AmiTools.Core.Images;

namespace AmiTools.Core.Pointers;

/// <summary>What is to change, decided from what was read. Pure functions.</summary>
internal static class PlanReferences
{
    /// <summary>The image that is meant: as asked for, or the only one that the environments name.</summary>
    /// <exception cref="AmiToolsException">NameAmbiguous, ReferencesMissing.</exception>
    public static string NameOf(SetReferenceRequest request, ReadResult read)
    {
        var names = read.Found.Select(f => f.Reference.Name).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (request.Name is null && names.Count == 1) return names[0];
        if (request.Name is null && names.Count > 1)
            throw new AmiToolsException("NameAmbiguous", FailureKind.InvalidInput, $"{string.Join(", ", read.Environments.Select(e => e.Name))} name several images: {string.Join(", ", names)}. Say which is meant (-Name).", request.Version);
        foreach (var environment in read.Environments)
        {
            if (read.Found.Any(f => f.Reference.Environment == environment.Name && (request.Name is null ? f.Reference.Name is not null : f.Reference.Name == request.Name))) continue;
            var unknown = read.Found.Where(f => f.Reference.Environment == environment.Name && f.Reference.Name is null).Take(3).Select(f => f.Reference.ToString()).ToList();
            throw new AmiToolsException("ReferencesMissing", FailureKind.NotFound,
                $"No reference of {environment.Name} names an image {(request.Name is null ? "of AmiTools" : $"'{request.Name}'")}."
                + (unknown.Count > 0 ? $" Whose images these are is not known: {string.Join(", ", unknown)}. Say it with 'image: NAME' beside the file in the environments file, or with a comment 'amitools: image=NAME'." : ""), environment.Name);
        }
        return request.Name!;
    }

    /// <summary>The places that are to name another image.</summary>
    /// <param name="read">All environments, so that a place of two is seen.</param>
    /// <param name="chosen">Names of the environments that are to change.</param>
    /// <param name="name">The image's name.</param>
    /// <param name="versions">The version of each environment.</param>
    /// <param name="images">The image of each environment; null where it is to be copied.</param>
    /// <exception cref="ProblemsFoundException">ReferenceShared.</exception>
    public static IReadOnlyList<(FoundReference Found, ReferenceChange Change)> Changes(ReadResult read, IReadOnlyCollection<string> chosen, string name, IReadOnlyDictionary<string, string> versions, IReadOnlyDictionary<string, string?> images)
    {
        var changes = read.Found.Where(f => chosen.Contains(f.Reference.Environment) && f.Reference.Name == name && f.Reference.ImageId != images[f.Reference.Environment])
            .Select(f => (Found: f, Change: new ReferenceChange { Reference = f.Reference, ImageId = images[f.Reference.Environment], Version = versions[f.Reference.Environment] })).ToList();
        var others = read.Found.Where(f => !chosen.Contains(f.Reference.Environment)).ToLookup(f => f.Identity);
        var problems = changes.SelectMany(c => others[c.Found.Identity].Select(o => new Problem("ReferenceShared",
            $"this place is a reference of {o.Reference.Environment} too, which would change with {c.Found.Reference.Environment}. Name both environments.", c.Found.Reference.File, c.Found.Reference.Line))).ToList();
        problems.AddRange(changes.GroupBy(c => c.Found.Identity).Where(g => g.Select(c => c.Change.ImageId).Distinct().Count() > 1).Select(g => new Problem("ReferenceShared",
            $"this place is a reference of {string.Join(" and ", g.Select(c => c.Found.Reference.Environment))}, which are to name different images.", g.First().Found.Reference.File, g.First().Found.Reference.Line)));
        if (problems.Count > 0) throw new ProblemsFoundException("ReferenceShared", $"{problems.Count} references belong to other environments too:", problems, name);
        return changes;
    }

    /// <summary>The version that all have found.</summary>
    /// <exception cref="AmiToolsException">VersionsDiffer.</exception>
    public static string OneVersion(string name, string asked, IReadOnlyList<Ami> images)
    {
        var versions = images.Select(i => i.Version!).Distinct(StringComparer.Ordinal).OrderByDescending(v => v, Comparer<string>.Create(VersionPattern.Compare)).ToList();
        return versions.Count == 1 ? versions[0]
            : throw new AmiToolsException("VersionsDiffer", FailureKind.Conflict, $"{name} {asked} is not the same in all targets: {string.Join(", ", images.Select(i => $"{i.Version} in {i.Target}"))}. Name one version.", asked);
    }
}
