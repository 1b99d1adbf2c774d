using AmiTools.Core.Definitions;

namespace AmiTools.Core.Tests.Definitions;

public sealed class HierarchyTests
{
    private static readonly Dictionary<string, string> none = [];
    private static readonly Dictionary<string, string> run = new() { ["version"] = "2.0.57", ["aws_region"] = "eu-west-1", ["manifest_file_output_path"] = "/m.json" };

    [Fact]
    public void A_later_level_wins_key_by_key_and_every_value_keeps_its_place()
    {
        using var folder = DefinitionFolder.Classic();
        folder.Write("src/web/conf/default.conf", "# x\nsubnet=own\n");
        folder.Write("src/web/conf/prod.yaml", "subnet: own-prod\n");
        var loaded = Load(folder);
        var (dev, prod) = (Resolve(loaded, "dev"), Resolve(loaded, "prod"));
        (dev["subnet"], prod["subnet"]).ShouldBe(("own", "own-prod"));
        var value = prod.Values.Single(v => v.Name == "subnet");
        (value.Level, Path.GetFileName(value.File), value.Line).ShouldBe(("prod", "prod.yaml", 1));
        dev.Values.Single(v => v.Name == "subnet").Line.ShouldBe(2);
    }

    [Fact]
    public void A_value_of_common_that_the_template_does_not_know_is_not_passed()
    {
        using var folder = DefinitionFolder.Classic();
        var resolved = Resolve(Load(folder), "dev");
        resolved.Problems.ShouldBeEmpty();
        resolved.Values.Single(v => v.Name == "only_others_know").IsPassed.ShouldBeFalse();
        resolved.Passed.Keys.ShouldNotContain("only_others_know");
    }

    [Fact]
    public void A_value_of_the_definitions_own_that_the_template_does_not_know_is_an_error_with_the_nearest_name()
    {
        using var folder = DefinitionFolder.Classic();
        folder.Write("src/web/conf/prod.conf", "\nsubnt=x\n");
        var problem = Resolve(Load(folder), "prod").Problems.ShouldHaveSingleItem();
        problem.ToString().ShouldBe($"{Path.Combine(folder.Web, "conf", "prod.conf")}:2: [prod] the template knows no variable 'subnt'. Did you mean 'subnet'?");
        Resolve(Load(folder), "dev").Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Overrides_win_over_every_file_and_an_unknown_one_is_an_error()
    {
        using var folder = DefinitionFolder.Classic();
        Resolve(Load(folder), "dev", new() { ["subnet"] = "mine" })["subnet"].ShouldBe("mine");
        Resolve(Load(folder), "dev", new() { ["subnets"] = "mine" }).Problems.Single().Id.ShouldBe("UnknownParameter");
        Resolve(Load(folder), "dev", new() { ["version"] = "9" }).Problems.Single().Id.ShouldBe("OverrideBuiltIn");
        Resolve(Load(folder), "dev", new() { ["aws_secret_key"] = "s" }).Problems.Single().Id.ShouldBe("LiteralSecret");
    }

    [Fact]
    public void Built_in_values_are_passed_and_credentials_are_always_empty()
    {
        using var folder = DefinitionFolder.Classic();
        var passed = Resolve(Load(folder), "dev").Passed;
        passed["version"].ShouldBe("2.0.57");
        passed["aws_access_key"].ShouldBe("");
        passed["aws_secret_key"].ShouldBe("");
        passed.Keys.ShouldNotContain("commit", "the template does not take it");
    }

    [Theory]
    [InlineData("subnet=\n", "ParameterEmpty")]
    [InlineData("", "ParameterMissing")]
    public void A_required_variable_left_empty_in_prod_only_is_found(string prod, string id)
    {
        using var folder = DefinitionFolder.Classic();
        folder.Write("src/web/template.json", DefinitionFolder.Template.Replace("\"subnet\": \"\"", "\"subnet\": null", StringComparison.Ordinal));
        folder.Write("src/common/conf/prod.conf", prod);
        Resolve(Load(folder), "dev").Problems.ShouldBeEmpty();
        var problem = Resolve(Load(folder), "prod").Problems.ShouldHaveSingleItem();
        (problem.Id, problem.Target).ShouldBe((id, "prod"));
    }

    [Fact]
    public void A_credential_in_a_file_is_refused_and_not_shown()
    {
        using var folder = DefinitionFolder.Classic();
        folder.Write("src/common/conf/dev.conf", "aws_secret_key=wJalrXUtnFEMI\nsubnet=AKIAIOSFODNN7EXAMPLE\n");
        var problems = Resolve(Load(folder), "dev").Problems;
        problems.Select(p => (p.Id, p.Line)).ShouldBe([("LiteralSecret", 1), ("LiteralSecret", 2)]);
        string.Join(' ', problems).ShouldNotContain("wJalr");
    }

    [Fact]
    public void A_Region_that_differs_from_the_targets_is_an_error()
    {
        using var folder = DefinitionFolder.Classic();
        folder.Write("src/common/conf/prod.conf", "aws_region=us-east-1\n");
        Resolve(Load(folder), "prod").Problems.Single().Id.ShouldBe("RegionDiffers");
    }

    [Fact]
    public void Side_by_side_shows_what_differs()
    {
        using var folder = DefinitionFolder.Classic();
        var loaded = Load(folder);
        var values = ParameterHierarchy.SideBySide([.. Resolve(loaded, "dev").Values, .. Resolve(loaded, "prod").Values]);
        values.Where(v => v.DiffersBetweenTargets).Select(v => v.Name).Distinct().ShouldBe(["subnet"]);
    }

    [Fact]
    public void HCL2_takes_only_what_it_declares()
    {
        using var folder = DefinitionFolder.OfHcl();
        var resolved = Resolve(Load(folder), "dev");
        resolved.Problems.ShouldBeEmpty();
        resolved.Passed.Keys.Order().ShouldBe(["aws_region", "source_ami", "version"]);
    }

    private static LoadedDefinition Load(DefinitionFolder folder)
    {
        var load = DefinitionLoader.Load(folder.Web, ["dev", "prod"]);
        load.Problems.ShouldBeEmpty();
        return load.Loaded!;
    }

    private static ResolvedParameters Resolve(LoadedDefinition loaded, string target, Dictionary<string, string>? overrides = null) => ParameterHierarchy.Resolve(loaded, target, run, overrides ?? none);
}
