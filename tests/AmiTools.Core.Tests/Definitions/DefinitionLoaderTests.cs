using AmiTools.Core.Definitions;

namespace AmiTools.Core.Tests.Definitions;

public sealed class DefinitionLoaderTests
{
    [Fact]
    public void A_classic_layout_loads_as_it_is()
    {
        using var folder = DefinitionFolder.Classic();
        folder.Write("src/web/conf/default.conf", "");
        folder.Write("src/web/version.json", [0xEF, 0xBB, 0xBF, .. "{\r\n  \"version\": \"2.0\"\r\n}\r\n"u8]);
        var load = DefinitionLoader.Load(folder.Web, ["dev", "prod"]);
        load.Problems.ShouldBeEmpty();
        var definition = load.Loaded!.Definition;
        (definition.Name, definition.BaseVersion, definition.Format, definition.Root).ShouldBe(("web", "2.0", TemplateFormat.Json, Path.Combine(folder.Root, "src")));
        load.Loaded.Levels.Select(l => l.Name).ShouldBe(["common/default", "common/dev", "common/prod", "default"]);
        load.Loaded.Template.Builders.Single().ImageName.ShouldBe("web {{user `version`}}");
    }

    [Fact]
    public void An_HCL2_folder_of_several_files_is_one_template()
    {
        using var folder = DefinitionFolder.OfHcl();
        folder.Write("src/web/variables.pkr.hcl", "variable \"subnet\" {\n  type = string\n  default = null\n  sensitive = true\n}\n/* more\n } */\nvariable \"text\" {\n  default = <<-EOT\n    a }\n    b\n  EOT\n}\n");
        var template = DefinitionLoader.Load(folder.Web, []).Loaded!.Template;
        template.Format.ShouldBe(TemplateFormat.Hcl2);
        template.Variables.Select(v => (v.Name, v.IsRequired)).ShouldBe([("subnet", true), ("text", false), ("version", false), ("source_ami", true), ("aws_region", false)]);
        template.Variables[0].IsSensitive.ShouldBeTrue();
        template.Used.Order().ShouldBe(["aws_region", "source_ami", "version"]);
        TemplateText.Fill(template, template.Builders.Single().ImageName!, new Dictionary<string, string> { ["version"] = "2.0.1" }).Value.ShouldBe("web-2.0.1");
    }

