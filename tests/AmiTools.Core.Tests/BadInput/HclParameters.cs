using AmiTools.Core.Tests.Definitions;

namespace AmiTools.Core.Tests.BadInput;

/// <summary>Values that are not of the type that an HCL2 template declares.</summary>
internal static class HclParameters
{
    private const string AsList = "Expected a list: [\"a\", \"b\"], or one of YAML or JSON in a file of that format.";
    private const string AsMap = "Expected a map: {\"name\": \"value\"}, or one of YAML or JSON in a file of that format.";
    private const string Disks = "list(object({device = string, size = number, fast = bool})) ({web}/web.pkr.hcl:27). " + AsList;

    /// <summary>What prod's file says, and how the message goes on after its place.</summary>
    public static IReadOnlyList<(string Name, string Yaml, string Message)> Values { get; } =
    [
        ("text for a number", "size: large\n", "'size' is no number, and the template takes number ({web}/web.pkr.hcl:25). Expected a number such as 8."),
        ("hexadecimal for a number", "pair: [x, 0x10]\n", $"'pair' has an item 2 that is no number, and the template takes tuple([string, number]) ({{web}}/web.pkr.hcl:36). {AsList}"),
        ("a list for a number", "size: [1]\n", "'size' is a list or map, and the template takes number ({web}/web.pkr.hcl:25). Expected a number such as 8."),
        ("yes for a flag", "monitoring: yes\n", "'monitoring' is neither true nor false, and the template takes bool ({web}/web.pkr.hcl:21). Expected true or false."),
        ("nothing for a flag", "monitoring: ''\n", "'monitoring' is empty, and the template takes bool ({web}/web.pkr.hcl:21). Expected true or false."),
        ("text for a list", "ips: 10.0.0.1\n", $"'ips' is no JSON array, and the template takes list(string) ({{web}}/web.pkr.hcl:18). {AsList}"),
        ("a map for a list", "ips: {a: b}\n", $"'ips' is no list, and the template takes list(string) ({{web}}/web.pkr.hcl:18). {AsList}"),
        ("a list in a list", "ips: [a, [b]]\n", $"'ips' has an item 2 that is a list, and the template takes list(string) ({{web}}/web.pkr.hcl:18). {AsList}"),
        ("a list for a map", "labels: [a]\n", $"'labels' is no map, and the template takes map(string) ({{web}}/web.pkr.hcl:26). {AsMap}"),
        ("text for a map", "labels: team\n", $"'labels' is no JSON object, and the template takes map(string) ({{web}}/web.pkr.hcl:26). {AsMap}"),
        ("a list in a map", "labels: {team: [a]}\n", $"'labels' has a 'team' that is a list, and the template takes map(string) ({{web}}/web.pkr.hcl:26). {AsMap}"),
        ("an object that lacks a member", "disks: [{device: x, size: 1}]\n", "'disks' has an item 1 that has no 'fast', and the template takes " + Disks),
        ("an object with a member that is misspelt", "disks: [{device: x, size: 1, fast: true, sise: 2}]\n", "'disks' has an item 1 that has 'sise', which the type does not have (did you mean 'size'?), and the template takes " + Disks),
        ("an object with a member of another type", "disks: [{device: x, size: 1, fast: true}, {device: x, size: big, fast: true}]\n", "'disks' has an item 2 that has a 'size' that is no number, and the template takes " + Disks),
        ("too many items of a tuple", "pair: [x, 1, 2]\n", $"'pair' has 3 items instead of 2, and the template takes tuple([string, number]) ({{web}}/web.pkr.hcl:36). {AsList}"),
        ("text for a default that is a number", "inferred: three\n", "'inferred' is no number, and the template takes number ({web}/web.pkr.hcl:37). Expected a number such as 8."),
    ];

    public static IReadOnlyList<BadInput> All { get; } =
    [
        .. Values.Select(v => new BadInput("prod.yaml: " + v.Name, f =>
        {
            File.Delete(Path.Combine(f.Web, "template.json"));
            using var typed = TypedParameterTests.Typed();
            f.Write("src/web/web.pkr.hcl", File.ReadAllBytes(Path.Combine(typed.Web, "web.pkr.hcl")));
            f.Write("src/common/conf/dev.conf", "");
            f.Write("src/common/conf/prod.conf", "");
            f.Write("src/web/conf/default.yaml", TypedParameterTests.Good);
            f.Write("src/web/conf/prod.yaml", "# prod's own\n" + v.Yaml);
        }, "ParameterTypeDiffers", "{web}/conf/prod.yaml:2: [prod] " + v.Message) { By = By.Files }),
    ];
}
