namespace AmiTools.Core.Images;

/// <summary>Puts images together that belong to one pair. A pure function.</summary>
internal static class PairAssembly
{
    /// <summary>The pairs, newest first.</summary>
    /// <param name="images">Images of all targets.</param>
    /// <param name="targets">The names of the targets that a pair has a member in, in their order.</param>
    public static IReadOnlyList<AmiPair> Assemble(IEnumerable<Ami> images, IReadOnlyList<string> targets) =>
    [
        .. images.Where(i => i.PairId is not null && i.Version is not null)
            .GroupBy(i => i.PairId!, StringComparer.Ordinal)
            .Select(g => Pair(g.Key, [.. g], targets))
            .OrderByDescending(p => p.CreationDate).ThenBy(p => p.PairId, StringComparer.Ordinal),
    ];

    private static AmiPair Pair(string id, IReadOnlyList<Ami> images, IReadOnlyList<string> targets)
    {
        IReadOnlyList<Ami> members = [.. images.OrderBy(m => IndexOf(targets, m.Target))];
        var isPrerelease = VersionPattern.IsPrerelease(members[0].Version);
        IReadOnlyList<string> missing = isPrerelease ? [] : [.. targets.Where(t => !members.Any(m => m.Target == t))];
        return new AmiPair
        {
            PairId = id,
            Name = members[0].Name,
            Version = members[0].Version!,
            Commit = members.Select(m => m.Commit).FirstOrDefault(c => c is not null),
            // A prerelease has one member and is never taken for a pair.
            IsComplete = !isPrerelease && missing.Count == 0 && members.All(m => m is { IsComplete: true, State: "available" }) && members.GroupBy(m => m.Target).All(g => g.Count() == 1),
            IsPrerelease = isPrerelease,
            Members = members,
            MissingTargets = missing,
            CreationDate = members.Max(m => m.CreationDate),
        };
    }

    private static int IndexOf(IReadOnlyList<string> list, string item)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] == item) return i;
        }
        return int.MaxValue;
    }
}
