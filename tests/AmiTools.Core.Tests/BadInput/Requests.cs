namespace AmiTools.Core.Tests.BadInput;

/// <summary>What is given on the command line rather than in files.</summary>
internal static class Requests
{
    private static Dictionary<string, string> Set(string name, string value) => new() { [name] = value };

    private static string[] Both(string message) => ["[dev] " + message, "[prod] " + message];

    public static IReadOnlyList<BadInput> All { get; } =
    [
        new("request: a definition that is not there", _ => { }, "DefinitionNotFound", "There is no folder {root}/src/wbe; expected an image definition or a folder with some.") { By = By.Files, DefinitionPath = "src/wbe" },
        new("request: a folder without definitions", f => Directory.CreateDirectory(Path.Combine(f.Root, "empty")), "DefinitionNotFound", "There is no image definition in empty; expected folders with a Packer template and version.json.") { By = By.Check | By.Parameters, DefinitionPath = "empty" },
        new("request: a target that is not there", _ => { }, "UnknownTarget", "There is no target 'prd' in {root}/environments.yaml. Did you mean 'prod'?") { By = By.Any, Targets = ["prd"] },
        new("request: a target that nothing is near", _ => { }, "UnknownTarget", "There is no target 'sandbox' in {root}/environments.yaml. Known: dev, prod.") { By = By.Any, Targets = ["dev", "sandbox"] },
        new("request: an override that is not declared", _ => { }, "UnknownParameter", Both("the template knows no variable 'subnets', which is given as an override. Did you mean 'subnet'?")) { By = By.Files, Overrides = Set("subnets", "a") },
        new("request: an override without a name", _ => { }, "UnknownParameter", Both("the template knows no variable '', which is given as an override. Known: aws_access_key, aws_region, aws_secret_key, manifest_file_output_path, source_ami, subnet, version.")) { By = By.Files, Overrides = Set("", "a") },
        new("request: an override of the version", _ => { }, "OverrideBuiltIn", Both("'version' is set by the run itself and can't be overridden.")) { Overrides = Set("version", "9.9.9") },
        new("request: an override of a secret key", _ => { }, "LiteralSecret", Both("the override 'aws_secret_key' looks like a credential; credentials come from the target's profile or environment variables.")) { By = By.Files, Overrides = Set("aws_secret_key", "canary") },
        new("request: an override that is no base image", _ => { }, "BaseImageReferenceInvalid", Both("'ubuntu' is no base image: expected an id (ami-...), ssm:/parameter, owner:OWNER/NAME or another definition's version (base-linux@2.0.*).")) { Overrides = Set("source_ami", "ubuntu") },
        new("request: a build number that is a version", _ => { }, "BuildNumberIsVersion", "{web}/version.json: The build number '2.0.57' is already a version. Hand over the counter alone (in TeamCity %build.counter%, not %build.number%).") { By = By.Plan, BuildNumber = "2.0.57" },
        new("request: a build number that is text", _ => { }, "BuildNumberInvalid", "{web}/version.json: The build number '57a' is no whole number of at most 9 digits.") { By = By.Plan, BuildNumber = "57a" },
        new("request: a build number of ten digits", _ => { }, "BuildNumberInvalid", "{web}/version.json: The build number '9999999999' is no whole number of at most 9 digits.") { By = By.Plan, BuildNumber = "9999999999" },
        new("request: a build number that is negative", _ => { }, "BuildNumberInvalid", "{web}/version.json: The build number '-1' is no whole number of at most 9 digits.") { By = By.Plan, BuildNumber = "-1" },
        new("request: a build number besides three parts", f => f.Write("src/web/version.json", "{\"version\":\"2.0.1\"}"), "BaseVersionInvalid", "{web}/version.json: The version '2.0.1' in version.json has three parts already, so the build number 57 has no place. Leave the third out: 2.0") { By = By.Plan },
    ];
}
