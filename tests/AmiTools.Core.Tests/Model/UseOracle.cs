namespace AmiTools.Core.Tests.Model;

/// <summary>
/// What is true of an image's use, said from the fleet's description alone and not as the code does it: the sentences of
/// docs/usage-sources.md.
/// </summary>
internal static class UseOracle
{
    /// <summary>Read by a cleanup only.</summary>
    public const string History = "ssm:GetParameterHistory";

    /// <summary>Members of one pair share their use.</summary>
    public static bool IsUsed(ModelFleet fleet, ModelImage image) => fleet.MembersOf(image).Any(m => IsNamed(fleet, m) || IsKept(fleet, m));

    /// <summary>Something runs it, or could launch it.</summary>
    public static bool IsNamed(ModelFleet fleet, ModelImage image) => fleet.Uses.Any(u => u.Image == image.Number && UseKind.All[u.Kind].IsUse);

    /// <summary>
    /// It can't be told whether it is used: a required source does not answer at home, or where it may be launched, or where
    /// a member of its pair lies; or a target can't be reached, which may use or hold anything.
    /// </summary>
    public static bool IsUnknown(ModelFleet fleet, ModelImage image) =>
        fleet.Unreachable is not null
        || fleet.MembersOf(image).Any(m => IsBroken(fleet, m.Account) || (m.IsShared && IsBroken(fleet, 1 - m.Account)));

    /// <summary>A pin that is not over, a file, and another image of ours that was built on it.</summary>
    private static bool IsKept(ModelFleet fleet, ModelImage image) =>
        IsPinned(image) || image.IsInFile || fleet.Own.Any(i => i.Base == image.Number && !i.IsCopy);

    /// <summary>Generated pins end on one of two days, of which one is over.</summary>
    public static bool IsPinned(ModelImage image) => image.Pinned is not null && !image.Pinned.Contains("until 2026-01-01");

    /// <summary>The account may not do something that is needed there.</summary>
    private static bool IsBroken(ModelFleet fleet, int account) => fleet.Denials.Any(d => d.Account == account && IsCalled(fleet, d));

    /// <summary>Some actions are needed only where there is a thing to ask about.</summary>
    private static bool IsCalled(ModelFleet fleet, ModelDenial denial) =>
        denial.Action != History && (denial.Action is not ("ssm:GetParameter" or "ssm:GetParameters" or "autoscaling:DescribeWarmPool")
        || fleet.Uses.Any(u => u.Account == denial.Account && UseKind.All[u.Kind].Calls.Contains(denial.Action)));
}
