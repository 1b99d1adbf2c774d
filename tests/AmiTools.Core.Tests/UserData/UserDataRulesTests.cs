using System.IO.Compression;
using System.Text;
using AmiTools.Core.UserData;

namespace AmiTools.Core.Tests.UserData;

public class UserDataRulesTests
{
    [Theory]
    [InlineData("""{"environment":"production"}""")]
    [InlineData("""{"environment":"production","service":"web","parameterPath":"/production/web","extra":{"volumeId":"vol-0123456789abcdef0","features":{"logging":true},"list":[1,null]}}""")]
    [InlineData("""{"environment":"ci","extra":{"dbPasswordParameter":"/ci/db/password","password":"/ci/db/password","secretArn":"arn:aws:secretsmanager:eu-west-1:1:secret:x","tokenMinutes":30,"commit":"6ef2c0c6b34f1e0b2f4b9c8d7e6a5f4e3d2c1b0a"}}""")]
    [InlineData("\n  {\n \"environment\": \"dev\",\r\n\t\"extra\": {}\n}\n")]
    public void A_right_document_has_no_problem(string text)
    {
        foreach (var data in Forms(text)) UserDataRules.Check("text", data).Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "UserDataMissing", "text: there is no user data; expected a JSON document with at least an environment. New-AmiUserData makes one.")]
    [InlineData("{\n  \"environment\": production\n}", "UserDataNotJson", "text:2: no valid JSON: 'p' is an invalid start of a value.")]
    [InlineData("{\"environment\":\"ci\",\n\"environment\":\"dev\"}", "DuplicateKey", "text:2: 'environment' stands here a second time; the first is in line 1.")]
    [InlineData(" \r\n\t", "UserDataMissing", "text: there is no user data; expected a JSON document with at least an environment. New-AmiUserData makes one.")]
    [InlineData("[]", "UserDataInvalid", "text:1: expected a JSON object such as {\"environment\": \"production\"}; found a list.")]
    [InlineData("\"production\"", "UserDataInvalid", "text:1: expected a JSON object such as {\"environment\": \"production\"}; found a single value.")]
    [InlineData("{}", "EnvironmentMissing", "text:1: 'environment' is missing; an instance has to know where it is, such as \"environment\": \"production\".")]
    [InlineData("{\"environment\":7}", "UserDataValueInvalid", "text:1: 'environment' must be text: letters, digits, dashes and underscores, at most 40, such as production.")]
    [InlineData("{\"environment\":\"a b\"}", "UserDataValueInvalid", "text:1: 'environment' is 'a b'; expected letters, digits, dashes and underscores, at most 40, such as production.")]
    [InlineData("{\"environment\":\"ci\",\n\n\"sevice\":\"web\"}", "UnknownKey", "text:3: there is no key 'sevice' at the top. Did you mean 'service'? What is your own belongs into 'extra'.")]
    [InlineData("{\"environment\":\"ci\",\"volumeId\":\"vol-1\"}", "UnknownKey", "text:1: there is no key 'volumeId' at the top. Known: environment, extra, parameterPath, service. What is your own belongs into 'extra'.")]
    [InlineData("{\"environment\":\"ci\",\"extra\":[1]}", "UserDataValueInvalid", "text:1: 'extra' must be an object of names and values.")]
    [InlineData("{\"environment\":\"ci\",\"parameterPath\":\"ci/web\"}", "UserDataValueInvalid", "text:1: 'parameterPath' is 'ci/web'; expected a path of Parameter Store that begins with /, such as /production/web, with at most 15 levels.")]
    [InlineData("#!/bin/sh\nyum update", "UserDataIsCode", "text: it is a script; expected metadata. What is done at boot belongs into the image, and user data only says with what: {\"environment\": \"production\", \"extra\": {…}}.")]
    public void What_is_wrong_is_said_with_its_line(string text, string id, string message)
    {
        var problem = UserDataRules.Check("text", UserDataBytes.OfText(text)).Problems.ShouldHaveSingleItem();
        (problem.Id, problem.ToString()).ShouldBe((id, message));
    }

    [Theory]
    [InlineData("#cloud-config\npackages: [jq]", "cloud-config")]
    [InlineData("\n#cloud-boothook\nx", "boothook")]
    [InlineData("#include\nhttp://127.0.0.1/x", "addresses")]
    [InlineData("## template: jinja\n#cloud-config", "template")]
    [InlineData("<powershell>Restart-Computer</powershell>", "PowerShell script")]
    [InlineData("<script>dir</script>", "script of Windows")]
    [InlineData("Content-Type: multipart/mixed; boundary=\"x\"\n\n--x", "MIME")]
    [InlineData("MIME-Version: 1.0\n", "MIME")]
    public void Code_in_any_form_is_refused_also_in_base64(string text, string what)
    {
        foreach (var data in Forms(text))
        {
            var problem = UserDataRules.Check("text", data).Problems.ShouldHaveSingleItem();
            problem.Id.ShouldBe("UserDataIsCode");
            problem.Message.ShouldContain(what);
        }
    }

    [Fact]
    public void Bytes_that_no_parser_of_JSON_takes_are_named()
    {
        const string document = """{"environment":"ci"}""";
        Only(UserDataBytes.OfFile([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(document)])).ShouldBe("UserDataByteOrderMark");
        Only(UserDataBytes.OfFile([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(document)])).ShouldBe("UserDataNotUtf8");
        Only(UserDataBytes.OfFile([.. Encoding.UTF8.GetBytes("{\"environment\":\""), 0xE4, .. Encoding.UTF8.GetBytes("\"}")])).ShouldBe("UserDataNotUtf8");
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress)) gzip.Write(Encoding.UTF8.GetBytes(document));
        Only(UserDataBytes.OfFile(packed.ToArray())).ShouldBe("UserDataCompressed");
        Only(UserDataBytes.OfBase64(Convert.ToBase64String(packed.ToArray()))).ShouldBe("UserDataCompressed");
        Only(UserDataBytes.OfBase64("{not base64}")).ShouldBe("UserDataNotBase64");
        Only(UserDataBytes.OfBase64("")).ShouldBe("UserDataMissing");
    }

    [Fact]
    public void The_limit_is_16384_bytes_before_base64_and_bytes_are_not_characters()
    {
        string Document(int bytes)
        {
            const string before = "{\"environment\":\"ci\",\"extra\":{\"a\":\"", after = "\"}}";
            var (pairs, rest) = Math.DivRem(bytes - before.Length - after.Length, 2);
            return before + new string('ä', pairs) + after + new string(' ', rest);
        }
        foreach (var data in Forms(Document(16_384))) UserDataRules.Check("text", data).Problems.ShouldBeEmpty();
        foreach (var data in Forms(Document(16_385)))
        {
            data.ByteCount.ShouldBe(16_385);
            UserDataRules.Check("text", data).Problems.ShouldHaveSingleItem().ToString().ShouldStartWith("text: it has 16385 bytes; EC2 takes at most 16384 before base64.");
        }
    }

    [Theory]
    [InlineData("dbPassword", "hunter2", "its name says so")]
    [InlineData("API_KEY", "x", "its name says so")]
    [InlineData("token", "x", "its name says so")]
    [InlineData("note", "AKIAIOSFODNN7EXAMPLE", "credential of AWS")]
    [InlineData("note", "-----BEGIN RSA PRIVATE KEY-----", "credential of AWS or a private key")]
    [InlineData("note", "ghp_0123456789abcdefghijABCDEFGHIJ012345", "access token")]
    [InlineData("note", "glpat-Xz8Vb3Kq7Wm2Rt5YpLl1", "access token")]
    [InlineData("note", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "access token")]
    [InlineData("url", "postgres://web:Du8Rl3Pa5Ss@db/web", "an address with a password")]
    [InlineData("note", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AWS secret access key")]
    public void A_value_that_looks_like_a_secret_is_named_by_its_place_and_not_shown(string key, string value, string why)
    {
        foreach (var extra in new[] { $"{{\"{key}\":\"{value}\"}}", $"{{\"deep\":{{\"{key}\":[\"{value}\"]}}}}" })
        {
            var problem = UserDataRules.Check("text", UserDataBytes.OfText($"{{\"environment\":\"ci\",\"extra\":{extra}}}")).Problems.ShouldHaveSingleItem();
            problem.Id.ShouldBe("UserDataSecret");
            problem.Message.ShouldContain(why);
            problem.Message.ShouldContain($"'extra.{(extra.Contains("deep") ? $"deep.{key}[0]" : key)}'");
            if (value.Length > 2) problem.Message.ShouldNotContain(value);
        }
    }

    [Fact]
    public void All_problems_are_found_at_once_in_the_order_of_lines()
    {
        var check = UserDataRules.Check("web.json", UserDataBytes.OfText("{\n\"enviroment\": \"ci\",\n\"service\": \"\",\n\"extra\": {\n\"password\": \"x\"}}"));
        check.Problems.Select(p => (p.Id, p.Line)).ShouldBe([("EnvironmentMissing", 1), ("UnknownKey", 2), ("UserDataValueInvalid", 3), ("UserDataSecret", 5)]);
        check.IsValid.ShouldBeFalse();
    }

    private static string Only(UserDataBytes data) => UserDataRules.Check("text", data).Problems.ShouldHaveSingleItem().Id;

    private static IEnumerable<UserDataBytes> Forms(string text)
    {
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        return [UserDataBytes.OfText(text), UserDataBytes.OfText(base64), UserDataBytes.OfBase64(base64), UserDataBytes.OfFile(Encoding.UTF8.GetBytes(text)), UserDataBytes.OfFile(Encoding.ASCII.GetBytes(base64 + "\n"))];
    }
}
