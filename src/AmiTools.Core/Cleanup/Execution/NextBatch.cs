using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup.Execution;

/// <summary>Which images go next: a pure function of what is there and what is gone.</summary>
internal static class NextBatch
{
    /// <summary>The most of one account and Region: at EC2's rate they are gone before the facts about them are too old.</summary>
    public const int Most = 200;

    /// <summary>Of those that may go, the ids of some on which no image was built that is still there.</summary>
    public static HashSet<string> Of(IReadOnlyList<FleetImage> images, CleanupLedger ledger)
    {
        var bases = new HashSet<string>(images.Where(i => !ledger.IsGone(i.ImageId)).SelectMany(i => i.Bases.Where(b => b != i.ImageId)), StringComparer.Ordinal);
        return new(images.Where(i => ledger.IsPending(i) && !bases.Contains(i.ImageId)).GroupBy(i => i.Place).SelectMany(p => p.Take(Most)).Select(i => i.ImageId), StringComparer.Ordinal);
    }
}
