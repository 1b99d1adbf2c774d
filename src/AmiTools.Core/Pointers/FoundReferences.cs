namespace AmiTools.Core.Pointers;

/// <summary>A reference as users see it, and what an edit needs to know.</summary>
internal sealed record FoundReference(AmiReference Reference, ReferenceFile? File = null, FilePlace? Place = null)
{
    /// <summary>The same place of the same file, or the same parameter of the same target.</summary>
    public string Identity => File is null ? $"{Reference.Target} {Reference.Parameter}" : $"{File.Path} {Place!.Offset}";
}

/// <summary>The references in files, without anything asked of AWS.</summary>
internal static class FoundReferences
{
    /// <summary>Each environment's, in the order of its sources. Problems are those of the files.</summary>
    public static IReadOnlyList<FoundReference> InFiles(Environments.Estate estate, IReadOnlyList<AmiEnvironment> environments, IFileStore store, List<Problem> problems)
    {
        var files = new ReferenceFiles(store, problems);
        var found = new List<FoundReference>();
        foreach (var environment in environments)
        {
            var own = new OwnPlaces(environment, estate.Targets.First(t => t.Name == environment.Target), estate.Environments);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var source in environment.References.Where(r => r.File is not null))
            {
                foreach (var file in files.Of(source, estate.File!))
                    found.AddRange(file.Found.Places.Where(own.Has).Select(p => Of(environment, source, file, p)).Where(f => seen.Add(f.Identity)));
            }
        }
        return found;
    }

    private static FoundReference Of(AmiEnvironment environment, ReferenceSource source, ReferenceFile file, FilePlace place) => new(new()
    {
        Environment = environment.Name,
        Target = environment.Target,
        File = file.Path,
        Line = place.Line,
        Column = place.Column,
        Key = place.Key,
        Format = file.Found.Format,
        ImageId = place.ImageId,
        Name = place.Marked ?? source.Image,
    }, file, place);
}
