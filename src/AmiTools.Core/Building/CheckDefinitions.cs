using AmiTools.Core.Definitions;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Building;

/// <summary>Checks definitions for all targets, all problems at once, without touching AWS: first the files, then Packer's own opinion.</summary>
public sealed class CheckDefinitions(Surroundings surroundings)
{
    // What only a run knows has a stand-in that Packer accepts.
    private const string AnyImage = "ami-00000000000000000";

    public async Task<IReadOnlyList<DefinitionCheck>> RunAsync(DefinitionRequest request, IReporter reporter, CancellationToken cancel)
    {
        var start = Path.GetFullPath(Path.Combine(surroundings.WorkingDirectory, request.Definitions.Path ?? "."));
        var (targets, known) = DefinitionSet.Targets(request.Targets, start, surroundings.WorkingDirectory);
        var checks = new List<DefinitionCheck>();
        foreach (var definition in DefinitionSet.Load(request.Definitions, [.. targets.Select(t => t.Name)], surroundings.WorkingDirectory, known))
        {
            cancel.ThrowIfCancellationRequested();
            var problems = definition.Load.Problems.ToList();
            if (definition.Load.Loaded is { } loaded)
            {
                foreach (var target in targets) problems.AddRange(DefinitionRules.Check(loaded, target, request.Overrides));
                // Packer stops at the first thing it does not understand; our own messages come first.
                if (problems.Count == 0 && request.ValidateWithPacker)
                    foreach (var target in targets) problems.AddRange(await ValidateAsync(loaded, target, request, reporter, cancel).ConfigureAwait(false));
            }
            checks.Add(new() { Name = DefinitionSet.NameOf(definition), Path = definition.Folder, Problems = [.. problems.Distinct()] });
        }
        return checks;
    }

    private async Task<IReadOnlyList<Problem>> ValidateAsync(LoadedDefinition loaded, AmiTarget target, DefinitionRequest request, IReporter reporter, CancellationToken cancel)
    {
        var packer = PackerProgram.Find(request.PackerPath, surroundings.Variables, surroundings.WorkingDirectory);
        var builtIns = DefinitionRules.SampleValues(loaded, target).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        builtIns["source_ami"] = AnyImage;
        var plan = new PairPlan
        {
            Request = new() { DefinitionPath = loaded.Definition.Path },
            Definition = loaded.Definition,
            Version = builtIns["version"],
            PairId = builtIns["pair_id"],
        };
        var member = new PlannedMember
        {
            Target = target,
            AccountId = target.AccountId ?? "",
            Region = target.Region ?? "",
            ImageName = "check",
            Parameters = ParameterHierarchy.Resolve(loaded, target.Name, builtIns, request.Overrides).Values,
        };
        using var folder = new ScratchFolder("check-" + Guid.NewGuid().ToString("N"), surroundings.Machine);
        var input = PackerInput.Write(plan, member, folder.For("open"), folder.For("hidden"));
        return [.. input.Problems, .. await new PackerValidation(packer, surroundings).RunAsync(loaded.Definition, target, input, null, reporter, cancel).ConfigureAwait(false)];
    }
}
