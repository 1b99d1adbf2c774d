using AmiTools.Core.Completion;
using AmiTools.Core.Tests.Definitions;
using AmiTools.LocalCloud;

namespace AmiTools.Core.Tests.Completion;

public sealed class SuggestTests : IDisposable
{
    private const string Region = "eu-west-1";

    private readonly DefinitionFolder folder = DefinitionFolder.Classic();
    private readonly InProcessCloud cloud = new();
    private readonly CloudConnector connector;

    public SuggestTests()
    {
        connector = new(cloud);
        Seed("111111111111", "web", "2.0.9");
        Seed("111111111111", "web", "2.0.10");
        Seed("222222222222", "web", "2.0.10", complete: false);
        Seed("222222222222", "worker", "1.0.0");
        Seed("222222222222", "base", "1.0.0");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Names_come_from_the_definitions_first_and_then_from_all_targets()
    {
        var found = await new SuggestNames(Here(folder.Root)).RunAsync(new() { Word = "w" });
        found.Select(s => s.Value).ShouldBe(["web", "worker"]);
        found[0].About.ShouldBe("definition in " + folder.Web);
        found[1].About.ShouldBe("images in prod");
    }

    [Fact]
    public async Task Only_the_targets_that_the_command_names_are_asked()
    {
        (await new SuggestNames(Here(folder.Root)).RunAsync(new() { Targets = new() { Names = ["dev"] } })).Select(s => s.Value).ShouldBe(["web"]);
        cloud.Calls.ShouldAllBe(c => c.Account == "111111111111");
    }

    [Fact]
    public async Task Where_AWS_does_not_answer_the_files_do()
    {
        connector.Unreachable.UnionWith(["dev", "prod"]);
        (await new SuggestNames(Here(folder.Root)).RunAsync(new())).Select(s => s.Value).ShouldBe(["web"]);
    }

    [Fact]
    public async Task A_target_that_does_not_answer_leaves_the_others()
    {
        connector.Unreachable.Add("dev");
        (await new SuggestNames(Here(folder.Root)).RunAsync(new())).Select(s => s.Value).ShouldBe(["web", "base", "worker"], ignoreOrder: true);
    }

    [Fact]
    public async Task Definitions_alone_ask_nothing_of_AWS()
    {
        (await new SuggestNames(Here(folder.Root)).OfDefinitionsAsync(new() { Word = "W" })).Select(s => s.Value).ShouldBe(["web"]);
        cloud.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Versions_are_those_of_the_named_image_newest_first_with_where_they_are()
    {
        var found = await new SuggestVersions(Here(folder.Root)).RunAsync(new() { Names = ["web"] });
        found.ShouldBe([new("2.0.10", "in dev; prod, not complete"), new("2.0.9", "in dev")]);
        (await new SuggestVersions(Here(folder.Root)).RunAsync(new() { Names = ["web"], Word = "2.0.1" })).Select(s => s.Value).ShouldBe(["2.0.10"]);
        (await new SuggestVersions(Here(folder.Root)).RunAsync(new())).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_word_with_a_wildcard_in_it_is_taken_as_it_is() => (await new SuggestVersions(Here(folder.Root)).RunAsync(new() { Names = ["web"], Word = "2.*" })).ShouldBeEmpty();

    [Fact]
    public async Task Targets_and_environments_are_the_files_in_its_order_from_below_too()
    {
        folder.Write("environments.yaml", DefinitionFolder.Environments + "environments:\n  - name: production-eu\n    target: prod\n  - name: ci\n    target: dev\n");
        var places = new SuggestPlaces(Here(folder.Web));
        (await places.TargetsAsync(new())).ShouldBe([new("dev", "account 111111111111, eu-west-1"), new("prod", "account 222222222222, eu-west-1")]);
        (await places.EnvironmentsAsync(new() { Word = "PROD" })).ShouldBe([new("production-eu", "in the target prod")]);
        (await places.TargetsAsync(new() { Targets = new() { Path = "/nowhere" } })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Regions_are_the_files_first_then_all_public_ones()
    {
        folder.Write("environments.yaml", DefinitionFolder.Environments.Replace(Region, "sa-east-1", StringComparison.Ordinal));
        var found = (await new SuggestAws(Here(folder.Root)).RegionsAsync(new())).Select(s => s.Value).ToArray();
        found[0].ShouldBe("sa-east-1");
        found.ShouldBeUnique();
        found.ShouldContain("eu-west-1");
        found.ShouldContain("cn-north-1");
        found.ShouldContain("us-gov-west-1");
        found.ShouldNotContain(r => r.Contains("-iso", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Profiles_are_named_and_nothing_else_of_them_is_told()
    {
        folder.Write("profiles", "[dev]\naws_access_key_id=AKIAX\naws_secret_access_key=secret-value\n[it's mine]\nregion=eu-west-1\n");
        var found = await new SuggestAws(Here(folder.Root)).ProfilesAsync(new(), Path.Combine(folder.Root, "profiles"));
        found.Select(s => s.Value).ShouldContain("dev");
        string.Join(' ', found).ShouldNotContain("secret-value");
    }

    private Surroundings Here(string location) => new() { Variables = new Dictionary<string, string>(), WorkingDirectory = location, Connector = connector };

    private void Seed(string account, string name, string version, bool complete = true) => cloud.Inside.SeedImage(account, Region, $"{name} {version}", new Dictionary<string, string>
    {
        [TagNames.Image] = name,
        [TagNames.Version] = version,
        [TagNames.State] = complete ? TagNames.Complete : "building",
    });
}
