using AmiTools.Core.Tests.Definitions;

namespace AmiTools.Core.Tests.BadInput;

/// <summary>environments.yaml and .json. Every operation reads it first.</summary>
internal static class EnvironmentsFiles
{
    private const string Head = "targets:\n  - name: dev\n    account: \"111111111111\"\n    region: eu-west-1\n";

    private static BadInput Yaml(string name, string text, string id, params string[] messages) =>
        new(name, f => f.Write("environments.yaml", text), id, [.. messages.Select(m => "{root}/environments.yaml" + m)]) { By = By.Any };

    private static BadInput Json(string name, string text, string id, params string[] messages) => new(name, f =>
    {
        File.Delete(Path.Combine(f.Root, "environments.yaml"));
        f.Write("environments.json", text);
    }, id, [.. messages.Select(m => "{root}/environments.json" + m)])
    { By = By.Any };

    private static string Bomb => "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat("bcdefghij".Select(c => $"{c}: &{c} [{string.Join(',', Enumerable.Repeat($"*{(char)(c - 1)}", 9))}]\n"));

    public static IReadOnlyList<BadInput> All { get; } =
    [
        Yaml("environments: broken YAML", "targets: [\n", "YamlInvalid", ":2: no valid YAML: While parsing a node, did not find expected node content."),
        Yaml("environments: a tab in YAML", "targets:\n\t- name: dev\n", "YamlInvalid", ":2: no valid YAML: While scanning a mapping, found invalid tab as indentation."),
        Yaml("environments: empty", "", "TargetsMissing", ":1: the file is empty; expected a list 'targets' with at least one."),
        Yaml("environments: no targets", "targets: []\n", "TargetsMissing", ":1: there are no targets; expected a list 'targets' with at least one."),
        Yaml("environments: just text", "just text\n", "EnvironmentsFileInvalid", ":1: expected the file with the keys targets, environments, releaseBranches, networkParameters."),
        Yaml("environments: targets no list", "targets: dev\n", "EnvironmentsFileInvalid", ":1: 'targets' must be a list."),
        Yaml("environments: a target that is text", "targets:\n  - dev\n", "EnvironmentsFileInvalid", ":2: expected a target with the keys name, account, region, endpoint, credentials."),
        Yaml("environments: unknown key", Head + "enviroments: []\n", "UnknownKey", ":5: the file has no 'enviroments'. Did you mean 'environments'?"),
        Yaml("environments: unknown key of a target", "targets:\n  - name: dev\n    acount: \"111111111111\"\n", "UnknownKey", ":3: a target has no 'acount'. Did you mean 'account'?"),
        Yaml("environments: unknown key of credentials", Head + "    credentials: { profil: dev }\n", "UnknownKey", ":5: credentials has no 'profil'. Did you mean 'profile'?"),
        Yaml("environments: a target without a name", "targets:\n  - account: \"111111111111\"\n", "KeyMissing", ":2: 'name' is missing; expected letters, digits, dashes and underscores, at most 40."),
        Yaml("environments: a name with a path separator", "targets:\n  - name: dev/../prod\n", "ValueInvalid", ":2: 'name' is 'dev/../prod'; expected letters, digits, dashes and underscores, at most 40."),
        Yaml("environments: a target called default", "targets:\n  - name: default\n", "TargetNameReserved", ":2: a target can't be called 'default': conf/default holds the values of all targets. Choose another name."),
        Yaml("environments: two targets of one name", Head + "  - name: DEV\n", "DuplicateKey", ":5: the target 'DEV' is there a second time; the first is in line 2."),
        Yaml("environments: two environments of one name", Head + "environments:\n  - { name: ci, target: dev }\n  - { name: ci, target: dev }\n", "DuplicateKey", ":7: the environment 'ci' is there a second time; the first is in line 6."),
        Yaml("environments: an account of 11 digits", "targets:\n  - name: dev\n    account: \"11111111111\"\n", "ValueInvalid", ":3: 'account' is '11111111111'; expected 12 digits, in quotes."),
        Yaml("environments: an account that is a list", "targets:\n  - name: dev\n    account: [\"111111111111\"]\n", "ValueInvalid", ":3: 'account' must be text."),
        Yaml("environments: an account left empty", "targets:\n  - name: dev\n    account:\n", "ValueInvalid", ":3: 'account' has no value; give one, or leave the key out."),
        Yaml("environments: a Region by its place", "targets:\n  - name: dev\n    region: Ireland\n", "ValueInvalid", ":3: 'region' is 'Ireland'; expected a Region such as eu-west-1."),
        Yaml("environments: an availability zone", "targets:\n  - name: dev\n    region: eu-west-1a\n", "ValueInvalid", ":3: 'region' is 'eu-west-1a'; expected a Region such as eu-west-1."),
        Yaml("environments: an endpoint of another scheme", "targets:\n  - name: dev\n    endpoint: ftp://x\n", "EndpointInvalid", ":3: 'ftp://x' is no http or https address without user and password."),
        Yaml("environments: an endpoint with a password", "targets:\n  - name: dev\n    endpoint: https://me:canary@x/\n", "EndpointInvalid", ":3: 'https://***@x/' is no http or https address without user and password."),
        Yaml("environments: a role that is a name", Head + "    credentials:\n      roles: [ { roleArn: Builder } ]\n", "ValueInvalid", ":6: 'roleArn' is 'Builder'; expected arn:aws:iam::ACCOUNT:role/NAME."),
        Yaml("environments: a role of a user", Head + "    credentials:\n      roles: [ { roleArn: \"arn:aws:iam::111111111111:user/x\" } ]\n", "ValueInvalid", ":6: 'roleArn' is 'arn:aws:iam::111111111111:user/x'; expected arn:aws:iam::ACCOUNT:role/NAME."),
        Yaml("environments: a duration too short", Head + "    credentials:\n      roles: [ { roleArn: \"arn:aws:iam::111111111111:role/x\", duration: 5m } ]\n", "DurationInvalid", ":6: '5m' is no duration from 15m to 12h."),
        Yaml("environments: a duration too long", Head + "    credentials:\n      roles: [ { roleArn: \"arn:aws:iam::111111111111:role/x\", duration: 13h } ]\n", "DurationInvalid", ":6: '13h' is no duration from 15m to 12h."),
        Yaml("environments: a duration without unit", Head + "    credentials:\n      roles: [ { roleArn: \"arn:aws:iam::111111111111:role/x\", duration: 3600 } ]\n", "DurationInvalid", ":6: '3600' is no duration from 15m to 12h."),
        Yaml("environments: two sources of credentials", Head + "    credentials: { profile: a, environmentPrefix: B }\n", "CredentialsAmbiguous", ":5: 'profile' and 'environmentPrefix' are both there; keep one."),
        Yaml("environments: a prefix with a dash", Head + "    credentials: { environmentPrefix: MY-DEV }\n", "ValueInvalid", ":5: 'environmentPrefix' is 'MY-DEV'; expected the beginning of an environment variable's name."),
        Yaml("environments: an instance role that is neither true nor false", Head + "    credentials: { instanceRole: yes }\n", "ValueInvalid", ":5: 'instanceRole' is 'yes'; expected true or false."),
        Yaml("environments: an unknown target", Head + "environments:\n  - name: ci\n    target: dex\n", "UnknownTarget", ":7: there is no target 'dex'. Did you mean 'dev'?"),
        Yaml("environments: an environment without a target", Head + "environments:\n  - name: ci\n", "KeyMissing", ":6: an environment needs a 'target'."),
        Yaml("environments: release branches that are maps", Head + "releaseBranches:\n  - name: main\n", "ValueInvalid", ":6: a release branch must be text, such as main or hotfix/*."),
        Yaml("environments: a key twice", Head + "    region: eu-west-2\n", "DuplicateKey", ":5: 'region' stands here a second time; the first is in line 4."),
        Yaml("environments: an alias bomb", Bomb, "YamlTooLarge", ":5: the document is too large or too deep once its aliases are filled in."),
        Yaml("environments: an alias inside of itself", "targets: &t\n  - *t\n", "YamlAlias", ":2: the alias *t stands inside of what it names."),
        Yaml("environments: an alias of nothing", "targets: *other\n", "YamlAlias", ":1: there is no anchor &other before this alias."),
        Yaml("environments: nested without end", "targets: " + new string('[', 100_000) + "\n", "YamlTooLarge", ":1: the document is too large or too deep once its aliases are filled in."),
        Yaml("environments: an unknown tag", "targets: !ruby/object:Gem x\n", "YamlTag", ":1: the tag !ruby/object:Gem is not understood; only plain values are."),
        Yaml("environments: two documents", Head + "---\n" + Head, "YamlSeveralDocuments", ":5: the file has several YAML documents; expected one."),
        Yaml("environments: a merge of text", "targets:\n  - <<: dev\n    name: dev\n", "YamlMerge", ":2: '<<' takes the values of other maps (<<: *name); this is none."),
        Json("environments.json: broken", "{\n  \"targets\": [\n}\n", "JsonInvalid", ":3: no valid JSON: '}' is an invalid start of a value."),
        Json("environments.json: a trailing comma", "{\n  \"targets\": [ { \"name\": \"dev\" }, ]\n}\n", "JsonInvalid", ":2: no valid JSON: The JSON array contains a trailing comma at the end which is not supported; leave it out."),
        Json("environments.json: empty", "", "JsonInvalid", ":1: the file is empty; expected a JSON object."),
        Json("environments.json: an unknown key", "{ \"targets\": [\n { \"name\": \"dev\", \"regon\": \"eu-west-1\" } ] }", "UnknownKey", ":2: a target has no 'regon'. Did you mean 'region'?"),
        Json("environments.json: an array", "[]", "EnvironmentsFileInvalid", ":1: expected the file with the keys targets, environments, releaseBranches, networkParameters."),
        new("environments: both .yaml and .json", f => f.Write("environments.json", "{}"), "TwoEnvironmentsFiles", "{root}/environments.yaml and {root}/environments.json are both there; keep one.") { By = By.Any },
        new("environments: none", f => File.Delete(Path.Combine(f.Root, "environments.yaml")), "EnvironmentsFileNotFound", "There is no environments.yaml (or .json) in {root} or above it. It names the targets, in order; see examples/environments.yaml.") { By = By.Find },
        new("environments: a folder of that name", f =>
        {
            File.Delete(Path.Combine(f.Root, "environments.yaml"));
            Directory.CreateDirectory(Path.Combine(f.Root, "environments.yaml"));
        }, "FileIsFolder", "{root}/environments.yaml: this is a folder; expected a file.") { By = By.Any },
    ];
}
