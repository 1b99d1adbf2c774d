using AmiTools.Core.Ci;

namespace AmiTools.Core.Tests.Ci;

public class TeamCityReporterTests
{
    private readonly List<string> lines = [];
    private readonly List<string> verbose = [];

    private TeamCityReporter Reporter => new(lines.Add, verbose.Add);

    [Fact]
    public void A_build_is_blocks_progress_and_output()
    {
        var reporter = Reporter;
        reporter.BlockOpened("web 2.0.57 in dev (111111111111, eu-west-1)");
        reporter.Output("==> amazon-ebs: Creating AMI web 2.0.57");
        reporter.Progress(new("Building web 2.0.57", "dev: Creating AMI web 2.0.57"));
        reporter.Progress(new("Building web 2.0.57", "dev: Creating AMI web 2.0.57", 40));
        reporter.Warning("careful [1]");
        reporter.Verbose("details");
        reporter.BlockClosed("web 2.0.57 in dev (111111111111, eu-west-1)");
        lines.ShouldBe(
        [
            "##teamcity[blockOpened name='web 2.0.57 in dev (111111111111, eu-west-1)']",
            "==> amazon-ebs: Creating AMI web 2.0.57",
            "##teamcity[progressMessage 'Building web 2.0.57: dev: Creating AMI web 2.0.57']",
            "##teamcity[message text='careful |[1|]' status='WARNING']",
            "##teamcity[blockClosed name='web 2.0.57 in dev (111111111111, eu-west-1)']",
        ]);
        verbose.ShouldBe(["details"]);
    }

    [Fact]
    public void A_child_can_not_send_service_messages()
    {
        Reporter.Output("amazon-ebs: ##teamcity[buildNumber 'mine']");
        lines.ShouldBe(["##teamcity[message text='amazon-ebs: ##teamcity|[buildNumber |'mine|'|]' status='NORMAL']"]);
    }

    [Fact]
    public void What_runs_at_the_same_time_is_kept_apart_by_its_flow()
    {
        var reporter = Reporter;
        var (web, api) = (reporter.Flow("web"), reporter.Flow("api"));
        web.BlockOpened("b");
        api.BlockOpened("b");
        web.Output("line");
        api.Progress(new("Building api", "dev: waiting"));
        api.Warning("w");
        web.BlockClosed("b");
        lines.ShouldBe(
        [
            "##teamcity[blockOpened name='b' flowId='web']",
            "##teamcity[blockOpened name='b' flowId='api']",
            "##teamcity[message text='line' status='NORMAL' flowId='web']",
            "##teamcity[message text='Building api: dev: waiting' status='NORMAL' flowId='api']",
            "##teamcity[message text='w' status='WARNING' flowId='api']",
            "##teamcity[blockClosed name='b' flowId='web']",
        ]);
    }

    [Fact]
    public void A_built_pair_gives_number_parameters_statistics_and_artifacts()
    {
        TeamCityOutcome.Lines(Built, isOnly: true).ShouldBe(
        [
            "##teamcity[buildNumber '2.0.57']",
            "##teamcity[setParameter name='amitools.web.version' value='2.0.57']",
            "##teamcity[setParameter name='amitools.web.dev.imageId' value='ami-1']",
            "##teamcity[setParameter name='amitools.web.prod.imageId' value='ami-2']",
            "##teamcity[buildStatisticValue key='AmiTools.web.dev.buildMilliseconds' value='1500']",
            "##teamcity[buildStatisticValue key='AmiTools.web.prod.buildMilliseconds' value='2000']",
            "##teamcity[publishArtifacts '/x/runs/20261125 => amitools/web']",
        ]);
    }

    [Fact]
    public void Of_several_definitions_none_sets_the_builds_number() =>
        TeamCityOutcome.Lines(Built, isOnly: false).ShouldNotContain(l => l.Contains("buildNumber"));

    [Fact]
    public void A_failure_is_a_build_problem_and_its_run_folder_an_artifact() =>
        TeamCityOutcome.Lines(new() { Name = "web", DefinitionPath = "src/web", RunFolder = "/x/runs/1", Failure = new AmiToolsException("PackerFailed", FailureKind.ServiceFailed, "Packer failed: 'no' room.") }, isOnly: true).ShouldBe(
        [
            "##teamcity[publishArtifacts '/x/runs/1 => amitools/web']",
            "##teamcity[buildProblem description='Packer failed: |'no|' room.' identity='AmiTools_PackerFailed_web']",
        ]);

    [Fact]
    public void A_stopped_build_is_no_problem_of_its_own() =>
        TeamCityOutcome.Lines(new() { Name = "web", DefinitionPath = "src/web", Failure = new OperationCanceledException() }, isOnly: true).ShouldBeEmpty();

    [Fact]
    public void TeamCity_is_known_by_its_version() =>
        (TeamCityReporter.IsThere(new Dictionary<string, string> { ["TEAMCITY_VERSION"] = "2026.1" }), TeamCityReporter.IsThere(new Dictionary<string, string> { ["TEAMCITY_VERSION"] = "" })).ShouldBe((true, false));

    private static PairOutcome Built => new()
    {
        Name = "web",
        DefinitionPath = "src/web",
        RunFolder = "/x/runs/20261125",
        Pair = new()
        {
            PairId = "p",
            Name = "web",
            Version = "2.0.57",
            Members = [Member("dev", "ami-1"), Member("prod", "ami-2")],
            Durations = new Dictionary<string, TimeSpan> { ["dev"] = TimeSpan.FromSeconds(1.5), ["prod"] = TimeSpan.FromSeconds(2) },
        },
    };

    private static Ami Member(string target, string id) => new() { ImageId = id, Name = "web", ImageName = "web 2.0.57", Target = target };
}
