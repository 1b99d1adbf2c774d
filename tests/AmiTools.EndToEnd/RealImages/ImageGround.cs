namespace AmiTools.EndToEnd.RealImages;

/// <summary>
/// The example images as they stand, beside a local cloud whose instances are an sshd on this machine. Their parameters
/// are changed as a user would, in parameter files: the address, and where the provisioners write, so that this machine
/// is not touched.
/// </summary>
internal sealed class ImageGround : IAsyncDisposable
{
    private readonly StandIn standIn;

    private ImageGround(Playground playground, StandIn standIn) => (Playground, this.standIn) = (playground, standIn);

    public Playground Playground { get; }

    public string Images => Path.Combine(Playground.Folder, "images");

    /// <summary>What a target's instances have written.</summary>
    public string Instance(string target) => Path.Combine(Playground.Folder, "instances", target);

    public string Read(string target, string path) => File.ReadAllText(Path.Combine(Instance(target), path.TrimStart('/')));

    public static async Task<ImageGround> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("amitools-sshd-").FullName;
        var standIn = await StandIn.StartAsync(folder);
        var playground = await Playground.StartAsync(TimeSpan.Zero, standIn.Boot);
        var ground = new ImageGround(playground, standIn) { standInFolder = folder };
        await ground.LayAsync();
        return ground;
    }

    /// <summary>Adds lines to a parameter file, and commits.</summary>
    public async Task ConfigureAsync(string file, params string[] lines)
    {
        File.AppendAllLines(Path.Combine(Images, file), ["", .. lines]);
        await CommitAsync();
    }

    public async Task CommitAsync()
    {
        await Playground.GitAsync("add", "--all");
        await Playground.GitAsync("commit", "--quiet", "--message=Images");
    }

    public async ValueTask DisposeAsync()
    {
        await Playground.DisposeAsync();
        await standIn.DisposeAsync();
        Directory.Delete(standInFolder, recursive: true);
    }

    private string standInFolder = "";

    private async Task LayAsync()
    {
        Playground.Copy(Path.Combine(AppContext.BaseDirectory, "examples", "images"), Images);
        File.AppendAllText(Path.Combine(Playground.Folder, ".gitignore"), "instances/\n");
        foreach (var target in new[] { "dev", "prod" })
        {
            File.AppendAllLines(Path.Combine(Images, "common", "conf", target + ".conf"),
            [
                "",
                "image_root=" + Instance(target),
                "ssh_port=" + standIn.Port,
                "ssh_username=" + StandIn.User,
                "become=" + (Environment.IsPrivilegedProcess ? "true" : "false"),
            ]);
            File.WriteAllText(Path.Combine(Images, "base-linux", "conf", target + ".conf"), "packages=\n");
        }
        await CommitAsync();
        await MustNotTouchThisMachineAsync();
    }

    /// <summary>The scripts clean what they are told is the image's root; it is never to be this machine's.</summary>
    private async Task MustNotTouchThisMachineAsync()
    {
        foreach (var image in new[] { "base-linux", "service" })
        {
            await using var shown = await Playground.RunAsync("definitions", "parameters", "images/" + image, "--json");
            shown.ExitCode.ShouldBe(0, shown.Error);
            var roots = System.Text.Json.JsonDocument.Parse(shown.Out).RootElement.EnumerateArray().Where(p => p.GetProperty("name").GetString() == "image_root").Select(p => p.GetProperty("value").GetString());
            roots.ShouldBe([Instance("dev"), Instance("prod")], ignoreOrder: true);
        }
    }
}
