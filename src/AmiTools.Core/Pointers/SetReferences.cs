using AmiTools.Aws;
using AmiTools.Core.Copying;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;

namespace AmiTools.Core.Pointers;

/// <summary>Points environments at a version, or back at the one before. First the plan, then, with the same object, the change.</summary>
public sealed class SetReferences : IDisposable
{
    private readonly Surroundings surroundings;
    private readonly IFileStore store;
    private readonly OpenConnections connections;
    private ReadResult? read;

    /// <summary>On the files of this machine.</summary>
    public SetReferences(Surroundings surroundings) : this(surroundings, new DiskFiles()) { }

    internal SetReferences(Surroundings surroundings, IFileStore store)
    {
        connections = new(surroundings.Connector);
        (this.surroundings, this.store) = (surroundings with { Connector = connections }, store);
    }

    public void Dispose() => connections.Dispose();

    /// <summary>Reads everything and says what would change. Changes nothing.</summary>
    public async Task<ReferencePlan> PlanAsync(SetReferenceRequest request, IReporter reporter, CancellationToken cancel)
    {
        if (request.Environments.Count == 0) throw new AmiToolsException("EnvironmentMissing", FailureKind.InvalidInput, "No environment is named; expected one or more.", request.Version);
        var chosen = await new ReadReferences(surroundings, store).RunAsync(new() { Targets = request.Targets, Environments = request.Environments }, reporter, cancel).ConfigureAwait(false);
        var name = PlanReferences.NameOf(request, chosen);
        // Places of other environments: only their files are asked.
        var all = FoundReferences.InFiles(chosen.Estate, [.. chosen.Estate.Environments.Where(e => !chosen.Environments.Contains(e))], store, []);
        read = chosen with { Found = [.. chosen.Found, .. all, .. SharedParameters(chosen)] };
        var wanted = new Dictionary<string, Wanted>(StringComparer.Ordinal);
        foreach (var environment in chosen.Environments)
        {
            var version = request.Version ?? await new PreviousVersion(surroundings).OfAsync(chosen, environment, name, reporter, cancel).ConfigureAwait(false);
            wanted[environment.Name] = await FindAsync(request, name, version, environment.Target, reporter, cancel).ConfigureAwait(false);
        }
        if (request.Version is { } asked) PlanReferences.OneVersion(name, asked, [.. wanted.Values.Select(w => w.Image).OfType<Ami>()]);
        await new UsableImages(surroundings).CheckAsync(chosen.Estate, [.. wanted.Values.Select(w => w.Image).OfType<Ami>()], reporter, cancel).ConfigureAwait(false);
        var images = wanted.ToDictionary(w => w.Key, w => w.Value.Image?.ImageId, StringComparer.Ordinal);
        var versions = wanted.ToDictionary(w => w.Key, w => w.Value.Version, StringComparer.Ordinal);
        return new()
        {
            Request = request,
            Name = name,
            Versions = versions,
            Images = images.Where(i => i.Value is not null).ToDictionary(i => i.Key, i => i.Value!, StringComparer.Ordinal),
            Changes = [.. PlanReferences.Changes(read, [.. images.Keys], name, versions, images).Select(c => c.Change)],
        };
    }

    /// <summary>Changes what was planned: all of it, or nothing.</summary>
    /// <returns>What was changed.</returns>
    public async Task<IReadOnlyList<ReferenceChange>> RunAsync(ReferencePlan plan, IReporter reporter, CancellationToken cancel)
    {
        var images = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var environment in read!.Environments.Where(e => plan.Versions.ContainsKey(e.Name)))
        {
            images[environment.Name] = plan.Images.TryGetValue(environment.Name, out var there) ? there
                : (await new CopyIfMissing(surroundings).RunAsync(plan.Name, plan.Versions[environment.Name], environment.Target, plan.Request.Targets, reporter, cancel).ConfigureAwait(false)).ImageId;
        }
        var changes = PlanReferences.Changes(read, [.. images.Keys], plan.Name, plan.Versions, images);
        using (EditLock.Take(read.Estate.File!))
        {
            await new RecoverReferences(surroundings, store).RecoverAsync(read.Estate, reporter, cancel).ConfigureAwait(false);
            await new ChangeReferences(surroundings, store, read, reporter).RunAsync(plan.Name, images, changes, cancel).ConfigureAwait(false);
        }
        return [.. changes.Select(c => c.Change)];
    }

    private sealed record Wanted(string Version, Ami? Image);

    private async Task<Wanted> FindAsync(SetReferenceRequest request, string name, string version, string target, IReporter reporter, CancellationToken cancel)
    {
        var find = new FindImages(surroundings);
        var lookup = new FindImagesRequest { Targets = request.Targets with { Names = [target] }, Name = name, Version = version, IncludePrerelease = request.IncludePrerelease || request.Version is null };
        try
        {
            var image = (await find.RunAsync(lookup, reporter, cancel).ConfigureAwait(false))[0];
            return new(image.Version!, image);
        }
        catch (AmiToolsException e) when (e.ErrorId == "ImageNotFound" && request.CopyIfMissing)
        {
            if (VersionPattern.Parse(version).Exact is not { } exact) throw new AmiToolsException("VersionNotExact", FailureKind.InvalidInput, $"{e.Message} To copy it, name one exact version.", version, e);
            // All that can be checked is checked before anything is changed anywhere.
            await new PlanCopy(surroundings).RunAsync(new() { Targets = lookup.Targets, Image = $"{name}@{exact}" }, reporter, cancel).ConfigureAwait(false);
            return new(exact, null);
        }
    }

    /// <summary>Parameters that environments share which are not asked about.</summary>
    private static IEnumerable<FoundReference> SharedParameters(ReadResult chosen) =>
        chosen.Estate.Environments.Where(e => !chosen.Environments.Contains(e)).SelectMany(e => e.References.Where(r => r.Parameter is not null).Select(r =>
            new FoundReference(new() { Environment = e.Name, Target = e.Target, Parameter = r.Parameter, Format = "parameter", ImageId = "", Name = r.Image })));
}
