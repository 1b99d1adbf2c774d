using System.Text.Json;

namespace AmiTools.EndToEnd;

public sealed class QuickStartTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("amitools-e2e-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Temporary => Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;

    [Fact]
    public async Task The_quick_start_shows_the_main_job_and_leaves_nothing_behind()
    {
        await using var run = await CliProcess.RunAsync(folder, Variables(Environment.GetEnvironmentVariable("PATH")!), "quickstart");

        run.ExitCode.ShouldBe(0, run.Out + "\n" + run.Error);
        var told = run.Out;
        told.ShouldContain("222222222222");
        told.ShouldContain("web-server 1.0.1 (complete)");
        told.ShouldContain("of the failed build nothing is left over");
        told.ShouldContain("nothing is left over.");
        told.ShouldContain("10 images scanned: 6 used, 10 with a heartbeat, 0 without.");
        told.ShouldContain("2 images and 2 snapshots deleted, 16 GiB (at most 0.80 a month, estimated), 8 kept, 0 failed.");
        (told + run.Error).ShouldNotContain('\u001b');
        run.Error.ShouldContain("==> amazon-ebs");
        Directory.EnumerateFileSystemEntries(Temporary).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task With_json_the_quick_start_is_one_document_and_lines_of_progress()
    {
        await using var run = await CliProcess.RunAsync(folder, Variables(Environment.GetEnvironmentVariable("PATH")!), "quickstart", "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        var document = JsonDocument.Parse(run.Out).RootElement;
        document.GetProperty("pair").GetProperty("version").GetString().ShouldBe("1.0.1");
        document.GetProperty("found").GetArrayLength().ShouldBe(2);
        document.GetProperty("failedBuild").GetProperty("message").GetString()!.ShouldContain("prod");
        document.GetProperty("leftovers").GetArrayLength().ShouldBe(0);
        document.GetProperty("references").EnumerateArray().Select(c => c.GetProperty("isOk").GetBoolean()).ShouldBe([true, false]);
        document.GetProperty("cleanup").GetProperty("deleted").GetInt32().ShouldBe(2);
        foreach (var line in run.ErrorLines) JsonDocument.Parse(line).RootElement.GetProperty("type").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task Without_git_the_quick_start_says_so_and_goes_on()
    {
        await using var run = await CliProcess.RunAsync(folder, Variables(PathOf("packer")), "quickstart");

        run.ExitCode.ShouldBe(0, run.Out + "\n" + run.Error);
        run.Out.ShouldContain("There is no git here, so the commit is unknown");
    }

    [Fact]
    public async Task Without_Packer_the_quick_start_says_what_to_do_before_anything_else()
    {
        await using var run = await CliProcess.RunAsync(folder, Variables(PathOf("git")), "quickstart");

        run.ExitCode.ShouldBe(1);
        run.Out.ShouldNotContain("1. ");
        run.Error.ShouldContain("Packer");
        run.Error.ShouldContain("./build.sh quickstart");
        run.Error.ShouldNotContain("   at ");
    }

    private Dictionary<string, string> Variables(string path) => new()
    {
        ["PATH"] = path,
        ["HOME"] = Directory.CreateDirectory(Path.Combine(folder, "home")).FullName,
        ["TMPDIR"] = Temporary,
        // The runtime's own pipes for debuggers would lie in the temporary folder.
        ["DOTNET_EnableDiagnostics"] = "0",
    };

    /// <summary>A PATH with these programs and no others.</summary>
    private string PathOf(params string[] programs)
    {
        var bin = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        foreach (var program in programs)
        {
            var real = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(p => Path.Combine(p, program)).First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(bin, program), real);
        }
        return bin;
    }
}
