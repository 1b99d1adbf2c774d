namespace AmiTools.Cli.Views;

/// <summary>How a commit is shown where there is little room.</summary>
internal static class Commits
{
    public static string Short(string? commit) => commit is null ? "unknown" : commit.Length > 12 ? commit[..12] : commit;
}
