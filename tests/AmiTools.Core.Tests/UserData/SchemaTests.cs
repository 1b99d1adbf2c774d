using System.Diagnostics;
using System.Text.Json;
using AmiTools.Core.UserData;

namespace AmiTools.Core.Tests.UserData;

/// <summary>The schema that is shipped, read by a validator that is not ours, agrees with the checks.</summary>
public sealed class SchemaTests
{
    private const string Validate = """
        import json, sys
        import jsonschema
        given = json.loads(sys.argv[1])
        jsonschema.Draft7Validator.check_schema(given["schema"])
        validator = jsonschema.Draft7Validator(given["schema"])
        print(json.dumps([validator.is_valid(json.loads(d)) for d in given["documents"]]))
        """;

    private static readonly string[] documents =
    [
        """{"environment":"ci"}""",
        """{"environment":"production","service":"shop","parameterPath":"/production/shop","extra":{"volumeId":"vol-0123456789abcdef0","features":{"logging":true},"list":[1,2.5,null]}}""",
        """{}""",
        """[]""",
        "7",
        """{"environment":""}""",
        """{"environment":7}""",
        """{"environment":null}""",
        """{"environment":"two words"}""",
        """{"environment":"a-name-of-more-than-forty-characters-is-no-name"}""",
        """{"environment":"ci","service":"-"}""",
        """{"environment":"ci","service":["shop"]}""",
        """{"environment":"ci","parameterPath":"production"}""",
        """{"environment":"ci","parameterPath":"/production/"}""",
        """{"environment":"ci","parameterPath":"/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16"}""",
        """{"environment":"ci","extra":[]}""",
        """{"environment":"ci","extra":null}""",
        """{"environment":"ci","extra":{}}""",
        """{"environment":"ci","Extra":{}}""",
    ];

    [Fact]
    public async Task Pythons_jsonschema_accepts_and_refuses_what_the_checks_do()
    {
        var given = JsonSerializer.Serialize(new { schema = JsonDocument.Parse(UserDataSchema.Read()).RootElement, documents });

        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Validate, given]) { RedirectStandardOutput = true })!;
        var answer = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        python.ExitCode.ShouldBe(0);

        var theirs = JsonSerializer.Deserialize<bool[]>(answer)!;
        var ours = documents.Select(d => UserDataRules.Check("text", UserDataBytes.OfText(d)).IsValid).ToArray();
        theirs.ShouldBe(ours);
        ours.Count(valid => valid).ShouldBe(3);
    }
}
