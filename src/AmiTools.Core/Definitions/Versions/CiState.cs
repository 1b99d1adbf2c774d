namespace AmiTools.Core.Definitions;

/// <summary>What a CI server's variables say about the commit it builds; docs/guides/versions.md has the table with its sources.</summary>
/// <param name="Server">The server, for messages.</param>
/// <param name="Commit">The commit id, if told.</param>
/// <param name="Branch">The branch (of a pull request, the branch it comes from), without <c>refs/heads/</c>; null if not told, or for a tag.</param>
/// <param name="IsPullRequest">True for a build of a pull or merge request: never a release, whatever its branch is called.</param>
public sealed record CiState(string Server, string? Commit, string? Branch, bool IsPullRequest)
{
    /// <summary>TeamCity's word for the default branch.</summary>
    public const string TeamCityDefault = "<default>";

    private static readonly (string Sign, Func<Variables, CiState> Read)[] servers =
    [
        // TeamCity hands over no branch by itself: the step's parameters env.TEAMCITY_BUILD_BRANCH and
        // env.TEAMCITY_PULLREQUEST_NUMBER do (examples/teamcity).
        ("TEAMCITY_VERSION", v => New("TeamCity", v["BUILD_VCS_NUMBER"], v["TEAMCITY_BUILD_BRANCH"], v.Has("TEAMCITY_PULLREQUEST_NUMBER"))),
        ("GITHUB_ACTIONS", v => v.Has("GITHUB_HEAD_REF")
            ? New("GitHub Actions", v["GITHUB_SHA"], v["GITHUB_HEAD_REF"], true)
            : New("GitHub Actions", v["GITHUB_SHA"], v["GITHUB_REF_TYPE"] == "tag" ? null : v["GITHUB_REF_NAME"], false)),
        ("GITLAB_CI", v => v.Has("CI_MERGE_REQUEST_IID")
            ? New("GitLab", v["CI_COMMIT_SHA"], v["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"], true)
            : New("GitLab", v["CI_COMMIT_SHA"], v.Has("CI_COMMIT_TAG") ? null : v["CI_COMMIT_BRANCH"] ?? v["CI_COMMIT_REF_NAME"], false)),
        ("JENKINS_URL", v => v.Has("CHANGE_ID")
            ? New("Jenkins", v["GIT_COMMIT"], v["CHANGE_BRANCH"] ?? v["BRANCH_NAME"], true)
            : New("Jenkins", v["GIT_COMMIT"], v.Has("TAG_NAME") ? null : v["BRANCH_NAME"] ?? AfterRemote(v["GIT_BRANCH"]), false)),
        ("TF_BUILD", v => v.Has("SYSTEM_PULLREQUEST_PULLREQUESTID")
            ? New("Azure Pipelines", v["BUILD_SOURCEVERSION"], v["SYSTEM_PULLREQUEST_SOURCEBRANCH"], true)
            : New("Azure Pipelines", v["BUILD_SOURCEVERSION"], v["BUILD_SOURCEBRANCH"], false)),
        ("BITBUCKET_BUILD_NUMBER", v => New("Bitbucket", v["BITBUCKET_COMMIT"], v["BITBUCKET_BRANCH"], v.Has("BITBUCKET_PR_ID"))),
        ("CIRCLECI", v => New("CircleCI", v["CIRCLE_SHA1"], v["CIRCLE_BRANCH"], v.Has("CIRCLE_PR_NUMBER"))),
        ("BUILDKITE", v => New("Buildkite", v["BUILDKITE_COMMIT"] is "HEAD" ? null : v["BUILDKITE_COMMIT"], v["BUILDKITE_BRANCH"], v["BUILDKITE_PULL_REQUEST"] is { } number and not "false" && number.Length > 0)),
        ("APPVEYOR", v => v.Has("APPVEYOR_PULL_REQUEST_NUMBER")
            ? New("AppVeyor", v["APPVEYOR_PULL_REQUEST_HEAD_COMMIT"], v["APPVEYOR_PULL_REQUEST_HEAD_REPO_BRANCH"], true)
            : New("AppVeyor", v["APPVEYOR_REPO_COMMIT"], v["APPVEYOR_REPO_TAG"] == "true" ? null : v["APPVEYOR_REPO_BRANCH"], false)),
        ("TRAVIS", v => v["TRAVIS_PULL_REQUEST"] is { } number and not "false"
            ? New("Travis CI", v["TRAVIS_PULL_REQUEST_SHA"] ?? v["TRAVIS_COMMIT"], v["TRAVIS_PULL_REQUEST_BRANCH"], true)
            : New("Travis CI", v["TRAVIS_COMMIT"], v.Has("TRAVIS_TAG") ? null : v["TRAVIS_BRANCH"], false)),
        ("CODEBUILD_BUILD_ID", v => New("CodeBuild", v["CODEBUILD_RESOLVED_SOURCE_VERSION"], v["CODEBUILD_WEBHOOK_HEAD_REF"], v["CODEBUILD_WEBHOOK_TRIGGER"]?.StartsWith("pr/", StringComparison.Ordinal) == true)),
    ];

    /// <summary>The server that runs this, or null where there is none. A pure function.</summary>
    public static CiState? Of(IReadOnlyDictionary<string, string> variables)
    {
        var all = new Variables(variables);
        foreach (var (sign, read) in servers)
        {
            if (all.Has(sign)) return read(all);
        }
        return null;
    }

    private static CiState New(string server, string? commit, string? reference, bool isPullRequest) =>
        new(server, commit, BranchOf(reference), isPullRequest || reference?.StartsWith("refs/pull/", StringComparison.Ordinal) == true);

    // refs/heads/feature/x is the branch feature/x; refs/tags/1.0 is none.
    private static string? BranchOf(string? reference)
    {
        const string heads = "refs/heads/";
        if (reference is null || reference.StartsWith("refs/tags/", StringComparison.Ordinal)) return null;
        return reference.StartsWith(heads, StringComparison.Ordinal) ? reference.Substring(heads.Length) : reference;
    }

    // Jenkins' git plugin: origin/main.
    private static string? AfterRemote(string? branch) =>
        branch is not null && branch.IndexOf('/') is > 0 and var slash ? branch.Substring(slash + 1) : branch;

    private sealed class Variables(IReadOnlyDictionary<string, string> all)
    {
        /// <summary>The value; null where it is missing or empty, which CI servers do not tell apart.</summary>
        public string? this[string name] => all.TryGetValue(name, out var value) && value.Trim().Length > 0 ? value.Trim() : null;

        public bool Has(string name) => this[name] is not null;
    }
}
