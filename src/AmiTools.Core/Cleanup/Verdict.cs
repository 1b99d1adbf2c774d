using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup;

/// <summary>Keep or delete, with all reasons.</summary>
/// <param name="Keep">Why it is kept, one for each rule that says so; none means delete.</param>
internal sealed record Verdict(IReadOnlyList<string> Keep)
{
    /// <summary>True if nothing keeps it.</summary>
    public bool IsDelete => Keep.Count == 0;
}

/// <summary>One reason to keep an image. <paramref name="Check"/> says why this one keeps it, or null.</summary>
internal sealed record Rule(string Name, Func<Facts, Limits, string?> Check);

/// <summary>
/// What may be deleted: an image of which every rule has nothing to say. Each rule is one sentence about when an image
/// stays. Whatever can't be read keeps the image and says so.
/// </summary>
internal static class Verdicts
{
    /// <summary>All rules.</summary>
    public static IReadOnlyList<Rule> Rules { get; } =
    [
        new("owner", (f, _) => f.OwnerId == f.AccountId ? null
            : $"owned by {f.OwnerId ?? "nobody that is known"}, not by this account ({f.AccountId})"),

        new("auto-cleanup", (f, _) => f.AutoCleanup == "true" ? null
            : f.AutoCleanup is null ? "has no tag AutoCleanup" : $"AutoCleanup is '{f.AutoCleanup}', not 'true'"),

        new("heartbeat", (f, l) => f.LastUsedRuntime is null ? "no scan has looked at it: it has no LastUsedRuntime"
            : TagDate.Read(f.LastUsedRuntime) is not { } at ? Unreadable("LastUsedRuntime", f.LastUsedRuntime)
            : at > f.Now ? InFuture("LastUsedRuntime", f.LastUsedRuntime)
            : f.Now - at > l.Heartbeat ? $"the last complete scan of it was at {f.LastUsedRuntime}, longer than {Span(l.Heartbeat)} ago" : null),

        new("last-used-readable", (f, _) => f.LastUsed.FirstOrDefault(t => TagDate.Read(t) is null) is { } bad ? Unreadable("LastUsed", bad)
            : f.LastUsed.FirstOrDefault(t => TagDate.Read(t) > f.Now) is { } later ? InFuture("LastUsed", later)
            : f.LastLaunched.Any(t => t > f.Now) ? InFuture("LastLaunchedTime", TagDate.Text(f.LastLaunched.Max())) : null),

        new("last-use", (f, l) => LastUse(f) is { } use && f.Now - use <= l.AfterUse ? $"last used at {TagDate.Text(use)}, not more than {Span(l.AfterUse)} ago" : null),

        new("created-readable", (f, _) => f.Created is not { } made ? "its creation date is unknown"
            : made > f.Now ? InFuture("its creation date", TagDate.Text(made)) : null),

        // A copy is young when the last use of its pair is long ago. It covers what is left of a build, too.
        new("young", (f, l) => !f.IsPrerelease && f.Created <= f.Now && f.Now - f.Created <= l.AfterUse ? $"made not more than {Span(l.AfterUse)} ago" : null),

        new("never-used", (f, l) => LastUse(f) is null && f is { IsPrerelease: false, IsComplete: true } && f.Now - f.Created <= l.NeverUsed
            ? $"never used, and not older than {Span(l.NeverUsed)}" : null),

        new("prerelease", (f, l) => f.IsPrerelease && f.Now - f.Created <= l.Prerelease ? $"a prerelease not older than {Span(l.Prerelease)}" : null),

        new("in-use", (f, _) => f.UsedBy.Count > 0 ? "in use by " + string.Join(", ", f.UsedBy) : null),

        new("sources", (f, _) => f.UnknownSources.Count > 0 ? "it can't be told whether it is used: " + string.Join("; ", f.UnknownSources) : null),

        new("pinned", (f, _) => f.Pinned is { } pin && !Pin.HasEnded(pin, f.Now) ? $"pinned: {pin}" : null),

        new("parameter-history", (f, _) => f.PinnedByParameters.Count > 0 ? "in the history of " + string.Join(", ", f.PinnedByParameters) : null),

        new("files", (f, _) => f.PinnedByFiles.Count > 0 ? "named by " + string.Join(", ", f.PinnedByFiles) : null),

        new("latest", (f, l) => f.ReleaseRank <= l.KeepLatest ? $"number {f.ReleaseRank} of the newest {l.KeepLatest} complete releases" : null),

        new("protection", (f, _) => f.DeregistrationProtection is null or "disabled" ? null : $"protected from deregistration ({f.DeregistrationProtection})"),

        new("base", (f, _) => f.KeptChildren.Count > 0 ? "the base of " + string.Join(", ", f.KeptChildren) + ", kept" : null),
    ];

    /// <summary>The verdict, with all reasons.</summary>
    public static Verdict Of(Facts facts, Limits limits) => Of(facts, limits, Rules);

    /// <summary>The verdict by some of the rules: tests leave one out to see that it is missed.</summary>
    public static Verdict Of(Facts facts, Limits limits, IEnumerable<Rule> rules) => new([.. rules.Select(r => r.Check(facts, limits)).OfType<string>()]);

    internal static DateTimeOffset? LastUse(Facts f) => f.LastUsed.Select(TagDate.Read).Concat(f.LastLaunched.Select(t => (DateTimeOffset?)t)).Max();

    private static string Unreadable(string name, string value) => $"{name} is '{value}', which is no date; expected one like 2026-03-01T12:00:00Z";

    private static string InFuture(string name, string value) => $"{name} is in the future ({value})";

    private static string Span(TimeSpan time) => time.TotalDays >= 1 && time.Ticks % TimeSpan.TicksPerDay == 0 ? Counted.Of((long)time.TotalDays, "day") : time.Ticks % TimeSpan.TicksPerHour == 0 ? Counted.Of((long)time.TotalHours, "hour") : time.ToString();
}
