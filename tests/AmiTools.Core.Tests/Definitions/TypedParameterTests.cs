using System.Diagnostics;
using System.Text.Json.Nodes;
using AmiTools.Core.Building;
using AmiTools.Core.Definitions;
using AmiTools.Core.Tests.Building;

namespace AmiTools.Core.Tests.Definitions;

/// <summary>Values of HCL2 variables that are no text: read, refused with their place, and handed over so that Packer takes them.</summary>
public sealed class TypedParameterTests
{
    private static readonly Dictionary<string, string> run = new() { ["version"] = "2.0.57", ["aws_region"] = "eu-west-1", ["source_ami"] = "ami-1" };

    private const string Variables = """

        variable "ips" {
          type = list(string)
        }
        variable "monitoring" {
          type    = bool
          default = false
        }
        variable "size" { type = number }
        variable "labels" { type = map(string) }
        variable "disks" {
          type = list(object({
            device = string
            size   = number
            fast   = bool
          }))
          default = []
        }
        variable "zones" { type = set(string) }
        variable "pair" { type = tuple([string, number]) }
        variable "inferred" { default = 3 }
        variable "listed" { default = ["a", "b"] }
        variable "whatever" {}

        """;

    [Theory]
    [InlineData("string")]
    [InlineData("list(string)")]
    [InlineData("set(number)")]
    [InlineData("map(list(bool))")]
    [InlineData("tuple([string, number, list(string)])")]
    [InlineData("object({a = string, b = optional(number), c = map(object({x = bool}))})")]
    [InlineData("any")]
    public void A_type_is_read_and_written_alike(string type) => VariableType.Parse(type).ToString().ShouldBe(type);

    [Theory]
    [InlineData("object ( { , a = string , , b : number , } )", "object({a = string, b = number})")]
    [InlineData("object({ a = optional(string, \"x(y)\"), \"b\" = bool })", "object({a = optional(string), b = bool})")]
    [InlineData("list", "any")]
    [InlineData("list(string", "any")]
    [InlineData("var.type", "any")]
    [InlineData("string string", "any")]
    [InlineData("", "any")]
    public void Other_spellings_are_read_too_and_what_is_no_type_is_left_to_Packer(string text, string type) => VariableType.Parse(text).ToString().ShouldBe(type);

    [Fact]
    public void A_type_that_nests_without_end_is_left_to_Packer() => VariableType.Parse(string.Concat(Enumerable.Repeat("list(", 100_000))).ShouldBe(VariableType.Any);

    [Fact]
    public void Every_format_gives_the_same_values_with_their_types_and_places()
    {
        foreach (var (file, text) in new[]
        {
            ("default.conf", "ips=[\"10.0.0.1\",\"10.0.0.2\"]\nmonitoring=true\nsize=1.50\nlabels={\"team\":\"web\",\"tier\":\"1\"}\nzones=[\"a\"]\npair=[\"x\",\"1\"]\nwhatever=text\n"),
            ("default.yaml", "ips: [10.0.0.1, 10.0.0.2]\nmonitoring: true\nsize: 1.50\nlabels: {team: web, tier: 1}\nzones: [a]\npair: [x, 1]\nwhatever: text\n"),
            ("default.json", "{\"ips\":[\"10.0.0.1\",\"10.0.0.2\"],\n\"monitoring\":true,\n\"size\":1.50,\n\"labels\":{\"team\":\"web\",\"tier\":1},\n\"zones\":[\"a\"],\n\"pair\":[\"x\",1],\n\"whatever\":\"text\"}"),
        })
        {
            using var folder = Typed();
            folder.Write("src/web/conf/" + file, text);
            var resolved = Resolve(folder, "dev");
            resolved.Problems.ShouldBeEmpty(file);
            var values = resolved.Values.Where(v => v.Level == "default").ToDictionary(v => v.Name);
            values.ToDictionary(v => v.Key, v => v.Value.Value).ShouldBe(new Dictionary<string, string>
            {
                ["ips"] = """["10.0.0.1","10.0.0.2"]""",
                ["monitoring"] = "true",
                ["size"] = "1.50",
                ["labels"] = """{"team":"web","tier":"1"}""",
                ["zones"] = """["a"]""",
                ["pair"] = """["x","1"]""",
                ["whatever"] = "text",
            }, ignoreOrder: true, file);
            values.ToDictionary(v => v.Key, v => v.Value.Type).ShouldBe(new Dictionary<string, string?>
            {
                ["ips"] = "list(string)",
                ["monitoring"] = "bool",
                ["size"] = "number",
                ["labels"] = "map(string)",
                ["zones"] = "set(string)",
                ["pair"] = "tuple([string, number])",
                ["whatever"] = "any",
            }, ignoreOrder: true, file);
            values["labels"].Line.ShouldBe(4, file);
            Path.GetFileName(values["labels"].File).ShouldBe(file);
            // The template's own values, with the types that Packer infers.
            resolved.Values.Single(v => v.Name == "inferred").Type.ShouldBe("number");
            var listed = resolved.Values.Single(v => v.Name == "listed");
            (listed.Value, listed.Type, listed.Level).ShouldBe(("""["a","b"]""", "tuple([string, string])", "template"));
        }
    }

