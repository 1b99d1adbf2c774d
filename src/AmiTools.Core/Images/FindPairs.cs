using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Images;

/// <summary>Finds pairs.</summary>
public sealed class FindPairs(Surroundings surroundings)
{
    public async Task<IReadOnlyList<AmiPair>> RunAsync(FindPairsRequest request, IReporter reporter, CancellationToken cancel)
    {
        var version = request.Version is null ? null : VersionPattern.Parse(request.Version);
        var estate = EstateFinder.Load(request.Targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory);
        var targets = EstateFinder.Choose(estate, request.Targets);
        // An incomplete member makes its pair incomplete, so it has to be seen before it can be left out.
        List<Filter> filters = [.. ImageQuery.Filters(request.Names, version, includeIncomplete: true)];
        if (request.PairId is { } id) filters.Add(new Filter("tag:" + TagNames.Pair, FilterValue.Exactly(id)));
        var images = await Task.WhenAll(targets.Select(t => InAsync(t, filters, reporter, cancel))).ConfigureAwait(false);
        return
        [
            .. PairAssembly.Assemble(images.SelectMany(i => i), [.. targets.Select(t => t.Name)])
                .Where(p => request.IncludePrerelease || !p.IsPrerelease || version?.Exact is not null)
                .Where(p => request.IncludeIncomplete || p.IsComplete || (p.IsPrerelease && p.Members.All(m => m.IsComplete)))
                .Where(p => version is null || version.Matches(p.Version, request.IncludePrerelease)),
        ];
    }

    private async Task<IReadOnlyList<Ami>> InAsync(AmiTarget target, IReadOnlyList<Filter> filters, IReporter reporter, CancellationToken cancel)
    {
        try
        {
            using var connection = await surroundings.Connector.ConnectAsync(target, reporter, cancel).ConfigureAwait(false);
            return await new ImageCatalog(connection).WhereAsync(filters, cancel).ConfigureAwait(false);
        }
        catch (AwsException e)
        {
            throw new AmiToolsException("LookupFailed", AwsFailure.KindOf(e), $"The images of the target '{target.Name}' can't be read: {e.Message}", target.Name, e);
        }
    }
}
