namespace AmiTools.Core.Definitions;

/// <summary>Shows every parameter of every target, with provenance.</summary>
public sealed class ListParameters(Surroundings surroundings)
{
    public Task<IReadOnlyList<AmiParameter>> RunAsync(DefinitionRequest request, IReporter reporter, CancellationToken cancel)
    {
        _ = surroundings;
        throw new NotImplementedException();
    }
}
