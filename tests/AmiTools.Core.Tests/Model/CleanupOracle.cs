namespace AmiTools.Core.Tests.Model;

/// <summary>
/// What keeps an image, said from the fleet's description alone: the sentences about when an image may be deleted, each
/// turned round. Not as the verdict's rules say it, so that a mistake in one of the two shows.
/// </summary>
internal static class CleanupOracle
{
    /// <summary>The numbers of the images that stay; bases of our own that stay are among them: what others build on an image of ours is theirs to tell.</summary>
    public static IReadOnlySet<int> Kept(ModelFleet fleet)
    {
        HashSet<int> kept = [.. fleet.Images.Where(i => IsKeptByItself(fleet, i)).Select(i => i.Number)];
        while (fleet.Own.Where(i => i.Base is { } b && !i.IsCopy && kept.Contains(i.Number) && !kept.Contains(b)).Select(i => i.Base!.Value).FirstOrDefault(-1) is >= 0 and var next) kept.Add(next);
        return kept;
    }

    private static bool IsKeptByItself(ModelFleet fleet, ModelImage image) =>
        image.IsForeign
        || image.AutoCleanup != "true"
        // A heartbeat is within the last hour; an unreadable one, and one that lies ahead, is none.
        || !(image.Heartbeat?.Age is >= 0 and <= 1 / 24.0)
        || !IsOldEnough(fleet, image)
        || fleet.MembersOf(image).Any(m => UseOracle.IsNamed(fleet, m))
        || UseOracle.IsUnknown(fleet, image)
        || IsHistoryUnknown(fleet, image)
        || UseOracle.IsPinned(image)
        || image.IsInFile
        || fleet.Uses.Any(u => u.Image == image.Number && u.Kind == "parameter-before")
        || IsOneOfTheNewest(fleet, image)
        || image.IsProtected;

    /// <summary>The history of a parameter that names an image now can't be read where the image, or a member of its pair, may be launched.</summary>
    public static bool IsHistoryUnknown(ModelFleet fleet, ModelImage image) =>
        fleet.MembersOf(image).Any(m => IsHistoryDenied(fleet, m.Account) || (m.IsShared && IsHistoryDenied(fleet, 1 - m.Account)));

    private static bool IsHistoryDenied(ModelFleet fleet, int account) =>
        fleet.Denials.Contains(new(account, UseOracle.History)) && fleet.Uses.Any(u => u.Account == account && UseKind.All[u.Kind].Calls.Contains("ssm:GetParameters"));

    private static bool IsOldEnough(ModelFleet fleet, ModelImage image)
    {
        // Made tomorrow: somebody's clock is wrong.
        if (image.Age < 0) return false;
        var members = fleet.MembersOf(image).ToList();
        if (members.Any(m => m.LastUsed is { Age: null or < 0 } || m.LaunchedAge < 0)) return false;
        var uses = members.SelectMany(m => new[] { m.LastUsed?.Age, m.LaunchedAge }).OfType<double>().ToList();
        if (uses.Count > 0 && uses.Min() <= 7) return false;
        // Whatever its kind, and whatever others of its pair were used for.
        if (image.Age <= 7) return false;
        return IsPrerelease(image) || uses.Count > 0 || !image.IsComplete || image.Age > 30;
    }

    public static bool IsPrerelease(ModelImage image) => image.Version?.Contains('-') == true;

    /// <summary>Among the newest two complete releases of its name and target; two images of one version are one release. Versions have one digit a part here.</summary>
    private static bool IsOneOfTheNewest(ModelFleet fleet, ModelImage image) => RankOf(fleet, image) <= 2;

    /// <summary>From 1; null if it is no complete release. One that is made tomorrow can't be launched, and takes no place.</summary>
    public static int? RankOf(ModelFleet fleet, ModelImage image) => !IsRelease(image) ? null
        : 1 + fleet.Own.Where(o => IsRelease(o) && o.Age >= 0 && o.Account == image.Account && o.Name == image.Name && string.CompareOrdinal(o.Version, image.Version) > 0).Select(o => o.Version).Distinct().Count();

    private static bool IsRelease(ModelImage image) => image is { IsRegistered: true, IsComplete: true, Version: not null, IsForeign: false } && !IsPrerelease(image);
}
