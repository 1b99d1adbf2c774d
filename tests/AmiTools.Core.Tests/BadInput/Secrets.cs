using AmiTools.Core.Tests.Definitions;

namespace AmiTools.Core.Tests.BadInput;

/// <summary>Credentials written into a file. No message shows them.</summary>
internal static class Secrets
{
    // Made up; put together here, so that no scanner takes this file for a leak.
    private static readonly string keyId = "AKIA" + "0123456789ABCDEF";
    private static readonly string secret = "0123456789abcdef/ABCDEFGHIJ" + "0123456789abc";
    private static readonly string pem = "-----BEGIN RSA PRIVATE " + "KEY-----";

    private const string Instead = "Credentials never stand in a file: name a profile or a prefix of environment variables in environments.yaml.";
    private const string NoKeys = "Private keys never stand in a file of a definition: let Packer make a key pair, or name a file outside.";
    private const string InEnvironments = "holds a credential. It never stands in a file: name a profile or a prefix of environment variables, and take this key out of use, since it may be in the history.";
    private const string Target = "targets:\n  - name: dev\n    credentials:\n";

    private static BadInput In(string path, string name, string text, params string[] messages) =>
        new($"secret: {name}", f => f.Write(path, text), "LiteralSecret", [.. messages.Select(m => "{root}/" + path + m)]) { By = path.StartsWith("env", StringComparison.Ordinal) ? By.Any : By.Files };

    private static BadInput Hcl(string name, string text, string message) => new($"secret: {name}", f =>
    {
        File.Delete(Path.Combine(f.Web, "template.json"));
        f.Write("src/web/web.pkr.hcl", text);
    }, "LiteralSecret", "{web}/web.pkr.hcl" + message)
    { By = By.Files };

    public static IReadOnlyList<BadInput> All { get; } =
    [
        In("src/web/conf/dev.conf", "a key id in .conf", $"\nsubnet={keyId}\n", $":2: [dev] 'subnet' holds an AWS access key id. {Instead}"),
        In("src/common/conf/prod.conf", "a secret key in a common .conf", $"aws_secret_access_key = {secret}\n", $":1: [prod] 'aws_secret_access_key' is a credential. {Instead}"),
        In("src/web/conf/dev.conf", "a secret key with the target's name before it", $"DEV_AWS_SECRET_ACCESS_KEY={secret}\n", $":1: [dev] 'DEV_AWS_SECRET_ACCESS_KEY' is a credential. {Instead}"),
        In("src/web/conf/default.conf", "a private key in .conf", $"subnet=a\n{pem}\nMIIE\n", $":2: 'this line' holds a private key. {NoKeys}"),
        In("src/web/conf/default.yaml", "a private key in YAML", $"subnet: |\n  {pem}\n  MIIE\n", $":1: 'subnet' holds a private key. {NoKeys}"),
        In("src/web/conf/dev.yaml", "a session token in YAML", $"subnet: a\nsession_token: {secret}\n", $":2: [dev] 'session_token' is a credential. {Instead}"),
        In("src/web/conf/dev.json", "a key id in JSON", $"{{\n  \"subnet\": \"{keyId}\"\n}}\n", $":2: [dev] 'subnet' holds an AWS access key id. {Instead}"),
        In("src/web/template.json", "a key id in a template", DefinitionFolder.Template.Replace("{{user `aws_access_key`}}", keyId, StringComparison.Ordinal), $":4: 'this line' holds an AWS access key id. {Instead}"),
        In("src/web/template.json", "a secret key in a builder", DefinitionFolder.Template.Replace("{{user `aws_secret_key`}}", secret, StringComparison.Ordinal), $":6: the builder 'amazon-ebs' has a literal credential: 'secret_key' is a credential. {Instead}"),
        In("src/web/template.json", "a secret key as a default", DefinitionFolder.Template.Replace("\"aws_secret_key\": \"\"", $"\"aws_secret_key\": \"{secret}\"", StringComparison.Ordinal), $":2: 'this line' holds an AWS secret access key. {Instead}"),
        Hcl("a secret key as an HCL2 default", DefinitionFolder.Hcl + $"\nvariable \"aws_secret_key\" {{\n  default = \"{secret}\"\n}}\n", $":18: 'aws_secret_key' is a credential. {Instead}"),
        Hcl("a private key in a heredoc", DefinitionFolder.Hcl + $"\nlocals {{\n  key = <<EOT\n{pem}\nMIIE\nEOT\n}}\n", $":20: 'this line' holds a private key. {NoKeys}"),
        Hcl("a key id in a comment", $"# {keyId}\n" + DefinitionFolder.Hcl, $":1: 'this line' holds an AWS access key id. {Instead}"),
        In("environments.yaml", "an access key of a target", Target + $"      accessKey: {keyId}\n", $":4: 'accessKey' {InEnvironments}"),
        In("environments.yaml", "a secret key for a profile", Target + $"      profile: {secret}\n", $":4: 'profile' {InEnvironments}"),
        In("environments.yaml", "a key id for an account", $"targets:\n  - name: dev\n    account: {keyId}\n", $":3: 'account' {InEnvironments}"),
        new("secret: in an override", _ => { }, "LiteralSecret",
            "[dev] the override 'subnet' looks like a credential; credentials come from the target's profile or environment variables.",
            "[prod] the override 'subnet' looks like a credential; credentials come from the target's profile or environment variables.") { By = By.Files, Overrides = new Dictionary<string, string> { ["subnet"] = keyId } },
    ];
}
