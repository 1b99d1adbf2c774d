using System.Diagnostics;
using AmiTools.Core.Definitions;

namespace AmiTools.Core.Tests.Definitions;

public sealed class VersionTests
{
    private static Dictionary<string, string> Host => new() { ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["HOME"] = Path.GetTempPath() };

    private static readonly DateTimeOffset now = new(2026, 8, 1, 12, 30, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("2.0", "57", "main", "2.0.57", true)]
    [InlineData("2", "57", "main", "2.0.57", true)]
    [InlineData("2.0", "057", "main", "2.0.57", true)]
    [InlineData("2.0", "57", "feature/x", "2.0.57-feature-x", false)]
    [InlineData("2.0", "57", "a-very-long-branch-name-indeed", "2.0.57-a-very-long-branch-n", false)]
    [InlineData("2.0", "57", "007", "2.0.57-b007", false)]
    [InlineData("2.0", "57", null, "2.0.57-unknown-branch", false)]
    [InlineData("2.0", null, "main", "2.0.0-t20260801123005", false)]
    [InlineData("2.1.3", null, "x", "2.1.3-t20260801123005", false)]
    public void A_version_is_made(string baseVersion, string? number, string? branch, string version, bool release) =>
        Compute(new() { BaseVersion = baseVersion, BuildNumber = number, Branch = branch, DefaultBranch = "main", Now = now }).ShouldBe(new(version, release));

    [Theory]
    [InlineData("2.0", "2.0.57", "BuildNumberIsVersion")]
    [InlineData("2.0", "abc", "BuildNumberInvalid")]
    [InlineData("2.0", "-1", "BuildNumberInvalid")]
    [InlineData("2.0.1", "5", "BaseVersionInvalid")]
    [InlineData("x", "5", "BaseVersionInvalid")]
    public void What_makes_no_version_is_refused(string baseVersion, string number, string id) =>
        Should.Throw<AmiToolsException>(() => Compute(new() { BaseVersion = baseVersion, BuildNumber = number, Branch = "main", Now = now })).ErrorId.ShouldBe(id);

    [Fact]
    public void A_dirty_tree_makes_no_release_unless_allowed()
    {
        var input = new VersionInput { BaseVersion = "2.0", BuildNumber = "5", Branch = "main", IsDirty = true, Now = now };
        Should.Throw<AmiToolsException>(() => Compute(input)).ErrorId.ShouldBe("DirtyRelease");
        Should.Throw<AmiToolsException>(() => Compute(input with { Dirt = DirtyFile.Read("?? a\0 M b\0R  new\0old\0A  c\0?? d/\0 D e\0?? f\0") })).Message
            .ShouldBe("The tree has changes that are not committed: a (new), b, new, c, d/ (new) and 2 more, so no commit could tell what a release was built from. Commit them, or allow it (-AllowDirty, on the command line --allow-dirty).");
        Compute(input with { AllowDirty = true }).Version.ShouldBe("2.0.5-dirty");
        Compute(input with { Branch = "x" }).Version.ShouldBe("2.0.5-x.dirty");
    }

    [Theory]
    [InlineData("hotfix/1", true)]
    [InlineData("release/2.0", true)]
    [InlineData("main", false)]
    public void Release_branches_are_patterns(string branch, bool release) =>
        Compute(new() { BaseVersion = "2.0", BuildNumber = "1", Branch = branch, ReleaseBranches = ["hotfix/*", "release/*"], DefaultBranch = "main", Now = now }).IsRelease.ShouldBe(release);

    [Fact]
    public void A_user_may_say_whether_it_is_a_release()
    {
        Compute(new() { BaseVersion = "2.0", BuildNumber = "1", Branch = "x", ReleaseBuild = true, Now = now }).IsRelease.ShouldBeTrue();
        Compute(new() { BaseVersion = "2.0", BuildNumber = "1", Branch = "main", ReleaseBuild = false, Now = now }).IsRelease.ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://user:token@host/a/b.git", "https://host/a/b.git")]
    [InlineData("https://host/a@b.git", "https://host/a@b.git")]
    [InlineData("git@host:a/b.git", "git@host:a/b.git")]
    [InlineData("ssh://git@host/a.git", "ssh://host/a.git")]
    public void A_remote_loses_its_user_and_password(string remote, string shown) => GitState.WithoutUser(remote).ShouldBe(shown);

    [Theory]
    [InlineData("", "")]
    [InlineData(" M src/web/template.json\0", ": src/web/template.json")]
    [InlineData("?? with blank -> and arrow\0", ": with blank -> and arrow (new)")]
    [InlineData("?? bad\n\u001b[31mname\0", ": bad??[31mname (new)")]
    public void Dirt_is_listed_whatever_its_name(string status, string listed) => DirtyFile.Listed(DirtyFile.Read(status)).ShouldBe(listed);

    [Fact]
    public async Task Git_tells_commit_branch_and_dirt_and_the_runs_folder_is_no_dirt()
    {
        using var folder = DefinitionFolder.Classic();
        (await GitState.ReadAsync(folder.Root, null, Host, default)).Commit.ShouldBeNull("no checkout");
        Git(folder.Root, "init", "-q", "--initial-branch=main");
        Git(folder.Root, "add", "-A");
        Git(folder.Root, "commit", "-qm", "x");
        Git(folder.Root, "remote", "add", "origin", "https://me:secret@host/x.git");
        folder.Write("src/runs/1/pair.json", "{}");
        var runs = Path.Combine(folder.Root, "src", "runs");
        var state = await GitState.ReadAsync(folder.Web, runs, Host, default);
        state.Commit!.Length.ShouldBe(40);
        (state.Branch, state.DefaultBranch, state.Remote, state.IsDirty).ShouldBe(("main", "main", "https://host/x.git", false));
        folder.Write("src/web/extra.txt", "x");
        folder.Write("src/web/version.json", "{}");
        folder.Write("src/new/über.txt", "x");
        Git(folder.Root, "mv", "src/common/conf/dev.conf", "src/common/conf/moved.conf");
        var dirty = await GitState.ReadAsync(folder.Web, runs, Host, default);
        dirty.IsDirty.ShouldBeTrue();
        dirty.Dirt.Select(d => d.ToString()).ShouldBe(["src/common/conf/moved.conf", "src/web/version.json", "src/new/ (new)", "src/web/extra.txt (new)"]);
        Git(folder.Root, "checkout", "-q", "--detach");
        (await GitState.ReadAsync(folder.Web, runs, Host, default)).Branch.ShouldBeNull();
    }

    private static ComputedVersion Compute(VersionInput input) => VersionCalculator.Compute(input);

    private static void Git(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", ["-C", folder, "-c", "user.name=t", "-c", "user.email=t@t", .. arguments]) { RedirectStandardError = true })!;
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, process.StandardError.ReadToEnd());
    }
}
