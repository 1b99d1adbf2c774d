using static AmiTools.Cli.Tests.CloudGround;

namespace AmiTools.Cli.Tests;

public class ReferenceCommandTests
{
    private const string FileText = "# web\nweb_ami = \"{0}\" # now\n";

    [Fact]
    public async Task List_shows_places_as_text_and_as_json()
    {
        await using var ground = await CloudGround.StartAsync();
        var (old, _) = Prepare(ground);

        var run = await ground.RunAsync("reference", "list");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.Split('\n')[0].ShouldStartWith("environment  place");
        run.Out.Split('\n').ShouldContain(l => l.StartsWith("staging") && l.Contains("staging.tfvars:2") && l.Contains(old) && l.Contains("1.0.1"));
        run.Out.Split('\n').ShouldContain(l => l.StartsWith("production") && l.Contains("/web/ami"));

        var json = Json((await ground.RunAsync("reference", "list", "--json", "--environment", "staging")).Out);
        var only = json.EnumerateArray().ShouldHaveSingleItem();
        (only.GetProperty("environment").GetString(), only.GetProperty("imageId").GetString(), only.GetProperty("version").GetString(), only.GetProperty("line").GetInt32()).ShouldBe(("staging", old, "1.0.1", 2));

        ground.Cloud.ClearCalls();
        (await ground.RunAsync("reference", "list", "--files-only")).Out.ShouldContain(old);
        ground.Cloud.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Set_shows_then_changes_and_undo_goes_back()
    {
        await using var ground = await CloudGround.StartAsync();
        var (old, next) = Prepare(ground);

        var shown = await ground.RunAsync("reference", "set", "1.0.2", "--environment", "staging", "--what-if");
        shown.ExitCode.ShouldBe(0, shown.Error);
        shown.Out.ShouldContain(next);
        Staging(ground).ShouldBe(string.Format(FileText, old));

        var run = await ground.RunAsync("reference", "set", "1.0.2", "--environment", "staging", "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        Json(run.Out).GetProperty("changes").EnumerateArray().ShouldHaveSingleItem().GetProperty("imageId").GetString().ShouldBe(next);
        Staging(ground).ShouldBe(string.Format(FileText, next));
        (await ground.RunAsync("reference", "set", "1.0.2", "--environment", "staging")).Out.ShouldBe("Every place names it already.\n");

        var undo = await ground.RunAsync("reference", "undo", "--environment", "staging");
        undo.ExitCode.ShouldBe(0, undo.Error);
        undo.Out.ShouldContain(old);
        Staging(ground).ShouldBe(string.Format(FileText, old));
    }

    [Fact]
    public async Task Test_passes_and_fails_on_drift_with_the_place()
    {
        await using var ground = await CloudGround.StartAsync();
        Prepare(ground);
        var same = await ground.RunAsync("reference", "test");
        same.ExitCode.ShouldBe(0, same.Error);
        same.Out.ShouldNotContain("NO");

        (await ground.RunAsync("reference", "set", "1.0.2", "--environment", "staging")).ExitCode.ShouldBe(0);
        var drift = await ground.RunAsync("reference", "test");
        drift.ExitCode.ShouldBe(1);
        drift.Out.Split('\n').ShouldContain(l => l.StartsWith("production") && l.EndsWith("NO"));
        drift.Error.ShouldStartWith("error: [production] parameter /web/ami: names ami-");
        drift.Error.ShouldContain("(web 1.0.1); expected web 1.0.2, as staging names");
        (await ground.RunAsync("reference", "test", "--version", "1.0.1", "--environment", "production")).ExitCode.ShouldBe(0);

        var json = await ground.RunAsync("reference", "test", "--json");
        json.ExitCode.ShouldBe(1);
        json.Out.ShouldContain("\"expectedVersion\": \"1.0.2\"");
    }

    [Fact]
    public async Task What_is_not_there_fails_and_changes_nothing()
    {
        await using var ground = await CloudGround.StartAsync();
        var (old, _) = Prepare(ground);
        var version = await ground.RunAsync("reference", "set", "9.9.9", "--environment", "staging");
        (version.ExitCode, version.Out).ShouldBe((1, ""));
        version.Error.ShouldContain("9.9.9");
        var before = await ground.RunAsync("reference", "undo", "--environment", "staging");
        before.ExitCode.ShouldBe(1);
        before.Error.ShouldStartWith("error: What staging named before web 1.0.1 is not known");
        Staging(ground).ShouldBe(string.Format(FileText, old));
    }

    [Theory]
    [InlineData("set", "1.0.2")]
    [InlineData("set", "--environment", "staging")]
    [InlineData("undo")]
    [InlineData("list", "--nonsense")]
    [InlineData("test", "1.0.2")]
    public async Task Bad_usage_is_64(params string[] arguments) =>
        (await CliRun.Of(["reference", .. arguments])).ExitCode.ShouldBe(64);

    [Fact]
    public async Task Repair_shows_and_puts_back_a_change_that_was_broken_off()
    {
        await using var ground = await CloudGround.StartAsync();
        var (old, next) = Prepare(ground);
        var file = Path.Combine(ground.Folder, "staging.tfvars");
        // What a process leaves that was killed after it had put the new file in its place.
        var (was, became) = (File.ReadAllText(file), string.Format(FileText, next));
        File.WriteAllText(Path.Combine(ground.Folder, ".staging.tfvars.amitools-old"), was);
        File.WriteAllText(file, became);
        File.WriteAllText(Path.Combine(ground.Folder, ".amitools-references.json"),
            $$"""{ "State": "Changing", "Started": "2026-01-02T03:04:05+00:00", "Files": [ { "Path": "{{file}}", "Before": "{{Hash(was)}}", "After": "{{Hash(became)}}" } ], "Parameters": [] }""");
        var environments = Path.Combine(ground.Folder, "environments.yaml");

        var shown = await ground.RunAsync("repair", "--what-if");
        shown.ExitCode.ShouldBe(0, shown.Error);
        shown.Out.ShouldBe($"The change of references of {environments}, begun 2026-01-02 03:04:05 UTC, would be put back: it was broken off before all was changed.\nfile {file}\n");
        Json((await ground.RunAsync("repair", "--what-if", "--json")).Out).GetProperty("references").GetProperty("action").GetString().ShouldBe("undo");
        Staging(ground).ShouldBe(became);

        var run = await ground.RunAsync("repair");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldBe($"The change of references of {environments}, begun 2026-01-02 03:04:05 UTC: undone; every file and parameter names what it named before.\n");
        Staging(ground).ShouldBe(string.Format(FileText, old));
        Directory.GetFiles(ground.Folder, ".*").ShouldBeEmpty();
        (await ground.RunAsync("repair")).Out.ShouldBe("There is nothing to repair.\n");

        File.WriteAllText(Path.Combine(ground.Folder, ".amitools-references.json"), "{");
        var failed = await ground.RunAsync("repair", "--json");
        failed.ExitCode.ShouldBe(1);
        Json(failed.Out).EnumerateArray().ShouldHaveSingleItem().GetProperty("outcome").GetString().ShouldBe("failed");
        failed.Error.ShouldContain($"The change of references of {environments}: ");
    }

    /// <summary>Two environments that name 1.0.1, in a file and in a parameter.</summary>
    private static (string Old, string Next) Prepare(CloudGround ground)
    {
        var ids = new[] { "1.0.1", "1.0.2" }.Select(v => (Dev: ground.Seed(Dev, "web", v), Prod: ground.Seed(Prod, "web", v))).ToList();
        ground.Inside.SeedParameter(Prod, Region, "/web/ami", ids[0].Prod);
        File.WriteAllText(Path.Combine(ground.Folder, "staging.tfvars"), string.Format(FileText, ids[0].Dev));
        File.AppendAllText(Path.Combine(ground.Folder, "environments.yaml"), $$"""
            environments:
              - { name: staging, target: {{ground.Cloud.Accounts[0].Name}}, references: [ { file: staging.tfvars } ] }
              - { name: production, target: {{ground.Cloud.Accounts[1].Name}}, references: [ { parameter: /web/ami } ] }

            """);
        return (ids[0].Dev, ids[1].Dev);
    }

    private static string Staging(CloudGround ground) => File.ReadAllText(Path.Combine(ground.Folder, "staging.tfvars"));

    private static string Hash(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
