using System.Text;
using static AmiTools.Cli.Tests.CloudGround;

namespace AmiTools.Cli.Tests;

public class UserDataCommandTests
{
    private const string Document = """{"environment":"prod","extra":{"features":{"logging":true},"mount":"07","volumeId":"vol-0123456789abcdef0"}}""";

    [Fact]
    public async Task The_document_is_made_of_options_whose_JSON_is_taken_as_JSON()
    {
        string[] arguments = ["user-data", "new", "prod", "--extra", "volumeId=vol-0123456789abcdef0", "--extra", "features={\"logging\": true}", "--extra", "mount=07"];
        (await CliRun.Of(arguments)).Out.ShouldBe(Document + "\n");

        var base64 = (await CliRun.Of([.. arguments, "--base64"])).Out;
        Encoding.UTF8.GetString(Convert.FromBase64String(base64)).ShouldBe(Document);
    }

    [Fact]
    public async Task An_environment_has_to_be_known_where_a_file_is_given()
    {
        await using var ground = await CloudGround.StartAsync();
        (await ground.RunAsync("user-data", "new", "prod", "--environments", ".")).ExitCode.ShouldBe(0);

        var run = await ground.RunAsync("user-data", "new", "prdo", "--environments", ".");
        (run.ExitCode, run.Out).ShouldBe((1, ""));
        run.Error.ShouldContain("Did you mean 'prod'?");
    }

    [Fact]
    public async Task Secrets_are_refused_and_not_repeated()
    {
        var run = await CliRun.Of("user-data", "new", "prod", "--extra", "password=hunter2");
        (run.ExitCode, run.Out).ShouldBe((1, ""));
        run.Error.ShouldContain("'extra.password' looks like a secret");
        run.Error.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Standard_input_is_checked_and_every_problem_shown()
    {
        await using var ground = await CloudGround.StartAsync();
        var good = await ground.RunAsync(Document, ["user-data", "check", "-"]);
        (good.ExitCode, good.Out).ShouldBe((0, $"text: no problem found, {Document.Length} bytes, environment prod\n"));

        var bad = await ground.RunAsync("{\"enviroment\": \"prod\",\n \"extra\": []}", ["user-data", "check", "-"]);
        bad.ExitCode.ShouldBe(1);
        var lines = bad.Out.TrimEnd().Split('\n');
        lines[0].ShouldBe("text: 3 problems");
        lines[1].ShouldStartWith("  text:1: there is no key 'enviroment' at the top. Did you mean 'environment'?");
        lines.ShouldContain(l => l.StartsWith("  text:2: 'extra'"));

        var json = await ground.RunAsync("#!/bin/sh\n", ["user-data", "check", "-", "--json"]);
        json.ExitCode.ShouldBe(1);
        Json(json.Out)[0].GetProperty("problems")[0].GetProperty("id").GetString().ShouldBe("UserDataIsCode");
    }

    [Fact]
    public async Task An_instance_is_looked_for_in_every_target()
    {
        await using var ground = await CloudGround.StartAsync();
        var instance = ground.Inside.SeedInstance(Prod, Region, ground.Seed(Prod, "web", "2.0.1"));

        var none = await ground.RunAsync("user-data", "check", "--instance", instance);
        none.ExitCode.ShouldBe(1);
        none.Out.ShouldContain(instance);

        var unknown = await ground.RunAsync("user-data", "check", "--instance", "i-0123456789abcdef0");
        unknown.ExitCode.ShouldBe(1);
        unknown.Error.ShouldContain("i-0123456789abcdef0");
    }

    [Fact]
    public async Task The_schema_is_printed_as_it_is_shipped()
    {
        var schema = Json((await CliRun.Of("user-data", "schema")).Out);
        schema.GetProperty("required")[0].GetString().ShouldBe("environment");
    }
}
