using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup;

/// <summary>What comes next for an image that nothing keeps: a pure function of the stage it is in, and of the time.</summary>
internal static class Stages
{
    private const string Deprecated = "deprecated";
    private const string Disabled = "disabled";

    /// <summary>The tag of an image that has just been taken to a stage.</summary>
    public static string Tag(CleanupDecision stage, DateTimeOffset now) => $"{(stage == CleanupDecision.Disable ? Disabled : Deprecated)} {TagDate.Text(now)}";

    /// <summary>The next step, or <see cref="CleanupDecision.Keep"/> and why there is none yet.</summary>
    public static (CleanupDecision Next, string? Wait) Next(string? tag, CleanupLimits limits, DateTimeOffset now)
    {
        if (limits.Stage == CleanupStage.None) return (CleanupDecision.Delete, null);
        if (tag is null) return (CleanupDecision.Deprecate, null);
        var words = tag.Split(' ');
        if (words is not [Deprecated or Disabled, var date] || TagDate.Read(date) is not { } since)
            return (CleanupDecision.Keep, $"{TagNames.Stage} is '{tag}', which is no stage; expected one like '{Disabled} 2026-03-01T12:00:00Z'. Restore-Ami takes the image out of its stage");
        if (since > now) return (CleanupDecision.Keep, $"{TagNames.Stage} is in the future ({tag})");
        var isLast = limits.Stage == (words[0] == Deprecated ? CleanupStage.Deprecate : CleanupStage.Disable) || (words[0] == Disabled && limits.Stage == CleanupStage.Deprecate);
        if (isLast) return (CleanupDecision.Keep, $"nothing keeps it; it is {words[0]} since {date}, and this run takes none further");
        if (now - since < TimeSpan.FromDays(limits.StageDays)) return (CleanupDecision.Keep, FormattableString.Invariant($"nothing keeps it; it is {words[0]} since {date}, and stays so for {limits.StageDays} days"));
        return (words[0] == Deprecated ? CleanupDecision.Disable : CleanupDecision.Delete, null);
    }
}
