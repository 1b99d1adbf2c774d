namespace AmiTools.Core.Images;

/// <summary>Finds images by name and version.</summary>
public sealed class FindImages(Surroundings surroundings)
{
    public Task<IReadOnlyList<Ami>> RunAsync(FindImagesRequest request, IReporter reporter, CancellationToken cancel)
    {
        _ = surroundings;
        throw new NotImplementedException();
    }
}
