using System.Text.Json;

namespace AmiTools.EndToEnd.Boot;

/// <summary>Debian's cloud-init, handed our documents as user data.</summary>
public sealed class CloudInitTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("amitools-cloudinit-").FullName;

    private static string OurConfiguration { get; } = Path.Combine(BootGround.Role, "90-service.cfg");

    [Theory]
    [InlineData("""{"environment":"ci"}""")]
    [InlineData("""{"environment":"production","extra":{"features":{"logging":true},"greeting":"Grüße 🙂","volumeId":"vol-0123456789abcdef0"}}""")]
    public async Task A_document_is_taken_as_it_is_and_run_nowhere(string document)
    {
        var configured = await HandOverAsync(document, OurConfiguration);

        configured.Problems.ShouldBeEmpty();
        (configured.UserData, configured.CloudConfig, configured.Scripts).ShouldBe((document, null, 0));

        // Without our configuration cloud-init says that there is nothing in it for it, and that is all.
        var plain = await HandOverAsync(document);
        plain.Problems.ShouldHaveSingleItem().ShouldStartWith("WARNING: Unhandled non-multipart (text/x-not-multipart) userdata");
        (plain.UserData, plain.CloudConfig, plain.Scripts).ShouldBe((document, "", 0));
    }

    [Fact]
    public async Task The_largest_document_is_taken_too()
    {
        var document = $$$"""{"environment":"ci","extra":{"note":"{{{new string('x', 16_384 - 40)}}}"}}""";
        document.Length.ShouldBe(16_384);

        var seen = await HandOverAsync(document, OurConfiguration);

        seen.Problems.ShouldBeEmpty();
        seen.UserData.ShouldBe(document);
    }

    [Fact]
    public async Task It_would_have_complained_about_what_is_broken_and_kept_what_is_code()
    {
        (await HandOverAsync("#cloud-config\n{a: [\n")).Problems.ShouldContain(p => p.Contains("Failed loading yaml blob"));
        (await HandOverAsync("#!/bin/sh\necho\n")).Scripts.ShouldBe(1);
        (await HandOverAsync("#!/bin/sh\necho\n", OurConfiguration)).Scripts.ShouldBe(0);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<Seen> HandOverAsync(string userData, params string[] configuration)
    {
        var place = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        var file = place + ".user-data";
        await File.WriteAllTextAsync(file, userData);
        var script = Path.Combine(AppContext.BaseDirectory, "Boot", "cloud_init.py");
        var answer = await Tool.RunAsync("/usr/bin/python3", folder, new Dictionary<string, string> { ["PYTHONDONTWRITEBYTECODE"] = "1", ["LC_ALL"] = "C.UTF-8" }, [script, place, file, .. configuration]);
        var seen = JsonDocument.Parse(answer).RootElement;
        seen.GetProperty("dataSource").GetString().ShouldStartWith("DataSourceNoCloud");
        return new(
            [.. seen.GetProperty("problems").EnumerateArray().Select(p => p.GetString()!)],
            seen.GetProperty("userData").GetString(),
            seen.GetProperty("cloudConfig").GetString(),
            seen.GetProperty("scripts").GetArrayLength());
    }

    private sealed record Seen(IReadOnlyList<string> Problems, string? UserData, string? CloudConfig, int Scripts);
}
