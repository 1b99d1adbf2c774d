namespace AmiTools.Core.Building;

/// <summary>Says which images the removal of a pair would delete.</summary>
public sealed class PlanRemoval(Surroundings surroundings)
{
    public Task<IReadOnlyList<Ami>> RunAsync(RemovePairRequest request, IReporter reporter, CancellationToken cancel)
    {
        _ = surroundings;
        throw new NotImplementedException();
    }
}
