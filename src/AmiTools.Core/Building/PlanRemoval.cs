using AmiTools.Core.Images;

namespace AmiTools.Core.Building;

/// <summary>Says which images the removal of a pair would delete.</summary>
public sealed class PlanRemoval(Surroundings surroundings)
{
    public async Task<IReadOnlyList<Ami>> RunAsync(RemovePairRequest request, IReporter reporter, CancellationToken cancel)
    {
        var version = VersionPattern.Parse(request.Version);
        if (version.Exact is null)
        {
            throw new AmiToolsException("VersionNotExact", FailureKind.InvalidInput,
                $"'{request.Version}' means more than one version; a pair is removed by its exact version, such as 2.0.57.", request.Version);
        }
        var pairs = await new FindPairs(surroundings).RunAsync(new FindPairsRequest
        {
            Targets = request.Targets,
            Names = [FilterValue.Exactly(request.Name)],
            Version = version.Exact,
            IncludeIncomplete = true,
            IncludePrerelease = true,
        }, reporter, cancel).ConfigureAwait(false);
        if (pairs.Count == 0)
        {
            throw new AmiToolsException("PairNotFound", FailureKind.NotFound,
                $"There is no image '{request.Name}' of version {request.Version} in the chosen targets, so there is nothing to remove.", $"{request.Name} {request.Version}");
        }
        return [.. pairs.SelectMany(p => p.Members)];
    }
}
