using AmiTools.Core.Environments;
using AmiTools.Core.Pointers;

namespace AmiTools.Core.Repair;

/// <summary>Says what a change of references has left beside the environments file, and what is to be done with it. Changes nothing.</summary>
internal static class BrokenReferences
{
    public const string IsAlive = "its process is alive";

    public static ReferenceRepairPlan? Of(IFileStore store, Estate estate, IReadOnlyList<string> chosen)
    {
        if (estate.File is not { } file || !EditJournal.IsThere(store, EditJournal.PathOf(file))) return null;
        var plan = new ReferenceRepairPlan { EnvironmentsFile = file };
        try
        {
            var journal = EditJournal.Read(store, EditJournal.PathOf(file));
            return Decided(plan with { Started = journal?.Started, Found = Found(journal) }, journal, EditLock.IsHeld(file), chosen);
        }
        catch (Exception e) when (e is AmiToolsException or IOException or UnauthorizedAccessException)
        {
            return plan with { Action = RepairAction.Leave, Reason = e.Message.TrimEnd('.') };
        }
    }

    /// <summary>The one place where it is decided. A pure function of what was read.</summary>
    public static ReferenceRepairPlan Decided(ReferenceRepairPlan plan, EditJournal? journal, bool alive, IReadOnlyList<string> chosen)
    {
        if (alive) return plan with { Action = RepairAction.Leave, Reason = IsAlive };
        if (journal is null) return plan with { Action = RepairAction.Undo, Reason = "it was broken off before it had changed anything" };
        if (journal.State == EditState.Done) return plan with { Action = RepairAction.Finish, Reason = "all was changed before it was broken off" };
        return journal.Parameters.FirstOrDefault(p => !chosen.Contains(p.Target)) is { } other
            ? plan with { Action = RepairAction.Leave, Reason = $"the target '{other.Target}' of its parameter {other.Name} is not among the chosen targets" }
            : plan with { Action = RepairAction.Undo, Reason = "it was broken off before all was changed" };
    }

    private static IReadOnlyList<string> Found(EditJournal? journal) => journal is null ? [] :
    [
        .. journal.Files.Select(f => $"file {f.Path}"),
        .. journal.Parameters.Select(p => $"parameter {p.Name} of {p.Target} ({p.Before}, was to be {p.After})"),
    ];
}
