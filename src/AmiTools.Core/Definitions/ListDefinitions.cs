namespace AmiTools.Core.Definitions;

/// <summary>Finds image definitions.</summary>
public sealed class ListDefinitions(Surroundings surroundings)
{
    public Task<IReadOnlyList<AmiDefinition>> RunAsync(DefinitionSelection request, IReporter reporter, CancellationToken cancel)
    {
        _ = surroundings;
        throw new NotImplementedException();
    }
}
