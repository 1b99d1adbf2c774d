namespace AmiTools.Core.Building;

/// <summary>Builds a planned pair: all members or none.</summary>
public sealed class BuildPair(Surroundings surroundings)
{
    public Task<AmiPair> RunAsync(PairPlan request, IReporter reporter, CancellationToken cancel)
    {
        _ = surroundings;
        throw new NotImplementedException();
    }
}
