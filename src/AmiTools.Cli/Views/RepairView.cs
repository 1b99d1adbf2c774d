using AmiTools.Cli.Reporting;
using AmiTools.Core.Repair;

namespace AmiTools.Cli.Views;

/// <summary>Shows what a repair would do, and what it has done.</summary>
internal static class RepairView
{
    public static void Show(Screen screen, RepairSurvey survey)
    {
        if (PlanRepair.FoundNothing(survey)) screen.Line("There is nothing to repair.");
        foreach (var run in survey.Runs)
        {
            var would = run.Action switch
            {
                RepairAction.Undo => "would be undone",
                RepairAction.Finish => "would be finished",
                RepairAction.Wait => "would be left until later",
                _ => "would be left alone",
            };
            screen.Heading($"{run.Name} {run.Version}, pair {run.PairId}, {would}: {run.Reason}.");
            screen.Table(new(
                ["target", "account", "region", "had come to", "found"],
                [.. run.Members.SelectMany(m => m.Found.DefaultIfEmpty("nothing").Select((f, i) => i == 0 ? new[] { m.Target, m.AccountId, m.Region, m.State, f } : ["", "", "", "", f]))]));
            if (run.RunFolder is { } folder) screen.Line("Run folder: " + folder);
            if (run.CopiesIn.Count > 0) screen.Line($"Copies of the journal in Parameter Store: {string.Join(", ", run.CopiesIn)}");
        }
        if (survey.References is { } change) Show(screen, change);
        foreach (var unread in survey.Unread) screen.Line(unread);
        foreach (var folder in survey.TemporaryFolders) screen.Line($"Temporary folder of a process that has ended: {folder}");
    }

    public static void Show(Screen screen, RepairSurvey survey, IReadOnlyList<RepairedPair> results, RepairedReferences? references)
    {
        if (PlanRepair.FoundNothing(survey)) screen.Line("There is nothing to repair.");
        foreach (var result in results)
        {
            screen.Line($"{result.Name} {result.Version}, pair {result.PairId}: {Word(result.Outcome)}; {result.Message}.");
        }
        if (references is not null) screen.Line($"The change of references of {references.EnvironmentsFile}{Began(references.Started)}: {Word(references.Outcome)}; {references.Message}.");
    }

    private static void Show(Screen screen, ReferenceRepairPlan change)
    {
        var would = change.Action switch
        {
            RepairAction.Undo => "would be put back",
            RepairAction.Finish => "would be finished",
            _ => "would be left alone",
        };
        screen.Heading($"The change of references of {change.EnvironmentsFile}{Began(change.Started)}, {would}: {change.Reason}.");
        foreach (var found in change.Found) screen.Line(found);
    }

    private static string Began(DateTimeOffset? started) => started is { } time ? $", begun {time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "";

    private static string Word(RepairOutcome outcome) => outcome switch
    {
        RepairOutcome.Undone => "undone",
        RepairOutcome.Finished => "finished",
        RepairOutcome.Watched => "to be looked at again",
        RepairOutcome.LeftAlone => "left alone",
        _ => "failed",
    };
}
