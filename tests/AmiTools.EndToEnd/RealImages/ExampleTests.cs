using AmiTools.Core.Environments;

namespace AmiTools.EndToEnd.RealImages;

/// <summary>What the examples say, as they stand.</summary>
public sealed class ExampleTests
{
    private static string Examples { get; } = Path.Combine(AppContext.BaseDirectory, "examples");

    [Fact]
    public void The_environments_are_three_over_two_targets()
    {
        var estate = EstateReader.Read(Path.Combine(Examples, "environments.yaml"));

        estate.Targets.Select(t => t.Name).ShouldBe(["dev", "prod"]);
        estate.Environments.ShouldBe([new("ci", "dev"), new("staging", "dev"), new("production", "prod")]);
    }

    [Fact]
    public async Task Packer_accepts_every_image_for_both_targets()
    {
        await using var check = await CliProcess.RunAsync(Examples, Variables, "definitions", "check", "images");

        check.ExitCode.ShouldBe(0, check.Out + check.Error);
        check.OutLines.ShouldBe(["base-linux: no problem found", "service: no problem found", "windows-web: no problem found"]);
    }

    [Fact]
    public async Task Packer_itself_looks_at_the_Windows_image()
    {
        var folder = Directory.CreateTempSubdirectory("amitools-e2e-").FullName;
        try
        {
            Playground.Copy(Examples, folder);
            var template = Path.Combine(folder, "images", "windows-web", "windows-web.pkr.hcl");
            var text = await File.ReadAllTextAsync(template);
            text.ShouldContain("winrm_username");
            await File.WriteAllTextAsync(template, string.Join('\n', text.Split('\n').Where(l => !l.Contains("winrm_username"))));

            await using var check = await CliProcess.RunAsync(folder, Variables, "definitions", "check", "images/windows-web");

            check.ExitCode.ShouldBe(1);
            check.Out.ShouldContain("winrm_username must be specified");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_Windows_image_is_planned_on_one_base_in_both_accounts()
    {
        await using var ground = await Playground.StartAsync();
        Playground.Copy(Path.Combine(Examples, "images"), Path.Combine(ground.Folder, "images"));
        await ground.GitAsync("add", "--all");
        await ground.GitAsync("commit", "--quiet", "--message=Images");

        await using var plan = await ground.RunAsync("build", "images/windows-web", "--build-number", "3", "--what-if", "--json");

        plan.ExitCode.ShouldBe(0, plan.Error);
        var members = System.Text.Json.JsonDocument.Parse(plan.Out).RootElement.GetProperty("members");
        members.EnumerateArray().Select(m => (m.GetProperty("imageName").GetString(), m.GetProperty("sourceImageId").GetString()))
            .ShouldBe([("windows-web 1.0.3", "ami-0ba5e000000000004"), ("windows-web 1.0.3", "ami-0ba5e000000000004")]);
        ground.Leftovers().ShouldBeEmpty();
    }

    private static Dictionary<string, string> Variables => new()
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
        ["HOME"] = Path.GetTempPath(),
        ["DOTNET_EnableDiagnostics"] = "0",
    };
}
