namespace AmiTools;

/// <summary>What stops a cleanup before its first deletion.</summary>
public sealed record CleanupBreakers
{
    /// <summary>The most images that one run may delete; 100 by default.</summary>
    public int MaximumDeletion { get; init; } = 100;

    /// <summary>The most that one run may delete of the fleet, in percent; 50 by default, 0 to 100.</summary>
    public double MaximumDeletionPercent { get; init; } = 50;

    /// <summary>The least number of images in use, in percent of the last run's; 50 by default. 0 asks for nothing.</summary>
    public double MinimumUsedPercent { get; init; } = 50;

    /// <summary>A file that keeps the number of images in use from run to run; null keeps it in Parameter Store (<c>/amitools/cleanup/used</c>).</summary>
    public string? UsedCountPath { get; init; }
}
