namespace AmiTools.Core.Building;

/// <summary>Deregisters exactly the images of a removal's plan, with their snapshots.</summary>
public sealed class RemoveImages(Surroundings surroundings)
{
    public Task<IReadOnlyList<RemovedImage>> RunAsync(RemovePairRequest request, IReadOnlyList<Ami> plan, IReporter reporter, CancellationToken cancel)
    {
        _ = surroundings;
        throw new NotImplementedException();
    }
}
