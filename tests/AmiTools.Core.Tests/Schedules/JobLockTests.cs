using AmiTools.Core.Schedules;
using AmiTools.Core.Tests.Building;

namespace AmiTools.Core.Tests.Schedules;

public sealed class JobLockTests : IDisposable
{
    private readonly TempFolder folder = new();

    public JobLockTests()
    {
        foreach (var company in new[] { "one", "two" }) folder.Write($"{company}/environments.yaml", "targets: []");
    }

    [Fact]
    public void A_second_run_of_the_same_job_and_file_is_refused_and_told_who_runs()
    {
        using (Take("scan", "one"))
        {
            var refused = Should.Throw<AmiToolsException>(() => Take("scan", "one/environments.yaml"));
            (refused.ErrorId, refused.Kind).ShouldBe(("AlreadyRunning", FailureKind.Conflict));
            var file = Path.Combine(folder.Path, "one", "environments.yaml");
            refused.Message.ShouldMatch($@"^'scan' of {System.Text.RegularExpressions.Regex.Escape(file)} runs already on this machine \(process {Environment.ProcessId}, since \d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)\. Nothing was done\.$");
        }
        Take("scan", "one").Dispose();
    }

    [Fact]
    public void Another_job_and_another_file_are_free()
    {
        using var scan = Take("scan", "one");
        Take("cleanup", "one").Dispose();
        Take("scan", "two").Dispose();
    }

    [Fact]
    public void The_lock_stays_as_a_file_and_means_nothing_there()
    {
        Take("scan", "one").Dispose();
        Directory.GetFiles(Path.Combine(folder.Path, "state", "amitools", "locks"), "*.lock").ShouldHaveSingleItem();
        Take("scan", "one").Dispose();
    }

    [Fact]
    public void Where_it_can_not_be_written_the_message_names_the_place_and_the_way_out()
    {
        folder.Write("state", "a file");
        var refused = Should.Throw<AmiToolsException>(() => Take("scan", "one"));
        refused.ErrorId.ShouldBe("LockNotWritable");
        refused.Message.ShouldContain(Path.Combine(folder.Path, "state", "amitools", "locks", "scan-"));
        refused.Message.ShouldEndWith(" Give a folder of this user's in XDG_STATE_HOME.");
    }

    [Fact]
    public void Its_folder_is_the_users_state_folder()
    {
        string Of(params (string, string)[] variables) => StateFolder.Of(variables.ToDictionary(v => v.Item1, v => v.Item2));
        Of(("XDG_STATE_HOME", "/var/state"), ("HOME", "/home/x")).ShouldBe("/var/state/amitools");
        Of(("HOME", "/home/x")).ShouldBe("/home/x/.local/state/amitools");
        Of(("XDG_STATE_HOME", "relative"), ("HOME", "/home/x")).ShouldBe("/home/x/.local/state/amitools");
        Of().ShouldBe(Path.Combine(Path.GetTempPath(), "amitools"));
    }

    public void Dispose() => folder.Dispose();

    private JobLock Take(string job, string path) => JobLock.Take(job, new() { Path = path }, new()
    {
        Variables = new Dictionary<string, string> { ["XDG_STATE_HOME"] = Path.Combine(folder.Path, "state") },
        WorkingDirectory = folder.Path,
        Connector = new CloudConnector(new()),
    });
}