    [Fact]
    public void A_map_of_common_for_images_that_know_it_does_not_trouble_those_that_do_not()
    {
        using var folder = DefinitionFolder.Classic();
        File.Delete(Path.Combine(folder.Root, "src/common/conf/default.conf"));
        folder.Write("src/common/conf/default.yaml", "source_ami: ami-0ba5e000000000001\nlabels: {team: web}\n");
        var resolved = ParameterHierarchy.Resolve(DefinitionLoader.Load(folder.Web, ["dev", "prod"]).Loaded!, "dev", run, new Dictionary<string, string>());
        resolved.Problems.ShouldBeEmpty();
        resolved.Values.Single(v => v.Name == "labels").IsPassed.ShouldBeFalse();
    }

    [Fact]
    public void A_secret_in_a_map_is_a_secret()
    {
        var parameter = new AmiParameter { Definition = "web", Name = "settings", Target = "dev", Value = """{"db_password":"hunter2-hunter2","port":"5432"}""", Level = "default" };
        SecretNames.In(parameter).ShouldBe(["hunter2-hunter2"]);
        SecretNames.Shown(parameter).Value.ShouldBe("***");
        SecretNames.In(parameter with { Name = "api_tokens", Value = """["first-token","second-token"]""" }).ShouldBe(["""["first-token","second-token"]""", "first-token", "second-token"]);
        SecretNames.In(parameter with { Value = """{"port":"5432"}""" }).ShouldBeEmpty();
    }

