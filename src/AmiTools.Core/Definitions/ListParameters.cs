using AmiTools.Core.Building;

namespace AmiTools.Core.Definitions;

/// <summary>Shows every parameter of every target, with provenance, so that one sees what differs.</summary>
public sealed class ListParameters(Surroundings surroundings)
{
    /// <exception cref="ProblemsFoundException">DefinitionInvalid: a file can't be read, or a value is not one that the template takes.</exception>
    public Task<IReadOnlyList<AmiParameter>> RunAsync(DefinitionRequest request, IReporter reporter, CancellationToken cancel) => Task.Run<IReadOnlyList<AmiParameter>>(() =>
    {
        var start = Path.GetFullPath(Path.Combine(surroundings.WorkingDirectory, request.Definitions.Path ?? "."));
        var (targets, known) = DefinitionSet.Targets(request.Targets, start, surroundings.WorkingDirectory);
        var values = new List<AmiParameter>();
        var problems = new List<Problem>();
        foreach (var (_, load) in DefinitionSet.Load(request.Definitions, [.. targets.Select(t => t.Name)], surroundings.WorkingDirectory, known))
        {
            cancel.ThrowIfCancellationRequested();
            problems.AddRange(load.Problems);
            if (load.Loaded is not { } loaded) continue;
            var resolved = targets.Select(t => ParameterHierarchy.Resolve(loaded, t.Name, FileBuiltIns.Of(loaded, t), request.Overrides)).ToArray();
            problems.AddRange(resolved.SelectMany(r => r.Problems));
            // Whether they differ is told by the real values.
            values.AddRange(ParameterHierarchy.SideBySide([.. resolved.SelectMany(r => r.Values)]).Select(SecretNames.Shown));
        }
        return problems.Count == 0 ? values : throw new ProblemsFoundException("DefinitionInvalid", $"The parameters can't be told. {Counted.Of(problems.Count, "problem")}:", [.. problems.Distinct()], request.Definitions.Path);
    }, cancel);
}
