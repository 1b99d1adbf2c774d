namespace AmiTools.Core.Building;

/// <summary>Checks everything that can be checked before a paired build, and says what it will do.</summary>
public sealed class PlanPair(Surroundings surroundings)
{
    public Task<PairPlan> RunAsync(NewPairRequest request, IReporter reporter, CancellationToken cancel)
    {
        _ = surroundings;
        throw new NotImplementedException();
    }
}
