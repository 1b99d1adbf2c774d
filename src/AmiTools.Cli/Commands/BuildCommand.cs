using System.CommandLine;
using AmiTools.Cli.Views;
using AmiTools.Core.Building;

namespace AmiTools.Cli.Commands;

/// <summary><c>build</c>: one image in every target, all or none.</summary>
internal static class BuildCommand
{
    public static Command Create(CommandRunner runner)
    {
        var definition = new Argument<string>("definition") { Description = "The definition's folder." }.RefusingOptions();
        var targets = new TargetOptions();
        var number = new Option<string?>("--build-number") { Description = "A whole number that becomes the patch version: 2.0 and 57 make 2.0.57. Without it the version is a prerelease of the current time.", HelpName = "number" };
        var set = KeyValueOption.Create("--set", "A parameter that wins over every file; may be given several times.");
        var commit = new Option<string?>("--commit") { Description = "The commit, where the checkout can't tell.", HelpName = "id" };
        var branch = new Option<string?>("--branch") { Description = "The branch, where the checkout can't tell.", HelpName = "name" };
        var release = new Option<bool?>("--release") { Description = "true or false: whether this is a release. Without it the branch decides.", HelpName = "true|false" };
        var branches = new Option<string[]>("--release-branch") { Description = "A branch, with wildcards, that releases come from; may be given several times. Without it, the default branch.", HelpName = "pattern" };
        var dirty = new Option<bool>("--allow-dirty") { Description = "Lets a release come from a tree with changes that are not committed." };
        var bases = new Option<bool>("--allow-different-base-images") { Description = "Lets the targets have different base images." };
        var buildTimeout = DurationOption.Create("--build-timeout", "How long Packer may take in one target (2h).");
        var availableTimeout = DurationOption.Create("--available-timeout", "How long an image and its snapshots may take to become available after that (30m).");
        var undoTimeout = DurationOption.Create("--undo-timeout", "How long the undo may take (10m).");
        var runs = new Option<string?>("--runs") { Description = "The folder that run folders are made in. Without it, 'runs' beside the definitions.", HelpName = "path" };
        var local = new Option<bool>("--local-journal") { Description = "Keeps the run's journal in the run folder only, and no copies in Parameter Store; then only this machine can repair the run." };
        var packer = new Option<string?>("--packer") { Description = "The Packer program. Without it, 'packer' on PATH.", HelpName = "path" };
        var whatIf = new Option<bool>("--what-if") { Description = "Checks everything, shows what would be built, and builds nothing." };

        var command = new Command("build", "Builds the same image in every target with Packer, as one thing: all members or none.") { definition };
        targets.AddTo(command);
        foreach (var option in new Option[] { number, set, commit, branch, release, branches, dirty, bases, buildTimeout, availableTimeout, undoTimeout, runs, local, packer, whatIf }) command.Add(option);

        return runner.Bind(command, async (session, parsed) =>
        {
            var defaults = new NewPairRequest { DefinitionPath = "" };
            var request = new NewPairRequest
            {
                DefinitionPath = parsed.GetRequiredValue(definition),
                Targets = targets.Read(parsed),
                BuildNumber = parsed.GetValue(number),
                Overrides = parsed.GetValue(set) ?? defaults.Overrides,
                Commit = parsed.GetValue(commit),
                Branch = parsed.GetValue(branch),
                ReleaseBuild = parsed.GetValue(release),
                ReleaseBranches = parsed.GetValue(branches) ?? [],
                AllowDirty = parsed.GetValue(dirty),
                AllowDifferentBaseImages = parsed.GetValue(bases),
                BuildTimeout = parsed.GetValue(buildTimeout) ?? defaults.BuildTimeout,
                AvailableTimeout = parsed.GetValue(availableTimeout) ?? defaults.AvailableTimeout,
                UndoTimeout = parsed.GetValue(undoTimeout) ?? defaults.UndoTimeout,
                RunsPath = parsed.GetValue(runs),
                LocalJournalOnly = parsed.GetValue(local),
                PackerPath = parsed.GetValue(packer),
            };
            var surroundings = session.Surroundings;
            var plan = await new PlanPair(surroundings).RunAsync(request, session.Reporter, session.Cancel);
            if (parsed.GetValue(whatIf))
            {
                session.Write(PlanView.Document(plan), screen => PlanView.Show(screen, plan));
                return ExitCode.Done;
            }
            var pair = await new BuildPair(surroundings).RunAsync(plan, session.Reporter, session.Cancel);
            session.Write(pair, screen => PairView.Show(screen, pair));
            return ExitCode.Done;
        }, undoes: true);
    }
}
