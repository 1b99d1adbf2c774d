using System.CommandLine;
using AmiTools.Cli.Views;
using AmiTools.Core.Cleanup;

namespace AmiTools.Cli.Commands;

/// <summary><c>plan</c>: what a cleanup would delete.</summary>
internal static class PlanCommand
{
    public static Command Create(CommandRunner runner)
    {
        var cleanup = new CleanupOptionSet();
        var command = new Command("plan", "Tells which images a cleanup would delete, and why it keeps the others; changes nothing.");
        cleanup.AddTo(command);
        return runner.Bind(command, async (session, parsed) =>
        {
            var plan = await new PlanCleanup(session.Surroundings).RunAsync(cleanup.Read(parsed), session.Reporter, session.Cancel);
            session.Write(plan.Rows, screen => CleanupView.Show(screen, plan.Rows));
            CleanupText.ThrowIfIncomplete(plan);
            return ExitCode.Done;
        });
    }
}
