namespace AmiTools.Core.Pointers;

/// <summary>Lists the places that name images.</summary>
public sealed class GetReferences(Surroundings surroundings)
{
    /// <exception cref="ProblemsFoundException">ReferencesUnreadable: every file and parameter that can't be read.</exception>
    public async Task<IReadOnlyList<AmiReference>> RunAsync(ReferenceRequest request, IReporter reporter, CancellationToken cancel) =>
        [.. (await new ReadReferences(surroundings, new DiskFiles()).RunAsync(request, reporter, cancel).ConfigureAwait(false)).Found.Select(f => f.Reference)];
}
