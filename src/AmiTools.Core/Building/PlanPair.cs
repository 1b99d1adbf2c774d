using AmiTools.Core.Definitions;
using AmiTools.Core.Environments;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>
/// Checks everything that can be checked before a paired build, and says what it will do. First what the files alone say,
/// for all targets; if that is right, what each target's AWS says. Nothing is changed anywhere.
/// </summary>
public sealed class PlanPair(Surroundings surroundings)
{
    public async Task<PairPlan> RunAsync(NewPairRequest request, IReporter reporter, CancellationToken cancel)
    {
        var folder = Path.GetFullPath(Path.Combine(surroundings.WorkingDirectory, request.DefinitionPath));
        var estate = EstateFinder.Load(request.Targets, folder, surroundings.WorkingDirectory);
        var targets = EstateFinder.Choose(estate, request.Targets);
        if (targets.Count == 0) throw new AmiToolsException("NoTargets", FailureKind.InvalidInput, $"{estate.File} names no target, so there is nowhere to build.", estate.File);
        var packer = PackerProgram.Find(request.PackerPath, surroundings.Variables, surroundings.WorkingDirectory);

        var load = DefinitionLoader.Load(folder, [.. targets.Select(t => t.Name)], [.. estate.Targets.Select(t => t.Name)]);
        var problems = load.Problems.ToList();
        if (load.Loaded is not { } loaded) throw Found(Path.GetFileName(folder), problems);
        foreach (var target in targets) problems.AddRange(DefinitionRules.Check(loaded, target, request.Overrides));
        var runs = RunsFolder.Of(request, loaded.Definition, surroundings.WorkingDirectory);
        var draft = await DraftAsync(request, loaded.Definition, estate, runs, problems, cancel).ConfigureAwait(false);
        if (draft is null || problems.Count > 0) throw Found(loaded.Definition.Name, problems);

        IReadOnlyList<AmiTarget> built = draft.IsPrerelease ? [targets[0]] : targets;
        var planned = await CheckAsync(built, new PlanMember(surroundings, loaded, draft, runs, packer, reporter), Activity(loaded.Definition, draft.Version), reporter, cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        problems.AddRange(planned.SelectMany(p => p.Problems));
        problems.AddRange(BaseImagesDiffer(request, planned, reporter));
        problems.AddRange(SamePlace(planned));
        if (request.Strategy == BuildStrategy.CopyOrBuild) problems.AddRange(CopyOrBuild.Refusals([.. planned.Select(p => p.Member).OfType<PlannedMember>()], estate.NetworkParameters ?? CopyOrBuild.NetworkParameters));
        reporter.Progress(new ProgressUpdate(Activity(loaded.Definition, draft.Version), Counted.Of(problems.Count, "problem"), 100, Completed: true));
        if (problems.Count > 0) throw Found($"{loaded.Definition.Name} {draft.Version}", problems);
        foreach (var target in planned) reporter.Verbose($"{target.Member!.Target.Name}: base image {target.BaseImage?.ToString() ?? "unknown"}, image name '{target.Member.ImageName}'");

        var parameters = ParameterHierarchy.SideBySide([.. planned.SelectMany(p => p.Member!.Parameters)]);
        return draft with { Members = [.. planned.Select(p => p.Member! with { Parameters = [.. parameters.Where(v => v.Target == p.Member.Target.Name)] })] };
    }

    private static string Activity(AmiDefinition definition, string version) => $"Checking {definition.Name} {version}";

    private static async Task<PlannedTarget[]> CheckAsync(IReadOnlyList<AmiTarget> targets, PlanMember planner, string activity, IReporter reporter, CancellationToken cancel)
    {
        var gate = new object();
        var done = 0;
        reporter.Progress(new ProgressUpdate(activity, string.Join(", ", targets.Select(t => t.Name)), 0));
        return await Task.WhenAll(targets.Select(async target =>
        {
            var planned = await planner.RunAsync(target, cancel).ConfigureAwait(false);
            lock (gate) reporter.Progress(new ProgressUpdate(activity, $"{target.Name} is checked", ++done * 100 / targets.Count));
            return planned;
        })).ConfigureAwait(false);
    }

    /// <summary>The plan without members; null if there is no version.</summary>
    private async Task<PairPlan?> DraftAsync(NewPairRequest request, AmiDefinition definition, Estate estate, string runs, List<Problem> problems, CancellationToken cancel)
    {
        var git = await GitState.ReadAsync(definition.Path, runs, surroundings.Variables, cancel).ConfigureAwait(false);
        var from = BuiltFrom.Decide(request, git, CiState.Of(surroundings.Variables));
        var now = surroundings.Time.GetUtcNow();
        try
        {
            var version = VersionCalculator.Compute(new VersionInput
            {
                BaseVersion = definition.BaseVersion,
                BuildNumber = request.BuildNumber,
                Branch = from.Branch,
                ReleaseBranches = request.ReleaseBranches.Count > 0 ? request.ReleaseBranches : estate.ReleaseBranches,
                DefaultBranch = git.DefaultBranch,
                ReleaseBuild = from.ReleaseBuild,
                IsDirty = from.IsDirty,
                Dirt = git.Dirt,
                AllowDirty = request.AllowDirty,
                Now = now,
            });
            return new PairPlan
            {
                Request = request,
                Definition = definition,
                Version = version.Version,
                PairId = PairIds.New(now),
                Commit = from.Commit,
                Branch = from.Branch,
                Repository = git.Remote,
                IsDirty = from.IsDirty,
                IsPrerelease = !version.IsRelease,
            };
        }
        catch (AmiToolsException e)
        {
            problems.Add(new Problem(e.ErrorId, e.Message, e.ErrorId == "DirtyRelease" ? null : Path.Combine(definition.Path, "version.json")));
            return null;
        }
    }

    private static IEnumerable<Problem> BaseImagesDiffer(NewPairRequest request, IReadOnlyList<PlannedTarget> planned, IReporter reporter)
    {
        var known = planned.Where(p => p.BaseImage is not null).Select(p => p.BaseImage!).ToList();
        var others = known.Skip(1).Where(b => !b.IsSameAs(known[0])).ToList();
        if (others.Count == 0) yield break;
        var differ = $"The base images are not the same image: {string.Join("; ", known.Select(b => $"{b.Target} has {b}"))}.";
        // A copy has the first target's base image in it, whatever is allowed.
        if (request.Strategy == BuildStrategy.CopyOrBuild) yield return new Problem("BaseImagesDiffer", differ + " Name one that is the same everywhere, or build in every target (-Strategy Build, --strategy build).");
        else if (request.AllowDifferentBaseImages) reporter.Warning(differ);
        else yield return new Problem("BaseImagesDiffer", differ + " Name one that is the same everywhere (one version of a base definition, one public image by owner and name), or allow it.");
    }

    /// <summary>Two targets of one account and Region could not both have an image of that name.</summary>
    private static IEnumerable<Problem> SamePlace(IReadOnlyList<PlannedTarget> planned) =>
        planned.Select(p => p.Member).OfType<PlannedMember>().GroupBy(m => (m.AccountId, m.Region)).Where(g => g.Count() > 1).Select(g => new Problem("TargetsCoincide",
            $"The targets {string.Join(" and ", g.Select(m => $"'{m.Target.Name}'"))} are the same account and Region ({g.Key.AccountId}, {g.Key.Region}), where a name can be used once. Check their credentials."));

    private static ProblemsFoundException Found(string what, IReadOnlyList<Problem> problems) =>
        new(problems.Count == 1 ? problems[0].Id : "ProblemsFound", $"{what} can't be built; nothing was done. {Counted.Of(problems.Count, "problem")}:", [.. problems.Distinct()], what);
}
