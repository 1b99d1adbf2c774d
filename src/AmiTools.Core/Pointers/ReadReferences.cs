using AmiTools.Aws;
using AmiTools.Core.Definitions;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Pointers;

/// <summary>What one reading of references has found, and the targets that were asked.</summary>
internal sealed record ReadResult(Estate Estate, IReadOnlyList<AmiEnvironment> Environments, IReadOnlyList<FoundReference> Found);

/// <summary>Reads the references of environments: files, parameters, and what the images are good for.</summary>
internal sealed class ReadReferences(Surroundings surroundings, IFileStore store)
{
    private const int NamesPerCall = 10;
    private const int ValuesPerFilter = 200;

    public async Task<ReadResult> RunAsync(ReferenceRequest request, IReporter reporter, CancellationToken cancel)
    {
        var (estate, environments) = Choose(request, surroundings.WorkingDirectory);
        var problems = new List<Problem>();
        var found = FoundReferences.InFiles(estate, environments, store, problems).ToList();
        if (!request.FilesOnly)
        {
            var targets = estate.Targets.Where(t => environments.Any(e => e.Target == t.Name && (e.References.Any(r => r.Parameter is not null) || found.Any(f => f.Reference.Environment == e.Name))));
            var asked = await Task.WhenAll(targets.Select(t => InAsync(t, [.. environments.Where(e => e.Target == t.Name)], [.. found.Where(f => f.Reference.Target == t.Name)], estate, problems, reporter, cancel))).ConfigureAwait(false);
            found = [.. environments.SelectMany(e => asked.SelectMany(a => a).Where(f => f.Reference.Environment == e.Name))];
        }
        if (problems.Count > 0) throw new ProblemsFoundException("ReferencesUnreadable", $"{problems.Count} references can't be read:", problems, estate.File);
        return new(estate, environments, [.. found.Where(f => request.Name is null || f.Reference.Name == request.Name)]);
    }

    /// <summary>The environments that are meant.</summary>
    /// <exception cref="AmiToolsException">UnknownEnvironment, ReferencesMissing.</exception>
    public static (Estate Estate, IReadOnlyList<AmiEnvironment> Environments) Choose(ReferenceRequest request, string workingDirectory)
    {
        var estate = EstateFinder.Load(request.Targets, workingDirectory, workingDirectory);
        var known = estate.Environments.Select(e => e.Name).ToArray();
        foreach (var wanted in request.Environments)
        {
            if (!known.Contains(wanted, StringComparer.OrdinalIgnoreCase))
                throw new AmiToolsException("UnknownEnvironment", FailureKind.NotFound, $"There is no environment '{wanted}' in {estate.File}.{Nearest.Hint(wanted, known)}", wanted);
        }
        IReadOnlyList<AmiEnvironment> chosen = [.. estate.Environments.Where(e => request.Environments.Count == 0 || request.Environments.Contains(e.Name, StringComparer.OrdinalIgnoreCase))];
        var without = request.Environments.Count == 0 ? (chosen.All(e => e.References.Count == 0) ? chosen : []) : [.. chosen.Where(e => e.References.Count == 0)];
        if (without.Count > 0)
            throw new AmiToolsException("ReferencesMissing", FailureKind.InvalidInput,
                $"{estate.File} names no 'references' of {string.Join(", ", without.Select(e => e.Name))}: the files and parameters that name images, such as 'references: [{{ file: infra/{without[0].Name}.tfvars }}]'.", without[0].Name);
        return (estate, chosen);
    }

