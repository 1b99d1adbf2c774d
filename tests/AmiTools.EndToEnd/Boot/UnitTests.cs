namespace AmiTools.EndToEnd.Boot;

/// <summary>The units of the service's image, as systemd reads them.</summary>
public sealed class UnitTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("amitools-units-").FullName;

    [Fact]
    public async Task Systemd_accepts_the_units_and_starts_the_service_after_its_provisioning()
    {
        var service = File.ReadAllText(Path.Combine(BootGround.Role, "../../service/templates/service.service.j2"));
        service.ShouldNotContain("{{");
        File.WriteAllText(Path.Combine(folder, "service.service"), service);
        File.Copy(Path.Combine(BootGround.Role, "service-boot.service"), Path.Combine(folder, "service-boot.service"));

        (await VerifyAsync("service.service", "service-boot.service")).ShouldBe("");

        service.ShouldContain("Requires=service-boot.service\n");
        service.ShouldContain("After=network-online.target service-boot.service\n");
    }

    [Fact]
    public async Task It_would_have_named_a_wrong_line()
    {
        File.WriteAllText(Path.Combine(folder, "wrong.service"), "[Service]\nType=once\nExecStart=/bin/true\n");
        (await VerifyAsync("wrong.service")).ShouldContain("wrong.service:2: Failed to parse service type, ignoring: once");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>What systemd says of the units; it exits with 0 for most of it.</summary>
    private Task<string> VerifyAsync(params string[] units) =>
        Tool.RunAsync("sh", folder, new Dictionary<string, string> { ["SYSTEMD_UNIT_PATH"] = folder + ":", ["SYSTEMD_LOG_LEVEL"] = "warning" }, "-c", $"systemd-analyze verify --man=no {string.Join(' ', units.Select(u => Path.Combine(folder, u)))} 2>&1 || true");
}
