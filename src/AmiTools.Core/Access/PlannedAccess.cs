namespace AmiTools.Core.Access;

/// <summary>Who may use an image once a plan is carried out. Pure.</summary>
public static class PlannedAccess
{
    public static AmiAccess Of(AccessPlan plan)
    {
        var now = plan.Now;
        var entities = plan.IsEmpty ? AccessText.Entities(now) : plan.After;
        var after = now with
        {
            IsPublic = entities.Contains(AccessText.Everybody),
            Accounts = Accounts(entities),
            Organizations = [.. entities.Where(e => e.Contains(":organization/"))],
            OrganizationalUnits = [.. entities.Where(e => e.Contains(":ou/"))],
            Snapshots = [.. now.Snapshots.Select(s => plan.Snapshots.TryGetValue(s.SnapshotId, out var change) ? Of(s, change) : s)],
        };
        return after with { Differences = [.. AccessReader.Differences(after)] };
    }

    private static SnapshotAccess Of(SnapshotAccess now, AccessDifference change)
    {
        List<string> entities = [.. now.Accounts.Concat(now.IsPublic ? [AccessText.Everybody] : []).Except(change.Removed).Concat(change.Added)];
        return now with { IsPublic = entities.Contains(AccessText.Everybody), Accounts = Accounts(entities) };
    }

    private static IReadOnlyList<string> Accounts(IEnumerable<string> entities) => [.. entities.Where(AccessText.IsAccount).OrderBy(a => a, StringComparer.Ordinal)];
}
