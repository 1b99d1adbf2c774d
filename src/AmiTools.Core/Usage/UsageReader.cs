using AmiTools.Aws;

namespace AmiTools.Core.Usage;

/// <summary>What one source said about one account and Region: its uses, or why it is unknown.</summary>
internal sealed record SourceAnswer(string Source, bool IsRequired, Place Place, IReadOnlyList<ImageUse> Uses, string? Cause);

/// <summary>Asks all sources in all places at once; each place has its own limits.</summary>
internal sealed class UsageReader(Surroundings surroundings, UsageOptions options, IReporter reporter)
{
    /// <summary>Those of use, and what else is to be asked.</summary>
    public IReadOnlyList<IUsageSource> Sources { get; init; } = UsageSources.All;

    public async Task<UsageFindings> ReadAsync(OpenPlaces open, Func<FleetImage, bool> isChosen, CancellationToken cancel)
    {
        var wanted = new Dictionary<string, string>(open.All.Sum(p => p.Images.Count), StringComparer.Ordinal);
        foreach (var image in open.All.SelectMany(p => p.Images)) wanted[image.ImageId] = image.ImageId;
        // A target that can't be reached is still configured: nothing but it can tell what it uses.
        HashSet<string> accounts = new(open.All.Select(p => p.Place?.AccountId ?? p.Target.AccountId).OfType<string>(), StringComparer.Ordinal);
        var places = open.All.Where(p => p.Aws is not null && p.Cause is null).Select(p =>
        {
            var parameters = new ParameterImages(p.Aws!);
            return new UsageContext
            {
                Place = p.Place!,
                Aws = p.Aws!,
                Images = p.Images,
                Wanted = wanted,
                Chosen = [.. p.Images.Where(isChosen)],
                Accounts = accounts,
                Options = options,
                Parameters = parameters,
                Values = new(p.Aws!, cancel),
                Templates = new(p.Aws!, parameters, cancel),
                Time = surroundings.Time,
                WorkingDirectory = surroundings.WorkingDirectory,
            };
        });
        var contexts = places.ToArray();
        var progress = new ReadingProgress(reporter, surroundings.Time, contexts.Length * Sources.Count);
        var answers = await Task.WhenAll(contexts.SelectMany(c => Sources.Select(async s =>
        {
            var answer = await AskAsync(s, c, cancel).ConfigureAwait(false);
            progress.Read(s.Name, c.Place.Target);
            return answer;
        }))).ConfigureAwait(false);
        progress.End();
        return new(open.All, answers);
    }

    private async Task<SourceAnswer> AskAsync(IUsageSource source, UsageContext context, CancellationToken cancel)
    {
        var isRequired = UsageSources.IsRequired(source, options);
        try
        {
            return new(source.Name, isRequired, context.Place, await source.ReadAsync(context, cancel).ConfigureAwait(false), null);
        }
        catch (AwsException e)
        {
            var isMissing = e.Code is "InvalidAction" or "UnknownOperationException" or "UnsupportedOperation";
            var cause = isMissing ? $"the endpoint has no {e.Action}" : e.Message;
            if (isMissing && !isRequired) reporter.Verbose($"{context.Place.Target}: {source.Name}: {cause}");
            else if (isRequired) reporter.Warning($"The source '{source.Name}' is unknown in {context.Place.Target} (account {context.Place.AccountId}, {context.Place.Region}): {cause}");
            return new(source.Name, isRequired, context.Place, [], cause);
        }
        catch (SourceUnknownException e)
        {
            if (isRequired) reporter.Warning($"The source '{source.Name}' is unknown in {context.Place.Target} (account {context.Place.AccountId}, {context.Place.Region}): {e.Message}");
            return new(source.Name, isRequired, context.Place, [], e.Message);
        }
    }
}
