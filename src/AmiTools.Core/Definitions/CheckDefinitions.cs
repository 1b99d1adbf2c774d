namespace AmiTools.Core.Definitions;

/// <summary>Checks definitions for all targets, all problems at once, without touching AWS.</summary>
public sealed class CheckDefinitions(Surroundings surroundings)
{
    public Task<IReadOnlyList<DefinitionCheck>> RunAsync(DefinitionRequest request, IReporter reporter, CancellationToken cancel)
    {
        _ = surroundings;
        throw new NotImplementedException();
    }
}
