using System.Globalization;
using System.Text.RegularExpressions;
using AmiTools.Aws;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>
/// Security groups that may be a killed build's, and that nothing says to be. Packer tells the name of its temporary group
/// and asks for the group in the same moment; whoever is killed between the two has not read the name, and Packer 1.6 puts
/// no tags on a group. The name starts with the time, which narrows it down to those of the builds of that time. A build
/// that lives starts its instance in its group within seconds, and EC2 keeps a group that is in use: what is still unused
/// after a long time is nobody's any more, and only then it is deleted.
/// </summary>
internal static class UntoldGroups
{
    // Packer makes it within its first steps.
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(10);

    /// <summary>From its making on: no living build leaves its group unused for so long.</summary>
    private static readonly TimeSpan Forsaken = TimeSpan.FromMinutes(30);

    // This machine's clock made both times.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(2);
    private static readonly Regex name = new("^packer_([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\z", RegexOptions.CultureInvariant);

    /// <summary>What to ask EC2 for.</summary>
    public static IReadOnlyList<Filter> Filters { get; } = [new("group-name", "packer_*"), new("description", "Temporary group for Packer*")];

    /// <summary>True if a build of this member may have made a group that it was not told of: it died while Packer ran. A copy has no Packer, and whoever sees Packer end has read all it said.</summary>
    public static bool IsPossible(MemberJournal member) =>
        member is { BuildStarted: not null, PackerUntil: not null, PackerEnded: false } && member.Seen.SecurityGroupNames.Count == 0 && member.Seen.SecurityGroupIds.Count == 0;

    /// <summary>True if a group without tags was made while the build ran its first steps, as its name says.</summary>
    public static bool MayBe(SecurityGroup group, MemberJournal member) =>
        IsPossible(member) && group.Tags.Count == 0 && TimeOf(group.GroupName) is { } made
        && made >= member.BuildStarted!.Value - Rounding && made <= member.BuildStarted.Value + AtMost;

    /// <summary>When a group that is still unused is nobody's any more.</summary>
    public static DateTimeOffset ForsakenAfter(SecurityGroup group) => TimeOf(group.GroupName)!.Value + Forsaken;

    /// <summary>The time in the name of a temporary group (Packer, "common/uuid": TimeOrderedUUID).</summary>
    internal static DateTimeOffset? TimeOf(string? group) =>
        name.Match(group ?? "") is { Success: true } match ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(match.Groups[1].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)) : null;
}
