using System.Collections;
using System.Text.Json;
using System.Text.RegularExpressions;
using AmiTools.Core.Tests.Usage;
using AmiTools.Core.UserData;

namespace AmiTools.Core.Tests.UserData;

public class UserDataWriterTests
{
    [Fact]
    public void The_same_values_are_the_same_text_in_whichever_order_they_were_given()
    {
        const string expected = """{"environment":"production","service":"web","parameterPath":"/production/web","extra":{"Z":1,"features":{"a":false,"logging":true},"volumeId":"vol-1"}}""";
        var features = new Hashtable { ["logging"] = true, ["a"] = false };
        Write(new() { ["volumeId"] = "vol-1", ["features"] = features, ["Z"] = 1 }).ShouldBe(expected);
        Write(new() { ["Z"] = 1, ["features"] = new Dictionary<string, object?> { ["a"] = false, ["logging"] = true }, ["volumeId"] = "vol-1" }).ShouldBe(expected);

        static string Write(Dictionary<string, object?> extra) => UserDataWriter.Write(new() { Environment = "production", Service = "web", ParameterPath = "/production/web", Extra = extra });
    }

    [Fact]
    public void Values_of_every_kind_come_back_as_another_parser_reads_them()
    {
        var extra = new Dictionary<string, object?>
        {
            ["text"] = "ä ☃ 𝄞 \"quoted\" \\ \n <b> +",
            ["none"] = null,
            ["whole"] = long.MaxValue,
            ["large"] = ulong.MaxValue,
            ["part"] = 0.1m,
            ["double"] = 1.5e300,
            ["letter"] = 'x',
            ["list"] = new object?[] { 1, "two", null, new[] { true } },
            ["when"] = new DateTimeOffset(2026, 3, 1, 13, 0, 0, TimeSpan.FromHours(1)),
            ["day"] = DayOfWeek.Friday,
            ["id"] = Guid.Empty,
        };
        var root = JsonDocument.Parse(UserDataWriter.Write(new() { Environment = "ci", Extra = extra })).RootElement.GetProperty("extra");
        root.GetProperty("text").GetString().ShouldBe((string)extra["text"]!);
        root.GetProperty("none").ValueKind.ShouldBe(JsonValueKind.Null);
        root.GetProperty("whole").GetInt64().ShouldBe(long.MaxValue);
        root.GetProperty("large").GetUInt64().ShouldBe(ulong.MaxValue);
        root.GetProperty("part").GetDecimal().ShouldBe(0.1m);
        root.GetProperty("double").GetDouble().ShouldBe(1.5e300);
        root.GetProperty("list").GetRawText().ShouldBe("""[1,"two",null,[true]]""");
        new[] { "letter", "when", "day", "id" }.Select(n => root.GetProperty(n).GetString()).ShouldBe(["x", "2026-03-01T12:00:00Z", "Friday", "00000000-0000-0000-0000-000000000000"]);
    }

    [Fact]
    public void What_has_no_form_in_JSON_is_refused_by_its_place()
    {
        Refused(new Dictionary<string, object?> { ["a"] = new object() }).ShouldBe("'extra.a' is a System.Object; expected text, a number, true, false, a list or a dictionary.");
        Refused(new Dictionary<string, object?> { ["a"] = new object[] { 1, double.NaN } }).ShouldBe("'extra.a[1]' is no number that JSON has a form for.");
        Refused(new Dictionary<string, object?> { ["a"] = "\ud800x" }).ShouldBe("'extra.a' has half a character (a lone surrogate), which UTF-8 has no form for.");
        Refused(new Dictionary<string, object?> { ["a"] = new Hashtable { [1] = "x", ["1"] = "y" } }).ShouldBe("'extra.a.1' is there twice.");
        var circle = new Hashtable();
        circle["self"] = circle;
        Refused(new Dictionary<string, object?> { ["a"] = circle }).ShouldEndWith("is nested more than 32 deep, or contains itself.");

        static string Refused(IReadOnlyDictionary<string, object?> extra) => Should.Throw<AmiToolsException>(() => UserDataWriter.Write(new() { Environment = "ci", Extra = extra })).Message;
    }

    [Fact]
    public void What_is_made_has_passed_the_rules()
    {
        using var lab = new UsageLab();
        var make = new MakeUserData(lab.Surroundings);
        make.Run(new() { Environment = "dev", EnvironmentsPath = lab.Folder.Path }).ShouldBe("""{"environment":"dev"}""");

        var wrong = Should.Throw<ProblemsFoundException>(() => make.Run(new() { Environment = "a b", Extra = new Dictionary<string, object?> { ["password"] = "x" } }));
        wrong.Problems.Select(p => p.Id).ShouldBe(["UserDataValueInvalid", "UserDataSecret"]);
        Should.Throw<ProblemsFoundException>(() => make.Run(new() { Environment = "ci", Extra = new Dictionary<string, object?> { ["a"] = new string('x', 16_384) } })).Problems.ShouldHaveSingleItem().Id.ShouldBe("UserDataTooLarge");
        var unknown = Should.Throw<AmiToolsException>(() => make.Run(new() { Environment = "prdo", EnvironmentsPath = lab.Folder.Path }));
        (unknown.ErrorId, unknown.Message).ShouldBe(("UnknownEnvironment", $"There is no environment 'prdo' in {Path.Combine(lab.Folder.Path, "environments.yaml")}. Did you mean 'prod'?"));
    }

    [Fact]
    public void The_schema_says_what_the_rules_say()
    {
        var schema = JsonDocument.Parse(UserDataSchema.Read()).RootElement;
        schema.GetProperty("properties").EnumerateObject().Select(p => p.Name).ShouldBe(UserDataKeys.All);
        schema.GetProperty("required").EnumerateArray().Select(r => r.GetString()).ShouldBe([UserDataKeys.Environment]);
        schema.GetProperty("description").GetString()!.ShouldContain($" {UserDataKeys.MostBytes} bytes");
        string[] samples = ["production", "a b", "", "-x", "_x", "/a", "/a/b.c", "a/b", "/", "/a//b", new('a', 40), new('a', 41), new('a', 128), new('a', 129), "/" + new string('a', 1010), "/" + new string('a', 1011), string.Concat(Enumerable.Repeat("/a", 15)), string.Concat(Enumerable.Repeat("/a", 16))];
        foreach (var (key, rule) in UserDataKeys.Texts)
        {
            var said = schema.GetProperty("properties").GetProperty(key);
            var longest = said.TryGetProperty("maxLength", out var most) ? most.GetInt32() : int.MaxValue;
            foreach (var sample in samples)
                (sample.Length <= longest && Regex.IsMatch(sample, said.GetProperty("pattern").GetString()!)).ShouldBe(rule.Form.IsMatch(sample), $"{key}: {sample}");
        }
    }
}
