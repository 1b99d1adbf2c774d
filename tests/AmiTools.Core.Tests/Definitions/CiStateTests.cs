using AmiTools.Core.Definitions;

namespace AmiTools.Core.Tests.Definitions;

public class CiStateTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    [Theory]
    [InlineData("TEAMCITY_VERSION=2026.1|BUILD_VCS_NUMBER=C|TEAMCITY_BUILD_BRANCH=feature/x", "TeamCity", "feature/x", false)]
    [InlineData("TEAMCITY_VERSION=2026.1|BUILD_VCS_NUMBER=C", "TeamCity", null, false)]
    [InlineData("TEAMCITY_VERSION=2026.1|BUILD_VCS_NUMBER=C|TEAMCITY_BUILD_BRANCH=refs/heads/main", "TeamCity", "main", false)]
    [InlineData("TEAMCITY_VERSION=2026.1|BUILD_VCS_NUMBER=C|TEAMCITY_BUILD_BRANCH=main|TEAMCITY_PULLREQUEST_NUMBER=12", "TeamCity", "main", true)]
    [InlineData("GITHUB_ACTIONS=true|GITHUB_SHA=C|GITHUB_REF_NAME=main|GITHUB_REF_TYPE=branch|GITHUB_HEAD_REF=", "GitHub Actions", "main", false)]
    [InlineData("GITHUB_ACTIONS=true|GITHUB_SHA=C|GITHUB_REF_NAME=12/merge|GITHUB_REF_TYPE=branch|GITHUB_HEAD_REF=feature/x", "GitHub Actions", "feature/x", true)]
    [InlineData("GITHUB_ACTIONS=true|GITHUB_SHA=C|GITHUB_REF_NAME=v1.0|GITHUB_REF_TYPE=tag", "GitHub Actions", null, false)]
    [InlineData("GITLAB_CI=true|CI_COMMIT_SHA=C|CI_COMMIT_BRANCH=main|CI_COMMIT_REF_NAME=main", "GitLab", "main", false)]
    [InlineData("GITLAB_CI=true|CI_COMMIT_SHA=C|CI_COMMIT_REF_NAME=feature/x|CI_MERGE_REQUEST_IID=3|CI_MERGE_REQUEST_SOURCE_BRANCH_NAME=feature/x", "GitLab", "feature/x", true)]
    [InlineData("GITLAB_CI=true|CI_COMMIT_SHA=C|CI_COMMIT_REF_NAME=v1|CI_COMMIT_TAG=v1", "GitLab", null, false)]
    [InlineData("JENKINS_URL=http://j|GIT_COMMIT=C|GIT_BRANCH=origin/hotfix/1", "Jenkins", "hotfix/1", false)]
    [InlineData("JENKINS_URL=http://j|GIT_COMMIT=C|BRANCH_NAME=main|GIT_BRANCH=main", "Jenkins", "main", false)]
    [InlineData("JENKINS_URL=http://j|GIT_COMMIT=C|BRANCH_NAME=PR-12|CHANGE_ID=12|CHANGE_BRANCH=feature/x", "Jenkins", "feature/x", true)]
    [InlineData("TF_BUILD=True|BUILD_SOURCEVERSION=C|BUILD_SOURCEBRANCH=refs/heads/feature/x", "Azure Pipelines", "feature/x", false)]
    [InlineData("TF_BUILD=True|BUILD_SOURCEVERSION=C|BUILD_SOURCEBRANCH=refs/tags/1.0", "Azure Pipelines", null, false)]
    [InlineData("TF_BUILD=True|BUILD_SOURCEVERSION=C|BUILD_SOURCEBRANCH=refs/pull/1/merge|SYSTEM_PULLREQUEST_PULLREQUESTID=1|SYSTEM_PULLREQUEST_SOURCEBRANCH=refs/heads/main", "Azure Pipelines", "main", true)]
    [InlineData("BITBUCKET_BUILD_NUMBER=1|BITBUCKET_COMMIT=C|BITBUCKET_BRANCH=main", "Bitbucket", "main", false)]
    [InlineData("BITBUCKET_BUILD_NUMBER=1|BITBUCKET_COMMIT=C|BITBUCKET_BRANCH=x|BITBUCKET_PR_ID=4", "Bitbucket", "x", true)]
    [InlineData("CIRCLECI=true|CIRCLE_SHA1=C|CIRCLE_BRANCH=main", "CircleCI", "main", false)]
    [InlineData("CIRCLECI=true|CIRCLE_SHA1=C|CIRCLE_BRANCH=pull/4|CIRCLE_PR_NUMBER=4", "CircleCI", "pull/4", true)]
    [InlineData("BUILDKITE=true|BUILDKITE_COMMIT=C|BUILDKITE_BRANCH=main|BUILDKITE_PULL_REQUEST=false", "Buildkite", "main", false)]
    [InlineData("BUILDKITE=true|BUILDKITE_COMMIT=C|BUILDKITE_BRANCH=x|BUILDKITE_PULL_REQUEST=7", "Buildkite", "x", true)]
    [InlineData("APPVEYOR=True|APPVEYOR_REPO_COMMIT=C|APPVEYOR_REPO_BRANCH=main|APPVEYOR_REPO_TAG=false", "AppVeyor", "main", false)]
    [InlineData("APPVEYOR=True|APPVEYOR_REPO_COMMIT=d|APPVEYOR_REPO_BRANCH=main|APPVEYOR_PULL_REQUEST_NUMBER=3|APPVEYOR_PULL_REQUEST_HEAD_COMMIT=C|APPVEYOR_PULL_REQUEST_HEAD_REPO_BRANCH=x", "AppVeyor", "x", true)]
    [InlineData("TRAVIS=true|TRAVIS_COMMIT=C|TRAVIS_BRANCH=main|TRAVIS_PULL_REQUEST=false", "Travis CI", "main", false)]
    [InlineData("TRAVIS=true|TRAVIS_COMMIT=d|TRAVIS_BRANCH=main|TRAVIS_PULL_REQUEST=5|TRAVIS_PULL_REQUEST_SHA=C|TRAVIS_PULL_REQUEST_BRANCH=x", "Travis CI", "x", true)]
    [InlineData("CODEBUILD_BUILD_ID=a:b|CODEBUILD_RESOLVED_SOURCE_VERSION=C|CODEBUILD_WEBHOOK_HEAD_REF=refs/heads/main|CODEBUILD_WEBHOOK_TRIGGER=branch/main", "CodeBuild", "main", false)]
    [InlineData("CODEBUILD_BUILD_ID=a:b|CODEBUILD_RESOLVED_SOURCE_VERSION=C|CODEBUILD_WEBHOOK_HEAD_REF=refs/heads/x|CODEBUILD_WEBHOOK_TRIGGER=pr/9", "CodeBuild", "x", true)]
    public void Each_server_is_read_from_its_own_variables(string variables, string server, string? branch, bool isPullRequest) =>
        CiState.Of(Parse(variables)).ShouldBe(new CiState(server, Commit, branch, isPullRequest));

    [Fact]
    public void A_commit_that_is_no_commit_is_not_told() =>
        CiState.Of(Parse("BUILDKITE=true|BUILDKITE_COMMIT=HEAD|BUILDKITE_BRANCH=main"))!.Commit.ShouldBeNull();

    [Fact]
    public void Without_a_server_there_is_nothing() => CiState.Of(Parse("BUILD_NUMBER=4|GIT_COMMIT=C|TEAMCITY_VERSION=")).ShouldBeNull();

    [Fact]
    public void What_the_user_says_comes_first() =>
        BuiltFrom.Decide(new() { DefinitionPath = "x", Commit = "aaaaaaaaaa", Branch = "mine", ReleaseBuild = true }, Checkout("main"), new("X", Commit, "ci", IsPullRequest: true))
            .ShouldBe(new BuiltFrom("aaaaaaaaaa", "mine", false, true));

    [Fact]
    public void A_branch_that_is_checked_out_comes_before_the_servers() =>
        BuiltFrom.Decide(new() { DefinitionPath = "x" }, Checkout("main"), new("X", Commit, "ci", false)).ShouldBe(new BuiltFrom(Commit, "main", false, null));

    [Fact]
    public void The_server_knows_the_branch_of_a_detached_head() =>
        BuiltFrom.Decide(new() { DefinitionPath = "x" }, Checkout(null), new("X", Commit, "release/2", false)).ShouldBe(new BuiltFrom(Commit, "release/2", false, null));

    [Fact]
    public void The_server_knows_the_commit_of_a_tree_without_history() =>
        BuiltFrom.Decide(new() { DefinitionPath = "x" }, new(), new("X", Commit, "main", false)).ShouldBe(new BuiltFrom(Commit, "main", false, null));

    [Fact]
    public void A_server_that_builds_another_commit_is_not_heard() =>
        BuiltFrom.Decide(new() { DefinitionPath = "x" }, Checkout(null), new("X", "ffffffffffffffffffff", "main", false)).ShouldBe(new BuiltFrom(Commit, null, false, null));

    [Fact]
    public void A_pull_request_is_no_release_even_from_a_branch_called_main() =>
        BuiltFrom.Decide(new() { DefinitionPath = "x" }, Checkout(null), new("X", "ffffffffffffffffffff", "main", true)).ReleaseBuild.ShouldBe(false);

    [Fact]
    public void TeamCitys_word_for_the_default_branch_is_that_branch() =>
        BuiltFrom.Decide(new() { DefinitionPath = "x" }, Checkout(null) with { DefaultBranch = "trunk" }, new("TeamCity", Commit, CiState.TeamCityDefault, false)).Branch.ShouldBe("trunk");

    [Fact]
    public void The_dirt_of_another_commit_does_not_count()
    {
        BuiltFrom.Decide(new() { DefinitionPath = "x", Commit = Commit.Substring(0, 10) }, Checkout("main") with { Dirt = [new("a", false)] }, null).IsDirty.ShouldBeTrue();
        BuiltFrom.Decide(new() { DefinitionPath = "x", Commit = "ffffffffff" }, Checkout("main") with { Dirt = [new("a", false)] }, null).IsDirty.ShouldBeFalse();
    }

    private static GitState Checkout(string? branch) => new() { Commit = Commit, Branch = branch };

    private static Dictionary<string, string> Parse(string text) =>
        text.Split('|').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1] == "C" ? Commit : p[1]);
}
