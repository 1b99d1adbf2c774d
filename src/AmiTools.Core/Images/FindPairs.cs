namespace AmiTools.Core.Images;

/// <summary>Finds pairs.</summary>
public sealed class FindPairs(Surroundings surroundings)
{
    public Task<IReadOnlyList<AmiPair>> RunAsync(FindPairsRequest request, IReporter reporter, CancellationToken cancel)
    {
        _ = surroundings;
        throw new NotImplementedException();
    }
}
