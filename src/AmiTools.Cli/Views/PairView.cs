using AmiTools.Cli.Reporting;

namespace AmiTools.Cli.Views;

/// <summary>Shows a pair: its members side by side.</summary>
internal static class PairView
{
    public static void Show(Screen screen, AmiPair pair)
    {
        screen.Heading(Title(pair));
        screen.Table(Table(pair.Members));
        foreach (var target in pair.MissingTargets) screen.Line($"No image in {target}.");
        if (pair.RunFolder is { } folder) screen.Line("Run folder: " + folder);
    }

    public static void ShowAll(Screen screen, IReadOnlyList<AmiPair> pairs)
    {
        foreach (var pair in pairs) Show(screen, pair);
        if (pairs.Count == 0) screen.Line("No pair matches.");
    }

    public static TextTable Table(IReadOnlyList<Ami> members) => new(
        ["target", "account", "region", "image", "version", "state"],
        [.. members.Select(m => new[] { m.Target, m.AccountId, m.Region, m.ImageId, m.Version, m.IsComplete ? m.State : m.State + ", not complete" })]);

    private static string Title(AmiPair pair)
    {
        var state = pair.IsPrerelease ? "prerelease" : pair.IsComplete ? "complete" : "not complete";
        return $"{pair.Name} {pair.Version} ({state}), pair {pair.PairId}, commit {Commits.Short(pair.Commit)}";
    }
}
