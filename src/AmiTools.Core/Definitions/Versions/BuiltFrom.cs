namespace AmiTools.Core.Definitions;

/// <summary>The commit and branch that a build is made from, and whether they make it a release.</summary>
/// <param name="Commit">The commit, if known.</param>
/// <param name="Branch">The branch, if known.</param>
/// <param name="IsDirty">True if the tree differs from that commit.</param>
/// <param name="ReleaseBuild">Says it outright; null lets the branch decide.</param>
public sealed record BuiltFrom(string? Commit, string? Branch, bool IsDirty, bool? ReleaseBuild)
{
    /// <summary>
    /// What the user says, then what the checkout says, then what the CI server says: it knows the branch of a detached
    /// head and the commit of an exported tree. A pure function.
    /// </summary>
    public static BuiltFrom Decide(NewPairRequest request, GitState git, CiState? ci)
    {
        // A server that builds another commit than the one in this checkout speaks of something else. (A pull request's
        // checkout is often a merge of it.)
        if (ci is not null && !ci.IsPullRequest && git.Commit is not null && ci.Commit is not null && !SameCommit(git.Commit, ci.Commit)) ci = null;
        var branch = request.Branch ?? git.Branch ?? ci?.Branch;
        if (branch == CiState.TeamCityDefault) branch = git.DefaultBranch ?? "main";
        return new(
            request.Commit ?? git.Commit ?? ci?.Commit,
            branch,
            // A commit that is named is what is built; what the checkout says of another one does not count.
            git.IsDirty && (request.Commit is null || (git.Commit is not null && SameCommit(git.Commit, request.Commit))),
            // A branch of somebody's fork may well be called main.
            request.ReleaseBuild ?? (ci?.IsPullRequest == true && request.Branch is null ? false : null));
    }

    private static bool SameCommit(string a, string b) =>
        Math.Min(a.Length, b.Length) >= 7 && (a.StartsWith(b, StringComparison.OrdinalIgnoreCase) || b.StartsWith(a, StringComparison.OrdinalIgnoreCase));
}