    public static TheoryData<string, string, string?, string, string> Bad => new()
    {
        // what, file, text (null deletes it), id, part of the message
        { "no version", "version.json", null, "VersionFileMissing", "expected one such as" },
        { "broken version", "version.json", "{\"version\":", "JsonInvalid", "no valid JSON" },
        { "version missing", "version.json", "{}", "VersionMissing", "there is no \"version\"" },
        { "version a number", "version.json", "{\"version\":2.0}", "BaseVersionInvalid", "in quotes" },
        { "version nonsense", "version.json", "{\"version\":\"two\"}", "BaseVersionInvalid", "\"two\"" },
        { "version with tag", "version.json", "{\"version\":\"2.0-beta\"}", "BaseVersionInvalid", "two numbers" },
        { "unknown key", "version.json", "{\"version\":\"2.0\",\"nam\":\"x\"}", "UnknownKey", "Did you mean 'name'?" },
        { "bad name", "version.json", "{\"version\":\"2.0\",\"name\":\"a+b\"}", "NameInvalid", "'a+b'" },
        { "version an array", "version.json", "[]", "VersionFileInvalid", "expected an object" },
        { "no template", "template.json", null, "TemplateMissing", "expected template.json" },
        { "broken template", "template.json", "{\n\"builders\": [\n}", "JsonInvalid", "no valid JSON" },
        { "no builders", "template.json", "{}", "TemplateNoBuilder", "no builders" },
        { "builder without type", "template.json", "{\"builders\":[{}]}", "TemplateBuilderType", "without a type" },
        { "duplicate key", "template.json", "{\"builders\":[],\n\"builders\":[]}", "DuplicateKey", "a second time" },
        { "two templates", "other.pkr.hcl", DefinitionFolder.Hcl, "TwoTemplates", "keep one" },
        { "broken yaml", "conf/dev.yaml", "a: [", "YamlInvalid", "no valid YAML" },
        { "yaml tag", "conf/dev.yaml", "a: !!python/object x", "YamlTag", "not understood" },
        { "yaml twice", "conf/dev.yaml", "a: 1\na: 2", "DuplicateKey", "a second time" },
        { "two documents", "conf/dev.yaml", "a: 1\n---\nb: 2", "YamlSeveralDocuments", "expected one" },
        { "a list", "conf/dev.json", "[1]", "ParametersInvalid", "names with values" },
        { "misspelt target", "conf/prodd.conf", "a=1", "UnknownTargetFile", "Did you mean 'prod'?" },
        { "not text", "conf/dev.conf", "a=\0", "FileNotText", "NUL" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_wrong_is_named_with_its_file(string what, string file, string? text, string id, string message)
    {
        _ = what;
        using var folder = DefinitionFolder.Classic();
        var path = Path.Combine(folder.Web, file);
        if (text is null) File.Delete(path);
        else folder.Write(Path.Combine("src/web", file), text);
        var problem = DefinitionLoader.Load(folder.Web, ["dev", "prod"]).Problems.ShouldHaveSingleItem();
        problem.Id.ShouldBe(id);
        problem.Message.ShouldContain(message);
        problem.File.ShouldNotBeNull().ShouldStartWith(folder.Web);
    }

    [Theory]
    [InlineData("variable \"a\" {\n", "not closed")]
    [InlineData("x = \"abc\n", "a string is not closed")]
    [InlineData("/* x", "a comment (/*) is not closed")]
    [InlineData("x = <<EOT\nabc\n", "<<EOT is not closed")]
    [InlineData("source amazon 5", "expected = or {")]
    [InlineData("x = 1\nx = 2\n", "a second time")]
    [InlineData("x = [1, 2\n", "a list is not closed")]
    [InlineData("variable \"v\" {}", "builds nothing")]
    public void Broken_HCL2_is_named_with_file_and_reason(string text, string message)
    {
        using var folder = DefinitionFolder.OfHcl();
        folder.Write("src/web/web.pkr.hcl", text);
        var problem = DefinitionLoader.Load(folder.Web, []).Problems.ShouldHaveSingleItem();
        problem.Message.ShouldContain(message);
        problem.File!.ShouldEndWith("web.pkr.hcl");
    }

    [Fact]
    public void Two_formats_of_one_level_are_an_error()
    {
        using var folder = DefinitionFolder.Classic();
        folder.Write("src/common/conf/dev.json", "{}");
        DefinitionLoader.Load(folder.Web, ["dev", "prod"]).Problems.Single().Id.ShouldBe("TwoFormats");
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read()
    {
        using var folder = DefinitionFolder.Classic();
        folder.Write("src/web/conf/dev.conf", new byte[6 * 1024 * 1024]);
        DefinitionLoader.Load(folder.Web, ["dev", "prod"]).Problems.Single().Id.ShouldBe("FileTooLarge");
    }

    [Fact]
    public void Aliases_that_grow_without_end_are_refused()
    {
        using var folder = DefinitionFolder.Classic();
        var bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat("bcdefgh".Select((c, i) => $"{c}: &{c} [{string.Join(',', Enumerable.Repeat($"*{(char)(c - 1)}", 9))}]\n"));
        folder.Write("src/web/conf/dev.yaml", bomb);
        DefinitionLoader.Load(folder.Web, ["dev", "prod"]).Problems.Single().Id.ShouldBe("YamlTooLarge");
    }

    [Fact]
    public void A_template_that_links_out_of_the_tree_is_refused()
    {
        using var folder = DefinitionFolder.Classic();
        var template = Path.Combine(folder.Web, "template.json");
        var outside = Path.GetTempFileName();
        File.Delete(template);
        File.CreateSymbolicLink(template, outside);
        DefinitionLoader.Load(folder.Web, []).Problems.Single().Id.ShouldBe("LinkOutside");
        File.Delete(outside);
    }

    [Fact]
    public void Definitions_are_found_below_a_folder_but_not_in_common_or_runs()
    {
        using var folder = DefinitionFolder.Classic();
        folder.Write("src/runs/old/version.json", "{}");
        folder.Write("src/worker/version.json", "{\"version\":\"1.0\"}");
        DefinitionFinder.Find(folder.Root, "/").Select(Path.GetFileName).ShouldBe(["web", "worker"]);
        Should.Throw<AmiToolsException>(() => DefinitionFinder.Find("nothing", folder.Root)).ErrorId.ShouldBe("DefinitionNotFound");
    }

    [Theory]
    [InlineData("web", "ImageNameWithoutVersion")]
    [InlineData("web {{user `version`}} {{timestamp}}", "ImageNameNotExact")]
    [InlineData("web+{{user `version`}}", "ImageNameIllegal")]
    [InlineData("w:{{user `version`}}", "ImageNameIllegal")]
    public void An_image_name_must_be_exact_legal_and_carry_the_version(string name, string id)
    {
        using var folder = DefinitionFolder.Classic();
        folder.Write("src/web/template.json", DefinitionFolder.Template.Replace("web {{user `version`}}", name, StringComparison.Ordinal));
        var loaded = DefinitionLoader.Load(folder.Web, ["dev"]).Loaded!;
        DefinitionRules.Check(loaded, new AmiTarget { Name = "dev", Region = "eu-west-1" }, new Dictionary<string, string>()).Single().Id.ShouldBe(id);
    }
}
