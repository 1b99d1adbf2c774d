using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup;

/// <summary>Refuses numbers that can't be meant, and turns days into time.</summary>
internal static class CleanupChecks
{
    private const int LongestDays = 3650;

    public static void Check(CleanupRequest request, IReadOnlyList<IUsageSource> asked)
    {
        UsageSources.Check(request.Options, asked);
        var limits = request.Limits;
        Within("OlderThanDays", limits.OlderThanDays, 0, LongestDays);
        Within("NeverUsedOlderThanDays", limits.NeverUsedOlderThanDays, 0, LongestDays);
        Within("PrereleaseOlderThanDays", limits.PrereleaseOlderThanDays, 0, LongestDays);
        Within("KeepLatest", limits.KeepLatest, 0, 1000);
        Within("ParameterHistory", limits.ParameterHistory, 1, 100);
        Within("StageDays", limits.StageDays, 0, LongestDays);
    }

    public static void Check(CleanupBreakers breakers)
    {
        Within("MaximumDeletion", breakers.MaximumDeletion, 0, 1_000_000);
        Within("MaximumDeletionPercent", breakers.MaximumDeletionPercent, 0, 100);
        Within("MinimumUsedPercent", breakers.MinimumUsedPercent, 0, 100);
    }

    public static void CheckPrice(decimal price) => Within("PricePerGiBMonth", (double)price, 0, 1000);

    public static Limits LimitsOf(CleanupLimits limits) => new()
    {
        AfterUse = TimeSpan.FromDays(limits.OlderThanDays),
        NeverUsed = TimeSpan.FromDays(limits.NeverUsedOlderThanDays),
        Prerelease = TimeSpan.FromDays(limits.PrereleaseOlderThanDays),
        KeepLatest = limits.KeepLatest,
    };

    private static void Within(string name, double value, double least, double most)
    {
        if (value >= least && value <= most) return;
        throw new AmiToolsException("NumberOutOfRange", FailureKind.InvalidInput, FormattableString.Invariant($"{name} is {value}; expected {least:#,0} to {most:#,0}."), value);
    }
}
