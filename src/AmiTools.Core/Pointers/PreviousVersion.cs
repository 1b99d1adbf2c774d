using AmiTools.Aws;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Pointers;

/// <summary>What an environment named before: the pins tell, and where there are none, the history of its parameters.</summary>
internal sealed class PreviousVersion(Surroundings surroundings)
{
    /// <exception cref="AmiToolsException">PreviousUnknown.</exception>
    public async Task<string> OfAsync(ReadResult read, AmiEnvironment environment, string name, IReporter reporter, CancellationToken cancel)
    {
        IReadOnlyList<AmiReference> own = [.. read.Found.Select(f => f.Reference).Where(r => r.Environment == environment.Name && r.Name == name)];
        using var connection = await surroundings.Connector.ConnectAsync(read.Estate.Targets.First(t => t.Name == environment.Target), reporter, cancel).ConfigureAwait(false);
        try
        {
            var pins = await Pins.ReadAsync(connection, name, cancel).ConfigureAwait(false);
            var pinned = pins.PreviousOf(environment.Name).Where(i => own.All(r => r.ImageId != i)).ToList();
            // After a change that was put back, the parameters' history has the image that it was to lead to, as if it had been named.
            var astray = pins.CurrentOf(environment.Name).FirstOrDefault(i => own.All(r => r.ImageId != i));
            if (pinned.Count == 0 && astray is null) pinned = await InHistoryAsync(connection.Aws, own, cancel).ConfigureAwait(false);
            var images = pinned.Count == 0 ? [] : await new ImageCatalog(connection).WhereAsync([new Filter("image-id", [.. pinned])], cancel).ConfigureAwait(false);
            var versions = images.Select(i => i.Version).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
            if (versions.Count == 1) return versions[0];
            throw new AmiToolsException("PreviousUnknown", FailureKind.NotFound,
                $"What {environment.Name} named before {name} {string.Join(", ", own.Select(r => r.Version ?? r.ImageId).Distinct())} is {(versions.Count > 1 ? "not one version: " + string.Join(", ", versions) : astray is null ? "not known: no image is pinned as its previous one, and no parameter has a history" : $"not known: {astray} is pinned as its current one, which it does not name (a change broke off, or was made by other means)")}. Name the version (-Version).", environment.Name);
        }
        catch (AwsException e)
        {
            throw new AmiToolsException("LookupFailed", AwsFailure.KindOf(e), $"What {environment.Name} named before can't be read (account {connection.AccountId}, {connection.Region}): {e.Message}", environment.Name, e);
        }
    }

    private static async Task<List<string>> InHistoryAsync(IAws aws, IReadOnlyList<AmiReference> own, CancellationToken cancel)
    {
        var found = new List<string>();
        foreach (var reference in own.Where(r => r.Parameter is not null))
        {
            var all = await aws.AllAsync(t => new GetParameterHistory { Name = reference.Parameter!, MaxResults = 50, NextToken = t }, (ParameterHistoryPage p) => p.Items, cancel).ConfigureAwait(false);
            var before = all.OrderByDescending(h => h.Version).SelectMany(h => ImageIds.In(h.Value ?? "").Take(1)).FirstOrDefault(i => i != reference.ImageId);
            if (before is not null) found.Add(before);
        }
        return found;
    }
}
