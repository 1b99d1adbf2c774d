using AmiTools.Cli.Views;
using AmiTools.Core.Cleanup;
using AmiTools.Core.Cleanup.Execution;
using AmiTools.Core.Usage;

namespace AmiTools.Cli.QuickStart;

/// <summary>The part about a fleet that has grown old: who uses what, and what nobody needs.</summary>
internal sealed class FleetStory(Session session, Narrator narrator, Stage stage)
{
    public async Task<(CleanupResult Cleanup, IReadOnlyList<ReferenceCheck> Checks)> TellAsync()
    {
        stage.Cloud.GrowOld("web-server", ["0.5.0", "0.6.0", "0.7.0", "0.8.0", "0.9.0"], used: "0.7.0");
        var checks = await new PromoteStory(session, narrator, stage).TellAsync("web-server", "0.6.0", "0.9.0");
        narrator.Step(
            "Two months later: what is in use?",
            "Five older versions stand in for a fleet with a history, in both accounts; prod still runs an instance of 0.7.0.",
            "The scan asks everything in both accounts that can name an image, and tags what it finds. Members of a pair share their use.");
        narrator.Command("Update-AmiLastUsed", "scan");
        var scan = await new ScanLastUsed(stage.Surroundings).RunAsync(new(), session.Reporter, session.Cancel);
        narrator.Show(screen => ScanView.Show(screen, scan));

        narrator.Step(
            "Clean up what nobody needs",
            "An image goes only if nothing speaks for it, and everything is read again before it does.",
            "0.6.0 is what production went back to; what an environment names, or named before, stays. The plan has every reason:");
        narrator.Command("Get-AmiCleanupPlan", "plan");
        var plan = await new PlanCleanup(stage.Surroundings).RunAsync(new CleanupRequest(), session.Reporter, session.Cancel);
        narrator.Show(screen => CleanupView.Show(screen, plan.Rows));
        narrator.Command("Invoke-AmiCleanup", "cleanup");
        var result = await new RunCleanup(stage.Surroundings).RunAsync(new() { Plan = plan.Rows }, session.Reporter, session.Cancel);
        narrator.Show(screen => CleanupResultView.Show(screen, result));
        CleanupText.ThrowIfIncomplete(result);
        return (result, checks);
    }
}
