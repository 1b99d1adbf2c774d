using System.CommandLine;
using AmiTools.Cli.Views;
using AmiTools.Core.Building;
using AmiTools.Core.Ci;

namespace AmiTools.Cli.Commands;

/// <summary><c>build</c>: one image in every target, all or none.</summary>
internal static class BuildCommand
{
    public static Command Create(CommandRunner runner)
    {
        var definition = new Argument<string[]>("definition") { Description = "The definition's folder; of several, those that others are built on come first.", Arity = ArgumentArity.OneOrMore }.RefusingOptions();
        var targets = new TargetOptions();
        var number = new Option<string?>("--build-number") { Description = "A whole number that becomes the patch version: 2.0 and 57 make 2.0.57. Without it the version is a prerelease of the current time.", HelpName = "number" };
        var set = KeyValueOption.Create("--set", "A parameter that wins over every file; may be given several times.");
        var commit = new Option<string?>("--commit") { Description = "The commit, where the checkout can't tell.", HelpName = "id" };
        var branch = new Option<string?>("--branch") { Description = "The branch, where the checkout can't tell.", HelpName = "name" };
        var release = new Option<bool?>("--release") { Description = "true or false: whether this is a release. Without it the branch decides.", HelpName = "true|false" };
        var branches = new Option<string[]>("--release-branch") { Description = "A branch, with wildcards, that releases come from; may be given several times. Without it, the default branch.", HelpName = "pattern" };
        var dirty = new Option<bool>("--allow-dirty") { Description = "Lets a release come from a tree with changes that are not committed." };
        var bases = new Option<bool>("--allow-different-base-images") { Description = "Lets the targets have different base images." };
        var strategy = new Option<string>("--strategy") { Description = "build: the image is built in every target. copy-or-build: that of the first target is copied to the others, and built where a copy can't work (build).", DefaultValueFactory = _ => "build", HelpName = "build|copy-or-build" };
        strategy.AcceptOnlyFromAmong("build", "copy-or-build");
        var buildTimeout = DurationOption.Create("--build-timeout", "How long Packer may take in one target (2h).");
        var availableTimeout = DurationOption.Create("--available-timeout", "How long an image and its snapshots may take to become available after that (30m).");
        var undoTimeout = DurationOption.Create("--undo-timeout", "How long the undo may take (10m).");
        var test = new Option<string?>("--test-command") { Description = "A command that each image has to pass: an instance is started from it, the command runs here by the shell with AMITOOLS_INSTANCE_ID, AMITOOLS_PRIVATE_IP and more in its environment, and the instance is terminated.", HelpName = "command" };
        var testTimeout = DurationOption.Create("--test-timeout", "How long that may take (15m).");
        var testType = new Option<string?>("--test-instance-type") { Description = "The type of that instance. Without it, the parameter instance_type, else t3.micro.", HelpName = "type" };
        var testProfile = new Option<string?>("--test-instance-profile") { Description = "The name of that instance's profile. Without it, the parameter iam_instance_profile, else none.", HelpName = "name" };
        var runs = new Option<string?>("--runs") { Description = "The folder that run folders are made in. Without it, 'runs' beside the definitions.", HelpName = "path" };
        var local = new Option<bool>("--local-journal") { Description = "Keeps the run's journal in the run folder only, and no copies in Parameter Store; then only this machine can repair the run." };
        var packer = new Option<string?>("--packer") { Description = "The Packer program. Without it, 'packer' on PATH.", HelpName = "path" };
        var throttle = new Option<int>("--throttle-limit") { Description = "How many definitions that do not depend on each other are built at the same time (1).", DefaultValueFactory = _ => 1, HelpName = "number" };
        var whatIf = new Option<bool>("--what-if") { Description = "Checks everything, shows what would be built, and builds nothing." };

        var command = new Command("build", "Builds the same image in every target with Packer, as one thing: all members or none.") { definition };
        targets.AddTo(command);
        foreach (var option in new Option[] { number, set, commit, branch, release, branches, dirty, bases, strategy, buildTimeout, availableTimeout, undoTimeout, test, testTimeout, testType, testProfile, runs, local, packer, throttle, whatIf }) command.Add(option);

        return runner.Bind(command, async (session, parsed) =>
        {
            var defaults = new NewPairRequest { DefinitionPath = "" };
            var paths = parsed.GetRequiredValue(definition);
            var whatIfOnly = parsed.GetValue(whatIf);
            var plans = new List<PairPlan>();
            var builds = new BuildPairs(session.Surroundings,
                plan =>
                {
                    lock (plans) plans.Add(plan);
                    return Task.FromResult(!whatIfOnly);
                },
                outcome =>
                {
                    if (session.Reporter is IOutcomeReporter server) server.Outcome(outcome, paths.Length == 1);
                    // Of one definition the failure is the command's own.
                    if (outcome.Failure is { } failure && paths.Length > 1 && !session.Cancel.IsCancellationRequested) session.Reporter.Failure(Failure.Of(failure, stopped: false, undoes: true), null);
                    return Task.CompletedTask;
                });
            var outcomes = await builds.RunAsync(new()
            {
                ThrottleLimit = parsed.GetValue(throttle),
                Requests =
                [
                    .. paths.Select(path => new NewPairRequest
                    {
                        DefinitionPath = path,
                        Targets = targets.Read(parsed),
                        BuildNumber = parsed.GetValue(number),
                        Overrides = parsed.GetValue(set) ?? defaults.Overrides,
                        Commit = parsed.GetValue(commit),
                        Branch = parsed.GetValue(branch),
                        ReleaseBuild = parsed.GetValue(release),
                        ReleaseBranches = parsed.GetValue(branches) ?? [],
                        AllowDirty = parsed.GetValue(dirty),
                        AllowDifferentBaseImages = parsed.GetValue(bases),
                        Strategy = parsed.GetValue(strategy) == "copy-or-build" ? BuildStrategy.CopyOrBuild : BuildStrategy.Build,
                        BuildTimeout = parsed.GetValue(buildTimeout) ?? defaults.BuildTimeout,
                        AvailableTimeout = parsed.GetValue(availableTimeout) ?? defaults.AvailableTimeout,
                        UndoTimeout = parsed.GetValue(undoTimeout) ?? defaults.UndoTimeout,
                        Test = parsed.GetValue(test) is { Length: > 0 } check
                            ? new() { Command = check, Timeout = parsed.GetValue(testTimeout) ?? TimeSpan.FromMinutes(15), InstanceType = parsed.GetValue(testType), InstanceProfile = parsed.GetValue(testProfile) }
                            : null,
                        RunsPath = parsed.GetValue(runs),
                        LocalJournalOnly = parsed.GetValue(local),
                        PackerPath = parsed.GetValue(packer),
                    }),
                ],
            }, session.Reporter, session.Cancel);
            if (paths.Length == 1 && outcomes[0].Failure is { } only) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(only);
            Write(session, paths.Length > 1, plans, outcomes, whatIfOnly);
            return outcomes.All(o => o.Failure is null) ? ExitCode.Done : outcomes.All(o => o.Failure is not null) ? ExitCode.Failed : ExitCode.PartlyDone;
        }, undoes: true);
    }

    /// <summary>One definition gives one document, several give a list.</summary>
    private static void Write(Session session, bool several, IReadOnlyList<PairPlan> plans, IReadOnlyList<PairOutcome> outcomes, bool whatIfOnly)
    {
        var pairs = outcomes.Select(o => o.Pair).OfType<AmiPair>().ToList();
        object[] documents = whatIfOnly ? [.. plans.Select(PlanView.Document)] : [.. pairs];
        session.Write(several ? documents : documents[0], screen =>
        {
            if (whatIfOnly) foreach (var plan in plans) PlanView.Show(screen, plan);
            else foreach (var pair in pairs) PairView.Show(screen, pair);
        });
    }
}
