namespace AmiTools.Cli.Tests;

public class TeamCityTests
{
    [Fact]
    public async Task A_failure_is_one_build_problem_on_standard_output()
    {
        var run = await UnderTeamCity("build", "/no/such [folder]");
        run.ExitCode.ShouldBe(1);
        run.Out.ShouldStartWith("##teamcity[buildProblem description='");
        run.Out.Split('\n').Count(l => l.Contains("buildProblem")).ShouldBe(1, run.Out);
        run.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_of_several_definitions_that_fail_is_a_problem_of_its_own()
    {
        var run = await UnderTeamCity("build", "/no/such/one", "/no/such/two");
        run.ExitCode.ShouldBe(1);
        run.Out.Split('\n').Where(l => l.Contains("buildProblem")).Select(l => l[l.IndexOf("identity")..]).ShouldBe(
            ["identity='AmiTools_DefinitionNotFound_one']", "identity='AmiTools_DefinitionNotFound_two']"]);
    }

    [Fact]
    public async Task Whoever_asks_for_JSON_gets_JSON()
    {
        var run = await UnderTeamCity("build", "/no/such/one", "--json");
        run.Out.ShouldBeEmpty();
        run.Error.ShouldStartWith("{\"type\":\"error\"");
    }

    private static Task<CliRun> UnderTeamCity(params string[] arguments) =>
        CliRun.With(h => h with { Variables = new Dictionary<string, string>(h.Variables) { ["TEAMCITY_VERSION"] = "2026.1" } }, arguments);
}