    [Fact]
    public async Task Packer_takes_what_fits_and_gets_the_values_that_were_meant()
    {
        using var folder = Typed();
        folder.Write("src/web/conf/default.yaml", """
            ips: [10.0.0.1, "007", 'ü "quoted" \ ${not.evaluated}']
            monitoring: true
            size: 123456789012345678901
            labels: {team: web, tier: 1, on: true}
            disks:
              - {device: /dev/sdf, size: 08, fast: false}
              - {device: /dev/sdg, size: "1e2", fast: 1}
            zones: [b, a]
            pair: [x, 1.5]
            listed: [c, d]
            whatever: {deep: [a, {b: c}]}
            """);
        var input = Input(folder, "dev");
        // What Packer understands, said by Packer itself.
        var said = await PackerAsync(folder, "build", input.VariableFiles);

        said.ExitCode.ShouldBe(0, said.Output);
        var values = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Root, "values.json")))!;
        values.ToJsonString().ShouldBe(JsonNode.Parse("""
            {
              "disks": [ { "device": "/dev/sdf", "fast": false, "size": 8 }, { "device": "/dev/sdg", "fast": true, "size": 100 } ],
              "inferred": 3, "ips": [ "10.0.0.1", "007", "ü \"quoted\" \\ ${not.evaluated}" ], "labels": { "on": "true", "team": "web", "tier": "1" }, "listed": [ "c", "d" ],
              "monitoring": true, "pair": [ "x", 1.5 ], "size": 123456789012345678901, "whatever": { "deep": [ "a", { "b": "c" } ] }, "zones": [ "a", "b" ]
            }
            """)!.ToJsonString());
    }

    [Fact]
    public async Task Packer_refuses_what_is_refused_here()
    {
        var wrong = BadInput.HclParameters.Values;
        var answers = await Task.WhenAll(wrong.Select(async w =>
        {
            using var folder = Typed();
            folder.Write("src/web/conf/default.yaml", Good);
            folder.Write("src/web/conf/prod.yaml", w.Yaml);
            var resolved = Resolve(folder, "prod");
            resolved.Problems.ShouldHaveSingleItem().Id.ShouldBe("ParameterTypeDiffers", w.Yaml);
            return (w.Yaml, Packer: await PackerAsync(folder, "validate", Input(folder, "prod").VariableFiles));
        }));
        answers.Length.ShouldBeGreaterThanOrEqualTo(14);
        answers.Where(a => a.Packer.ExitCode == 0).Select(a => a.Yaml).ShouldBe(["disks: [{device: x, size: 1, fast: true, sise: 2}]\n"], "the only thing that Packer would drop in silence");
    }

    [Fact]
    public void A_value_that_the_run_gives_needs_a_variable_of_text()
    {
        using var folder = Typed();
        folder.Write("src/web/conf/default.yaml", Good);
        folder.Write("src/web/web.pkr.hcl", File.ReadAllText(Path.Combine(folder.Web, "web.pkr.hcl")).Replace("variable \"version\" { default = \"\" }", "variable \"version\" {\n  type = number\n}"));
        var problem = Resolve(folder, "dev").Problems.ShouldHaveSingleItem();
        problem.ToString().ShouldBe($"{folder.Web}/web.pkr.hcl:1: [dev] the variable 'version' is declared as number, and the run gives it text. Declare it with type = string.");
    }

    [Fact]
    public void An_override_is_held_against_the_type_too()
    {
        using var folder = Typed();
        folder.Write("src/web/conf/default.yaml", Good);
        var loaded = DefinitionLoader.Load(folder.Web, ["dev", "prod"]).Loaded!;
        ParameterHierarchy.Resolve(loaded, "dev", run, new Dictionary<string, string> { ["ips"] = "[\"x\"]", ["size"] = "9" }).Problems.ShouldBeEmpty();
        ParameterHierarchy.Resolve(loaded, "dev", run, new Dictionary<string, string> { ["ips"] = "10.0.0.1" }).Problems.ShouldHaveSingleItem().Message
            .ShouldBe($"the override 'ips' is no JSON array, and the template takes list(string) ({folder.Web}/web.pkr.hcl:18). Expected a list: [\"a\", \"b\"], or one of YAML or JSON in a file of that format.");
    }

    internal const string Good = "ips: [10.0.0.1]\nsize: 8\nlabels: {team: web}\nzones: [a]\npair: [x, 1]\nwhatever: text\n";

    internal static DefinitionFolder Typed()
    {
        var folder = DefinitionFolder.OfHcl();
        folder.Write("src/web/web.pkr.hcl", DefinitionFolder.Hcl + Variables);
        return folder;
    }

    private static ResolvedParameters Resolve(DefinitionFolder folder, string target) =>
        ParameterHierarchy.Resolve(DefinitionLoader.Load(folder.Web, ["dev", "prod"]).Loaded!, target, run, new Dictionary<string, string>());

    private static PackerInput Input(DefinitionFolder folder, string target)
    {
        var loaded = DefinitionLoader.Load(folder.Web, ["dev", "prod"]).Loaded!;
        var member = new PlannedMember { Target = new() { Name = target }, AccountId = "1", Region = "eu-west-1", ImageName = "web", Parameters = Resolve(folder, target).Values };
        var plan = new PairPlan { Request = new() { DefinitionPath = folder.Web }, Definition = loaded.Definition, Version = "2.0.57", PairId = "pair" };
        Directory.CreateDirectory(Path.Combine(folder.Root, "open"));
        Directory.CreateDirectory(Path.Combine(folder.Root, "hidden"));
        return PackerInput.Write(plan, member, Path.Combine(folder.Root, "open"), Path.Combine(folder.Root, "hidden"));
    }

    /// <summary>The same variables in a template that needs no cloud and writes what it has got.</summary>
    private static async Task<(int ExitCode, string Output)> PackerAsync(DefinitionFolder folder, string command, IReadOnlyList<string> variableFiles)
    {
        string[] names = ["ips", "monitoring", "size", "labels", "disks", "zones", "pair", "inferred", "listed", "whatever"];
        folder.Write("say.pkr.hcl", "variable \"version\" {}\nvariable \"source_ami\" {}\nvariable \"aws_region\" {}\n" + Variables + $$"""
            source "null" "say" { communicator = "none" }
            build {
              sources = ["source.null.say"]
              provisioner "shell-local" {
                environment_vars = ["VALUES=${base64encode(jsonencode({ {{string.Join(", ", names.Select(n => $"{n} = var.{n}"))}} }))}"]
                inline           = ["echo $VALUES | base64 -d > {{folder.Root}}/values.json"]
              }
            }
            """);
        var start = new ProcessStartInfo("packer", [command, .. variableFiles.Select(f => "-var-file=" + f), Path.Combine(folder.Root, "say.pkr.hcl")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CHECKPOINT_DISABLE"] = "1";
        using var packer = Process.Start(start)!;
        var output = await Task.WhenAll(packer.StandardOutput.ReadToEndAsync(), packer.StandardError.ReadToEndAsync());
        await packer.WaitForExitAsync();
        return (packer.ExitCode, string.Concat(output));
    }
}
