namespace AmiTools.Core.Usage.Sources;

/// <summary>Image ids in files: parameter files of a repository, or a list of what runs outside AWS. Any text will do.</summary>
internal sealed class FilesSource : IUsageSource
{
    public string Name => "files";
    public string Reads => "Image ids in the files given to the run";
    public IReadOnlyList<string> Permissions => [];
    public bool IsRequired => true;

    public Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel)
    {
        var uses = new Uses(Name, context);
        if (context.Options.Files.Count == 0) return Task.FromResult(uses.Found);
        // Files belong to no account: each place speaks of its own images.
        HashSet<string> own = new(context.Images.Select(i => i.ImageId), StringComparer.Ordinal);
        foreach (var file in context.Options.Files)
        {
            cancel.ThrowIfCancellationRequested();
            var path = Path.GetFullPath(Path.Combine(context.WorkingDirectory, file));
            try
            {
                uses.Add(ImageIds.In(File.ReadAllText(path)).Where(own.Contains), path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SourceUnknownException($"{path} can't be read: {e.Message}");
            }
        }
        return Task.FromResult(uses.Found);
    }
}
