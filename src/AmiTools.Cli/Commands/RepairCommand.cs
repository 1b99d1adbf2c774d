using System.CommandLine;
using AmiTools.Cli.Views;
using AmiTools.Core.Repair;

namespace AmiTools.Cli.Commands;

/// <summary><c>repair</c>: finishes or undoes builds whose process has died.</summary>
internal static class RepairCommand
{
    public static Command Create(CommandRunner runner)
    {
        var path = new Argument<string?>("path") { Description = "A run folder, its journal, or a folder below which run folders are looked for. Without it, the working directory.", Arity = ArgumentArity.ZeroOrOne }.RefusingOptions();
        var targets = new TargetOptions();
        var pairs = new Option<string[]>("--pair") { Description = "A pair's id; may be given several times. Without it, every run that is found.", HelpName = "id" };
        var timeout = DurationOption.Create("--undo-timeout", "How long the undo of one run may take (10m).");
        var whatIf = new Option<bool>("--what-if") { Description = "Shows what was found and what would be done, and changes nothing." };

        var command = new Command("repair", "Finishes or undoes builds and changes of references whose process has died, from their run folders, from their journals' copies in Parameter Store, or from beside the environments file.") { path };
        targets.AddTo(command);
        foreach (var option in new Option[] { pairs, timeout, whatIf }) command.Add(option);

        return runner.Bind(command, async (session, parsed) =>
        {
            var defaults = new RepairRequest();
            var request = new RepairRequest
            {
                Targets = targets.Read(parsed),
                Path = parsed.GetValue(path),
                PairIds = parsed.GetValue(pairs) ?? [],
                UndoTimeout = parsed.GetValue(timeout) ?? defaults.UndoTimeout,
            };
            var survey = await new PlanRepair(session.Surroundings).RunAsync(request, session.Reporter, session.Cancel);
            if (parsed.GetValue(whatIf))
            {
                session.Write(survey, screen => RepairView.Show(screen, survey));
                return ExitCode.Done;
            }
            var results = new List<RepairedPair>();
            foreach (var run in survey.Runs)
            {
                session.Cancel.ThrowIfCancellationRequested();
                results.Add(await new RepairRuns(session.Surroundings).RunAsync(request, run, session.Reporter, session.Cancel));
            }
            var references = survey.References is { } change
                ? await new RepairReferences(session.Surroundings).RunAsync(request, change, session.Reporter, session.Cancel) : null;
            foreach (var folder in survey.TemporaryFolders)
            {
                session.Reporter.Verbose($"Removing {folder}, whose process has ended.");
                RepairRuns.RemoveTemporaryFolder(folder);
            }
            // One list, as the pipeline of Repair-PairedAmi has it.
            IReadOnlyList<object> all = [.. results, .. references is null ? [] : new object[] { references }];
            session.Write(all, screen => RepairView.Show(screen, survey, results, references));
            return RepairRuns.Failure(request, results, session.Host.WorkingDirectory, references, survey.Unread) is { } failure ? throw failure : ExitCode.Done;
        });
    }
}
