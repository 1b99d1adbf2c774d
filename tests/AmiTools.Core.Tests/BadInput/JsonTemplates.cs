using AmiTools.Core.Tests.Definitions;

namespace AmiTools.Core.Tests.BadInput;

/// <summary>Legacy JSON templates, and image names that EC2 or a pair can't have.</summary>
internal static class JsonTemplates
{
    private const string Builder = "{ \"type\": \"amazon-ebs\", \"name\": \"NAME\",\n\"ami_name\": \"NAME {{user `version`}}\" }";

    private static BadInput Text(string name, string text, string id, params string[] messages) =>
        new("template.json: " + name, f => f.Write("src/web/template.json", text), id, [.. messages.Select(m => "{web}/template.json" + m)]);

    private static BadInput Named(string name, string imageName, string id, string message) =>
        Text("an image name " + name, DefinitionFolder.Template.Replace("web {{user `version`}}\", \"tags", imageName + "\", \"tags", StringComparison.Ordinal), id, ":6: " + message);

    private static string Packer(string target) =>
        $"{{web}}/template.json: [{target}] Packer does not accept the template: Error: Failed to prepare build: \"amazon-ebs\" invalid 'instance_type': template: root:1: function \"nonsense\" not defined in: {{{{nonsense}}}}";

    public static IReadOnlyList<BadInput> All { get; } =
    [
        new("template: none", f => File.Delete(Path.Combine(f.Web, "template.json")), "TemplateMissing", "{web}: there is no template; expected template.json, *.pkr.json or *.pkr.hcl.") { By = By.Files },
        new("template: two", f => f.Write("src/web/other.pkr.json", "{}"), "TwoTemplates", "{web}: there are several templates (other.pkr.json, template.json); keep one, or only *.pkr.hcl files.") { By = By.Files },
        new("template: JSON and HCL2 at once", f => f.Write("src/web/web.pkr.hcl", DefinitionFolder.Hcl), "TwoTemplates", "{web}: there are several templates (template.json, web.pkr.hcl); keep one, or only *.pkr.hcl files.") { By = By.Files },
        new("template: a folder of that name", f =>
        {
            File.Delete(Path.Combine(f.Web, "template.json"));
            Directory.CreateDirectory(Path.Combine(f.Web, "template.json"));
        }, "FileIsFolder", "{web}/template.json: this is a folder; expected a file.") { By = By.Files },
        Text("empty", "", "JsonInvalid", ":1: the file is empty; expected a JSON object."),
        Text("broken", "{\n\"builders\": [\n}", "JsonInvalid", ":3: no valid JSON: '}' is an invalid start of a value."),
        Text("an array", "[]", "TemplateInvalid", ":1: the template is no JSON object."),
        Text("a key twice", "{\"builders\":[],\n\"builders\":[]}", "DuplicateKey", ":2: 'builders' stands here a second time; the first is in line 1."),
        Text("no builders", "{}", "TemplateNoBuilder", ":1: the template has no builders; expected at least one in \"builders\"."),
        Text("a builder without a type", "{\"builders\":[\n{}]}", "TemplateBuilderType", ":2: a builder without a type."),
        Text("no Amazon builder", "{\"builders\":[{\"type\":\"null\"}]}", "NoAmazonBuilder", ": the template has no Amazon builder, so it makes no image."),
        Text("two Amazon builders", "{ \"variables\": { \"version\": \"\" }, \"builders\": [\n" + Builder.Replace("NAME", "web") + ",\n" + Builder.Replace("NAME", "worker") + "] }", "SeveralBuilders", ":5: the template has 2 Amazon builders ('web', 'worker'); a definition makes one image. Move the others to definitions of their own."),
        Text("a builder without an image name", "{\"builders\":[{\"type\":\"amazon-ebs\"}]}", "ImageNameMissing", ":1: the builder 'amazon-ebs' has no ami_name; expected one with the version in it."),
        Text("nested without end", new string('[', 100_000), "JsonInvalid", ":1: no valid JSON: objects and arrays are nested more than 64 deep."),
        new("template.json: a function that Packer does not know", f => f.Write("src/web/template.json", DefinitionFolder.Template.Replace("\"t3.micro\"", "\"{{nonsense}}\"", StringComparison.Ordinal)), "PackerRefusesTemplate", Packer("dev"), Packer("prod")) { By = By.Check, Packer = true },
        Named("without the version", "web", "ImageNameWithoutVersion", "the image name 'web' does not have the version 2.0.0 in it. Add the variable version to ami_name."),
        Named("that only Packer knows", "web {{user `version`}} {{timestamp}}", "ImageNameNotExact", "the image name has {{timestamp}}, which is known only when Packer runs, so a lost image could not be found by its name. Use the variables version and commit in it."),
        Named("with a variable that is not there", "web {{user `versoin`}}", "ImageNameNotExact", "the image name has {{user `versoin`}}, which is known only when Packer runs, so a lost image could not be found by its name. Use the variables version and commit in it."),
        Named("with a plus", "web+{{user `version`}}", "ImageNameIllegal", "EC2 refuses the image name 'web+2.0.0': it has '+'; letters, digits, spaces and ( ) [ ] . / - ' @ _ are allowed."),
        Named("with a colon", "web:{{user `version`}}", "ImageNameIllegal", "EC2 refuses the image name 'web:2.0.0': it has ':'; letters, digits, spaces and ( ) [ ] . / - ' @ _ are allowed."),
        Named("with an umlaut", "b\u00fcro {{user `version`}}", "ImageNameIllegal", "EC2 refuses the image name 'b\u00fcro 2.0.0': it has '\u00fc'; letters, digits, spaces and ( ) [ ] . / - ' @ _ are allowed."),
        Named("of two characters", "ab", "ImageNameIllegal", "EC2 refuses the image name 'ab': it has 2 characters; 3 to 128 are allowed."),
        Named("of 130 characters", new string('a', 124) + " {{user `version`}}", "ImageNameIllegal", $"EC2 refuses the image name '{new string('a', 57)}...': it has 130 characters; 3 to 128 are allowed."),
    ];
}
