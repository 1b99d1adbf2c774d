using AmiTools.Core.Building;
using AmiTools.Core.Definitions;
using AmiTools.Core.Environments;
using AmiTools.Core.Tests.Building;
using AmiTools.Core.Tests.Definitions;

namespace AmiTools.Core.Tests.BadInput;

/// <summary>Odd inputs that are right: nobody is refused for them.</summary>
public sealed class OddInputTests
{
    [Theory]
    [InlineData("src/web server")]
    [InlineData("src/b\u00fcro \u96ea")]
    [InlineData("src/a'b $(x)")]
    public async Task A_path_may_have_blanks_quotes_and_letters_of_any_script(string path)
    {
        using var folder = DefinitionFolder.Classic();
        Directory.Move(folder.Web, Path.Combine(folder.Root, path));
        (await CheckAsync(folder, path, packer: true)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("default.conf", "")]
    [InlineData("default.conf", "\uFEFF# a comment\r\nsubnet = a=b=c\r\n\r\n")]
    [InlineData("default.yaml", "")]
    [InlineData("default.yml", "---\n# nothing\n")]
    [InlineData("default.yaml", "\uFEFFsubnet: &a one\r\nsource_ami: ami-0ba5e000000000001\r\n")]
    [InlineData("default.yaml", "subnet: !!str 5\n")]
    [InlineData("default.yaml", "subnet: |\n  several\n  lines\n")]
    [InlineData("default.json", "\uFEFF{ \"subnet\": \"\\ud83d\\ude00\" }\r\n")]
    [InlineData("README.md", "subnet: [\n")]
    public async Task A_parameter_file_may_be(string file, string text)
    {
        using var folder = DefinitionFolder.Classic();
        folder.Write("src/web/conf/" + file, text);
        (await CheckAsync(folder)).ShouldBeEmpty();
    }

    [Fact]
    public void A_value_may_be_very_long_and_a_file_may_have_many()
    {
        using var folder = DefinitionFolder.Classic();
        folder.Write("src/common/conf/default.conf", "subnet=" + new string('v', 2 * 1024 * 1024) + "\n" + string.Concat(Enumerable.Range(0, 4000).Select(i => $"other{i}=1\n")));
        var load = DefinitionLoader.Load(folder.Web, ["dev", "prod"]);
        load.Problems.ShouldBeEmpty();
        load.Loaded!.Levels[0].Entries.Count.ShouldBe(4001);
    }

    [Fact]
    public void Anchors_aliases_and_merges_say_what_they_say()
    {
        using var folder = DefinitionFolder.Classic();
        folder.Write("environments.yaml", """
            targets:
              - &dev
                name: dev
                account: "111111111111"
                region: &region eu-west-1
                credentials: &credentials { environmentPrefix: DEV }
              - <<: *dev
                name: prod
                account: "222222222222"
              - { name: third, region: *region, credentials: { <<: [*credentials], environmentPrefix: THIRD } }
            """);
        var targets = EstateReader.Read(Path.Combine(folder.Root, "environments.yaml")).Targets;
        targets.Select(t => (t.Name, t.AccountId, t.Region, t.Credentials.EnvironmentPrefix)).ShouldBe([("dev", "111111111111", "eu-west-1", "DEV"), ("prod", "222222222222", "eu-west-1", "DEV"), ("third", null, "eu-west-1", "THIRD")]);
    }

    [Fact]
    public void Another_targets_file_is_no_spelling_mistake_when_only_one_is_asked_for()
    {
        using var folder = DefinitionFolder.Classic();
        folder.Write("src/web/conf/dev2.conf", "subnet=a\n");
        DefinitionLoader.Load(folder.Web, ["dev"], ["dev", "dev2"]).Problems.ShouldBeEmpty();
        DefinitionLoader.Load(folder.Web, ["dev"]).Problems.Single().Id.ShouldBe("UnknownTargetFile");
    }

    [Fact]
    public async Task A_link_that_stays_in_the_checkout_is_followed()
    {
        using var folder = DefinitionFolder.Classic();
        Directory.CreateDirectory(Path.Combine(folder.Root, ".git"));
        folder.Write("shared/dev.conf", "subnet=shared\n");
        Directory.CreateDirectory(Path.Combine(folder.Web, "conf"));
        File.CreateSymbolicLink(Path.Combine(folder.Web, "conf", "dev.conf"), "../../../shared/dev.conf");
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "src", "web2"), "web");
        (await CheckAsync(folder)).ShouldBeEmpty();
        (await CheckAsync(folder, "src/web2")).ShouldBeEmpty();
        DefinitionLoader.Load(folder.Web, ["dev"]).Loaded!.Levels.Single(l => l.Name == "dev").Entries.Single().Value.ShouldBe("shared");
    }

    [Fact]
    public async Task A_link_to_a_whole_tree_is_a_way_to_it()
    {
        using var folder = DefinitionFolder.Classic();
        using var elsewhere = new TempFolder();
        var link = Path.Combine(elsewhere.Path, "link");
        Directory.CreateSymbolicLink(link, folder.Root);
        (await CheckAsync(folder, link)).ShouldBeEmpty();
        (await CheckAsync(folder, Path.Combine(link, "src", "web"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task HCL2_may_have_heredocs_comments_escapes_and_deep_lists()
    {
        using var folder = DefinitionFolder.OfHcl();
        folder.Write("src/web/more.pkr.hcl", """"
            /* a comment with " and ${ and
               <<EOT */
            variable "script" {
              default = <<-EOT
                #!/bin/sh
                echo "${HOME" } {{ `
              EOT
              description = "a \"quoted\" text, $${not_an_expression and %%{if"
            }
            // another
            variable "nested" {
              default = [[[["a", ["b"]]]], { x = { y = [1, 2.5, true, null] } }]
              validation {
                condition     = length(var.nested) > 0 && !(var.script == "}")
                error_message = "No \u00e9 \\ here."
              }
            }
            locals {
              all    = [for s in ["a", "b"] : upper(s) if s != ""]
              byName = { for s in ["a"] : s => "${s}-${lower("X${upper("y")}")}" }
              pick   = var.script == "" ? "a" : "b"
              first  = [1, 2][0]
            }

            """");
        (await CheckAsync(folder)).ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(DefinitionFolder folder, string path = "src/web", bool packer = false)
    {
        var variables = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["HOME"] = folder.Root };
        var surroundings = new Surroundings { Variables = variables, WorkingDirectory = folder.Root, Connector = new TargetConnector(variables) };
        var checks = await new CheckDefinitions(surroundings).RunAsync(new() { Definitions = new() { Path = path }, ValidateWithPacker = packer }, new RecordingReporter(), default);
        checks.ShouldNotBeEmpty();
        return [.. checks.SelectMany(c => c.Problems).Select(p => p.ToString())];
    }
}
