using AmiTools.Aws;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;

namespace AmiTools.Core.Pointers;

/// <summary>Checks that environments name the same version, and images that can be used.</summary>
public sealed class CheckReferences(Surroundings surroundings)
{
    /// <returns>Every reference, in order or not.</returns>
    public async Task<IReadOnlyList<ReferenceCheck>> RunAsync(ReferenceCheckRequest request, IReporter reporter, CancellationToken cancel)
    {
        var read = await new ReadReferences(surroundings, new DiskFiles()).RunAsync(request, reporter, cancel).ConfigureAwait(false);
        // A check of nothing would pass whatever is deployed.
        if (read.Environments.FirstOrDefault(e => e.References.Count > 0 && read.Found.All(f => f.Reference.Environment != e.Name)) is { } empty)
            throw new AmiToolsException("ReferencesMissing", FailureKind.NotFound, $"The files of {empty.Name} name no image{(request.Name is null ? "" : $" '{request.Name}'")}: there is nothing to check. See its 'references' in {read.Estate.File}.", empty.Name);
        if (new RecoverReferences(surroundings).Pending(request.Targets) is { } started)
            reporter.Warning($"A change of references that began at {started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC broke off, or is under way; Repair-PairedAmi (repair), or the next Set-AmiReference or Undo-AmiReference, puts back what it left.");
        var checks = ReferenceChecks.Of([.. read.Found.Select(f => f.Reference)], request.Version);
        return await WithImagesAsync(read.Estate, checks, reporter, cancel).ConfigureAwait(false);
    }

    /// <summary>The image that should be named, where another is.</summary>
    private async Task<IReadOnlyList<ReferenceCheck>> WithImagesAsync(Estate estate, IReadOnlyList<ReferenceCheck> checks, IReporter reporter, CancellationToken cancel)
    {
        var images = new Dictionary<(string Target, string Name, string Version), string?>();
        foreach (var group in checks.Where(c => !c.IsOk && c.ExpectedVersion is not null).GroupBy(c => c.Reference.Target))
        {
            using var connection = await surroundings.Connector.ConnectAsync(estate.Targets.First(t => t.Name == group.Key), reporter, cancel).ConfigureAwait(false);
            foreach (var (name, version) in group.Select(c => (c.Reference.Name!, c.ExpectedVersion!)).Distinct())
            {
                try
                {
                    var found = await new ImageCatalog(connection).WhereAsync(ImageQuery.Filters([FilterValue.Exactly(name)], VersionPattern.Parse(version), includeIncomplete: false), cancel).ConfigureAwait(false);
                    images[(group.Key, name, version)] = found.Count == 1 ? found[0].ImageId : null;
                }
                catch (AwsException e)
                {
                    throw new AmiToolsException("LookupFailed", AwsFailure.KindOf(e), $"The images of the target '{group.Key}' (account {connection.AccountId}, {connection.Region}) can't be read: {e.Message}", group.Key, e);
                }
            }
        }
        return [.. checks.Select(c => c.IsOk || c.ExpectedVersion is null ? c : ReferenceChecks.WithImage(c, images[(c.Reference.Target, c.Reference.Name!, c.ExpectedVersion)]))];
    }
}