    private async Task<IReadOnlyList<FoundReference>> InAsync(AmiTarget target, IReadOnlyList<AmiEnvironment> environments, IReadOnlyList<FoundReference> files, Estate estate, List<Problem> problems, IReporter reporter, CancellationToken cancel)
    {
        using var connection = await surroundings.Connector.ConnectAsync(target, reporter, cancel).ConfigureAwait(false);
        try
        {
            IReadOnlyList<FoundReference> all = [.. files, .. await ParametersAsync(connection, environments, estate, problems, cancel).ConfigureAwait(false)];
            var images = await ImagesAsync(connection, [.. all.Select(f => f.Reference.ImageId).Distinct(StringComparer.Ordinal)], cancel).ConfigureAwait(false);
            return [.. all.Select(f => f with { Reference = Judged(f.Reference, images) })];
        }
        catch (AwsException e)
        {
            throw new AmiToolsException("LookupFailed", AwsFailure.KindOf(e), $"What the target '{target.Name}' (account {connection.AccountId}, {connection.Region}) has can't be read: {e.Message}", target.Name, e);
        }
    }

    private static async Task<IReadOnlyList<FoundReference>> ParametersAsync(ITargetConnection connection, IReadOnlyList<AmiEnvironment> environments, Estate estate, List<Problem> problems, CancellationToken cancel)
    {
        IReadOnlyList<(AmiEnvironment Environment, ReferenceSource Source)> wanted = [.. environments.SelectMany(e => e.References.Where(r => r.Parameter is not null).Select(r => (e, r)))];
        var names = wanted.Select(w => w.Source.Parameter!).Distinct(StringComparer.Ordinal).ToList();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var start = 0; start < names.Count; start += NamesPerCall)
        {
            var page = await connection.Aws.SendAsync(new GetParameters { Names = names.GetRange(start, Math.Min(NamesPerCall, names.Count - start)) }, cancel).ConfigureAwait(false);
            foreach (var parameter in page.Parameters) values[parameter.Name] = parameter.Value;
        }
        var found = new List<FoundReference>();
        foreach (var (environment, source) in wanted)
        {
            var there = values.TryGetValue(source.Parameter!, out var value);
            var id = there && ImageIds.In(value!).FirstOrDefault() is { } only && only == value!.Trim() ? only : null;
            if (id is null)
            {
                var place = $"the target '{connection.Target.Name}' (account {connection.AccountId}, {connection.Region})";
                lock (problems) problems.Add(new(there ? "ParameterNamesNoImage" : "ParameterNotFound", there ? $"the parameter {source.Parameter} in {place} holds no image id." : $"there is no parameter {source.Parameter} in {place}.", estate.File, source.Line));
                continue;
            }
            found.Add(new(new() { Environment = environment.Name, Target = environment.Target, Parameter = source.Parameter, Key = source.Parameter!, Format = "parameter", ImageId = id, Name = source.Image }));
        }
        return found;
    }

    private static async Task<Dictionary<string, Ami>> ImagesAsync(ITargetConnection connection, List<string> ids, CancellationToken cancel)
    {
        var images = new Dictionary<string, Ami>(StringComparer.Ordinal);
        for (var start = 0; start < ids.Count; start += ValuesPerFilter)
        {
            // A filter, unlike a list of ids, does not mind one that is not there.
            var filter = new Filter("image-id", [.. ids.Skip(start).Take(ValuesPerFilter)]);
            foreach (var image in await connection.Aws.AllAsync(t => new DescribeImages { Filters = [filter], IncludeDeprecated = true, IncludeDisabled = true, NextToken = t }, (ImagePage p) => p.Items, cancel).ConfigureAwait(false))
                images[image.ImageId] = image.ToAmi(connection.Target.Name, connection.AccountId, connection.Region);
        }
        return images;
    }

    private static AmiReference Judged(AmiReference reference, Dictionary<string, Ami> images)
    {
        if (!images.TryGetValue(reference.ImageId, out var image)) return reference with { Status = ReferenceStatus.Missing };
        var ours = image.Tags.ContainsKey(TagNames.Image);
        return reference with
        {
            Name = reference.Name ?? (ours ? image.Name : null),
            Version = image.Version,
            Status = image.State != "available" ? ReferenceStatus.Unavailable : !ours ? ReferenceStatus.Foreign : image.IsComplete ? ReferenceStatus.Usable : ReferenceStatus.Incomplete,
        };
    }
}
