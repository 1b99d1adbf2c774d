using AmiTools.Core.Tests.Definitions;

namespace AmiTools.Core.Tests.BadInput;

/// <summary>HCL2 templates.</summary>
internal static class HclTemplates
{
    private static BadInput Text(string name, string text, string id, string message) => new("web.pkr.hcl: " + name, f =>
    {
        File.Delete(Path.Combine(f.Web, "template.json"));
        f.Write("src/web/web.pkr.hcl", text);
    }, id, "{web}/web.pkr.hcl" + message);

    private static string With(string old, string made) => DefinitionFolder.Hcl.Replace(old, made, StringComparison.Ordinal);

    private static string LocalsBomb => With("locals { name = \"web-${var.version}\" }", "locals {\n" + string.Concat(Enumerable.Range(0, 15).Select(i => $"n{i} = \"{string.Concat(Enumerable.Repeat($"${{local.n{i + 1}}}", 10))}\"\n")) + "n15 = \"x\"\nname = \"${var.version}${local.n0}\"\n}");

    private static string Packer(string target) =>
        $"{{web}}/web.pkr.hcl:10: [{target}] Packer does not accept the template: Error: Call to unknown function on {{web}}/web.pkr.hcl line 10: (source code not available) There is no function named \"nonsense\".";

    public static IReadOnlyList<BadInput> All { get; } =
    [
        Text("a block that is not closed", "variable \"a\" {\n", "HclInvalid", ":1: the block 'variable' that begins in line 1 is not closed."),
        Text("a string that is not closed", "\nx = \"abc\n", "HclInvalid", ":2: a string is not closed."),
        Text("a comment that is not closed", "\n\n/* x", "HclInvalid", ":3: a comment (/*) is not closed."),
        Text("a heredoc that is not closed", "x = <<EOT\nabc\n", "HclInvalid", ":1: the text that begins with <<EOT is not closed."),
        Text("a list that is not closed", "x = [1,\n2\n", "HclInvalid", ":1: a list is not closed."),
        Text("an expression that is not closed", "x = \"${var.a\n", "HclInvalid", ":1: an expression (${) is not closed."),
        Text("a block without a brace", "source \"amazon-ebs\" \"web\"\n", "HclInvalid", ":1: unexpected end of line after 'source'; expected = or {."),
        Text("a number as a block", "5 {}\n", "HclInvalid", ":1: unexpected '5'; expected a name."),
        Text("a value that is missing", "locals {\n  a =\n}\n", "HclInvalid", ":2: a value is missing."),
        Text("an attribute twice", "x = 1\nx = 2\n", "HclInvalid", ":2: 'x' is set here a second time."),
        Text("nothing built", "variable \"v\" {}", "TemplateNoBuilder", ": the template builds nothing; expected a build block with sources."),
        Text("empty", "", "TemplateNoBuilder", ": the template is empty; expected variables, sources and a build block."),
        Text("a source that is not declared", With("source.amazon-ebs.web\"]", "source.amazon-ebs.wbe\"]"), "TemplateSourceUnknown", ":17: the build names the source 'amazon-ebs.wbe', which is not declared. Did you mean 'amazon-ebs.web'?"),
        Text("a variable twice", DefinitionFolder.Hcl + "\nvariable \"version\" {}\n", "DuplicateKey", ":18: the variable 'version' is declared a second time; the first is in {web}/web.pkr.hcl:1."),
        Text("lists nested without end", "x = " + new string('[', 100_000) + "\n", "HclInvalid", ":1: the blocks, lists or objects are nested more than 64 deep."),
        Text("blocks nested without end", string.Concat(Enumerable.Repeat("a {\n", 100_000)), "HclInvalid", ":65: the blocks, lists or objects are nested more than 64 deep."),
        Text("expressions nested without end", "x = " + string.Concat(Enumerable.Repeat("\"${", 100_000)) + "\n", "HclInvalid", ":1: expressions are nested more than 32 deep."),
        Text("an image name with a time in it", With("local.name", "\"web-${var.version}-${timestamp()}\""), "ImageNameNotExact", ":12: the image name has ${timestamp()}, which is known only when Packer runs, so a lost image could not be found by its name. Use the variables version and commit in it."),
        Text("locals that grow without end", LocalsBomb, "ImageNameNotExact", ":30: the image name has expressions that name each other without end, which is known only when Packer runs, so a lost image could not be found by its name. Use the variables version and commit in it."),
        Text("no Amazon source", "source \"null\" \"x\" {}\nbuild { sources = [\"source.null.x\"] }\n", "NoAmazonBuilder", ": the template has no Amazon builder, so it makes no image."),
        Text("two sources", With("build {", "source \"amazon-ebs\" \"two\" {\n  ami_name = \"two ${var.version}\"\n}\nbuild {").Replace("[\"source.amazon-ebs.web\"]", "[\"source.amazon-ebs.web\", \"source.amazon-ebs.two\"]"), "SeveralBuilders", ":18: the template has 2 Amazon builders ('web', 'two'); a definition makes one image. Move the others to definitions of their own."),
        new("web.pkr.hcl: a required variable that prod alone lacks", f =>
        {
            File.Delete(Path.Combine(f.Web, "template.json"));
            f.Write("src/web/web.pkr.hcl", DefinitionFolder.Hcl + "\nvariable \"size\" {\n  type = number\n}\n");
            f.Write("src/web/conf/dev.conf", "size=8\n");
        }, "ParameterMissing", "{web}/web.pkr.hcl:18: [prod] the template needs a value for 'size', and no file gives one. Add it to conf/prod or conf/default.") { By = By.Files },
        new("web.pkr.json: nothing built", f =>
        {
            File.Delete(Path.Combine(f.Web, "template.json"));
            f.Write("src/web/web.pkr.json", "{\n}");
        }, "TemplateNoBuilder", "{web}/web.pkr.json:1: the template builds nothing; expected source and build."),
        new("web.pkr.hcl: a function that Packer does not know", f =>
        {
            File.Delete(Path.Combine(f.Web, "template.json"));
            f.Write("src/web/web.pkr.hcl", With("\"t3.micro\"", "nonsense(\"t3.micro\")"));
        }, "PackerRefusesTemplate", Packer("dev"), Packer("prod")) { By = By.Check, Packer = true },
    ];
}
