using System.Text;
using AmiTools.Core.Tests.Definitions;

namespace AmiTools.Core.Tests.BadInput;

/// <summary>The files of the parameter hierarchy.</summary>
internal static class ParameterFileInputs
{
    private static BadInput File(string file, string name, string text, string id, params string[] messages) => Bytes(file, name, Encoding.UTF8.GetBytes(text), id, messages);

    private static BadInput Bytes(string file, string name, byte[] bytes, string id, params string[] messages) =>
        new($"{file}: {name}", f => f.Write("src/web/conf/" + file, bytes), id, [.. messages.Select(m => "{web}/conf/" + file + m)]) { By = By.Files };

    private static string TemplateWith(string old, string made) => DefinitionFolder.Template.Replace(old, made, StringComparison.Ordinal);

    public static IReadOnlyList<BadInput> All { get; } =
    [
        File("dev.conf", "a line without =", "subnet=a\nnonsense\n", "ConfInvalid", ":2: [dev] 'nonsense' is no KEY=VALUE line."),
        File("dev.conf", "a value without a name", "=a\n", "ConfInvalid", ":1: [dev] '=a' is no KEY=VALUE line."),
        File("dev.conf", "a long line without =", new string('x', 100_000), "ConfInvalid", ":1: [dev] 'xxxxxxxxxxxx...' is no KEY=VALUE line."),
        File("dev.conf", "a backslash that begins no escape", "subnet=C:\\Program\n", "ConfEscape", ":1: [dev] the value of 'subnet' has a backslash that begins no escape. Write \\\\ for a backslash."),
        File("dev.conf", "a key twice", "subnet=a\n\nSUBNET=b\n", "DuplicateKey", ":3: [dev] 'SUBNET' stands here a second time; the first is in line 1."),
        File("dev.conf", "a variable that is not declared", "\nsubnt=a\n", "UnknownParameter", ":2: [dev] the template knows no variable 'subnt'. Did you mean 'subnet'?"),
        File("default.conf", "a variable that nothing is near", "favourite_colour=blue\n", "UnknownParameter", ":1: the template knows no variable 'favourite_colour'. Known: aws_access_key, aws_region, aws_secret_key, manifest_file_output_path, source_ami, subnet, version."),
        File("prod.conf", "another Region than the target's", "aws_region=us-east-1\n", "RegionDiffers", ":1: [prod] aws_region is us-east-1 here, but the target 'prod' is in eu-west-1. Leave it out here, or change the target."),
        File("prodd.conf", "a misspelt target", "subnet=a\n", "UnknownTargetFile", ": there is no target 'prodd'. Did you mean 'prod'?"),
        File("Default.conf", "a capital letter", "subnet=a\n", "UnknownTargetFile", ": there is no target 'Default'. Did you mean 'default'?"),
        File("dev.CONF", "an ending in capitals", "subnet=a\n", "UnknownTargetFile", ": the ending .CONF is not read. Did you mean '.conf'?"),
        Bytes("dev.conf", "UTF-16", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("subnet=a\n")], "FileNotUtf8", ":1: [dev] the file is UTF-16, as Windows PowerShell's > writes it. Save it as UTF-8, with or without BOM."),
        Bytes("prod.conf", "UTF-16 without BOM", Encoding.Unicode.GetBytes("subnet=a\n"), "FileNotText", ":1: [prod] the file is not text: it has a NUL character. Save it as UTF-8."),
        Bytes("dev.conf", "Windows-1252", [.. "subnet=a\n# f\u00fcr\n".Select(c => (byte)c)], "FileNotUtf8", ":2: [dev] the file is not UTF-8: it has the byte 0xFC here. Save it as UTF-8, with or without BOM."),
        Bytes("dev.yaml", "binary", [0x7F, 0x45, 0x4C, 0x46, 0x02, 0x01, 0x00, 0xC3, 0x28], "FileNotUtf8", ":1: [dev] the file is not UTF-8: it has the byte 0xC3 here. Save it as UTF-8, with or without BOM."),
        Bytes("dev.conf", "a NUL", "subnet=a\nvpc=\0\n"u8.ToArray(), "FileNotText", ":2: [dev] the file is not text: it has a NUL character. Save it as UTF-8."),
        File("dev.yaml", "broken YAML", "subnet: [a\n", "YamlInvalid", ":2: [dev] no valid YAML: While parsing a flow sequence, did not find expected ',' or ']'."),
        File("dev.yaml", "a colon in a value", "subnet: a: b\n", "YamlInvalid", ":1: [dev] no valid YAML: While scanning a plain scalar value, found invalid mapping."),
        File("dev.yaml", "a Python object", "subnet: !!python/object:os.system x\n", "YamlTag", ":1: [dev] the tag tag:yaml.org,2002:python/object:os.system is not understood; only plain values are."),
        File("dev.yaml", "a CloudFormation tag", "subnet: !Ref Subnet\n", "YamlTag", ":1: [dev] the tag !Ref is not understood; only plain values are."),
        File("dev.yaml", "a key twice", "subnet: a\nsubnet: b\n", "DuplicateKey", ":2: [dev] 'subnet' stands here a second time; the first is in line 1."),
        File("dev.yaml", "two documents", "subnet: a\n---\nsubnet: b\n", "YamlSeveralDocuments", ":2: [dev] the file has several YAML documents; expected one."),
        File("dev.yaml", "a map as a value", "subnet:\n  id: a\n", "ParameterNotText", ":1: [dev] 'subnet' is no text, number, true, false or list of these."),
        File("dev.yaml", "lists in a list", "\nsubnet: [[a]]\n", "ParameterNotText", ":2: [dev] 'subnet' is no text, number, true, false or list of these."),
        File("dev.yaml", "a list", "- subnet\n", "ParametersInvalid", ":1: [dev] expected names with values."),
        File("dev.yaml", "a list as a key", "? [a, b]\n: c\n", "YamlKey", ":1: [dev] a key must be plain text."),
        File("dev.yaml", "an alias bomb", "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat("bcdefghij".Select(c => $"{c}: &{c} [{string.Join(',', Enumerable.Repeat($"*{(char)(c - 1)}", 9))}]\n")), "YamlTooLarge", ":5: [dev] the document is too large or too deep once its aliases are filled in."),
        File("dev.json", "broken JSON", "{\n  \"subnet\": \"a\n}\n", "JsonInvalid", ":2: [dev] no valid JSON: a string is not closed at the end of the line."),
        File("dev.json", "empty", "", "JsonInvalid", ":1: [dev] the file is empty; expected a JSON object."),
        File("dev.json", "a comment", "{\n  // subnet\n}\n", "JsonInvalid", ":2: [dev] no valid JSON: JSON has no comments."),
        File("dev.json", "half a character", "{\n  \"subnet\": \"\\ud800\"\n}\n", "JsonInvalid", ":2: [dev] no valid JSON: a \\u escape that is half a character."),
        File("dev.json", "nested without end", "{\"subnet\":" + new string('[', 100_000), "JsonInvalid", ":1: [dev] no valid JSON: objects and arrays are nested more than 64 deep."),
        File("dev.json", "an array", "[1]", "ParametersInvalid", ":1: [dev] expected names with values."),
        File("dev.conf", "more values than anybody writes", string.Concat(Enumerable.Range(0, 300_000).Select(i => $"a{i}=1\n")), "ParametersTooMany", ":5001: [dev] the file has 300000 values; at most 5000 are read."),
        File("dev.conf", "a name of 4 MB", new string('n', 4 * 1024 * 1024) + "=1\n", "UnknownParameter", $":1: [dev] the template knows no variable '{new string('n', 57)}...'. Known: aws_access_key, aws_region, aws_secret_key, manifest_file_output_path, source_ami, subnet, version."),
        Bytes("dev.conf", "50 MB", new byte[50 * 1024 * 1024], "FileTooLarge", ": [dev] the file has 50 MB; at most 5 MB are read."),
        new("two formats of one level", f =>
        {
            f.Write("src/web/conf/dev.conf", "subnet=a\n");
            f.Write("src/web/conf/dev.yaml", "subnet: b\n");
        }, "TwoFormats", "{web}/conf/dev.yaml: [dev] dev.conf and dev.yaml are both there for one level; keep one.") { By = By.Files },
        new("two formats of one common level", f => f.Write("src/common/conf/default.json", "{}"), "TwoFormats", "{common}/default.json: default.conf and default.json are both there for one level; keep one.") { By = By.Files },
        new("a required variable empty in prod only", f =>
        {
            f.Write("src/web/template.json", TemplateWith("\"subnet\": \"\"", "\"subnet\": null"));
            f.Write("src/web/conf/prod.conf", "\n# none yet\nsubnet=\n");
        }, "ParameterEmpty", "{web}/conf/prod.conf:3: [prod] 'subnet' is empty, and the template needs a value.") { By = By.Files },
        new("a required variable that prod alone lacks", f =>
        {
            f.Write("src/web/template.json", TemplateWith("\"subnet\": \"\"", "\"subnet\": null"));
            f.Write("src/common/conf/prod.conf", "");
        }, "ParameterMissing", "{web}/template.json:2: [prod] the template needs a value for 'subnet', and no file gives one. Add it to conf/prod or conf/default.") { By = By.Files },
        new("a base image that is none", f => f.Write("src/web/conf/default.conf", "source_ami=ubuntu\n"), "BaseImageReferenceInvalid",
            "{web}/conf/default.conf:1: [dev] 'ubuntu' is no base image: expected an id (ami-...), ssm:/parameter, owner:OWNER/NAME or another definition's version (base-linux@2.0.*).",
            "{web}/conf/default.conf:1: [prod] 'ubuntu' is no base image: expected an id (ami-...), ssm:/parameter, owner:OWNER/NAME or another definition's version (base-linux@2.0.*)."),
    ];
}
