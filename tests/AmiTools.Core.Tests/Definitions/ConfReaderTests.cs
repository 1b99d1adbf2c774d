using System.Diagnostics;
using System.Text.Json;
using AmiTools.Core.Definitions;

namespace AmiTools.Core.Tests.Definitions;

public sealed class ConfReaderTests
{
    public static TheoryData<string> Texts =>
    [
        "", "# only a comment\n", "a=1", "a=1\r\nb=2\r\n", "  a = x y  \n", "a=", "a=b=c", "a=C:\\\\temp\\\\x", "a=tab\\there", "a=line\\nbreak", "a=\\u0041", "a=\"quoted\"", "  # comment\na=1\n\n\nb=2", "a=#no comment", "long=" + "x",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_file_reads_as_ConvertFrom_StringData_reads_it(string text)
    {
        var expected = PowerShell(text);
        if (expected is null) return;
        ConfReader.Parse(text, "x.conf").ToDictionary(e => e.Name, e => e.Value).ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public void Values_keep_their_lines() => ConfReader.Parse("# c\r\n\r\nsubnet=a\r\nvpc=b", "x.conf").Select(e => (e.Name, e.Line)).ShouldBe([("subnet", 3), ("vpc", 4)]);

    [Theory]
    [InlineData("a=1\nA=2", "DuplicateKey", 2, "'A' stands here a second time; the first is in line 1.")]
    [InlineData("ok=1\nnonsense", "ConfInvalid", 2, "'nonsense' is no KEY=VALUE line.")]
    [InlineData("=1", "ConfInvalid", 1, "'=1' is no KEY=VALUE line.")]
    [InlineData("path=C:\\temp\\users", "ConfEscape", 1, "Write \\\\ for a backslash.")]
    public void What_it_refuses_is_refused_with_the_line(string text, string id, int line, string message)
    {
        var problem = Should.Throw<DocumentException>(() => ConfReader.Parse(text, "x.conf")).Problem;
        (problem.Id, problem.File, problem.Line).ShouldBe((id, "x.conf", line));
        problem.Message.ShouldContain(message);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_key()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, [0xEF, 0xBB, 0xBF, .. "a=1"u8]);
        ConfReader.Read(path).Single().Name.ShouldBe("a");
        File.Delete(path);
    }

    /// <summary>What a real PowerShell makes of it; null where there is none.</summary>
    private static Dictionary<string, string>? PowerShell(string text)
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(p => File.Exists(Path.Combine(p, "pwsh")))) return null;
        var start = new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", "$env:CONF | ConvertFrom-StringData | ConvertTo-Json -Compress"]) { RedirectStandardOutput = true };
        start.Environment["CONF"] = text;
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim().Length == 0 ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(output);
    }
}
