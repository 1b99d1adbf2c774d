using System.Globalization;
using AmiTools.Core;
using AmiTools.Core.Usage;

namespace AmiTools.Benchmarks.Scan;

/// <summary>A server with a fleet of some size, its pages rendered, and a folder from which it is scanned.</summary>
internal sealed class ScanGround : IDisposable
{
    private readonly ChildProcess server;
    private readonly HttpClient http;

    private ScanGround(ChildProcess server, Uri url, int images)
    {
        (this.server, Images, Folder) = (server, images, ScanFleet.Lay(url));
        http = new() { BaseAddress = url };
        Surroundings = ScanFleet.Surroundings(Folder);
    }

    public int Images { get; }

    public string Folder { get; }

    /// <summary>For scans over the wire.</summary>
    public Surroundings Surroundings { get; }

    /// <summary>The pages that are XML, in memory.</summary>
    public IReadOnlyList<byte[]> Pages { get; private set; } = [];

    /// <summary>For scans of the same pages in memory.</summary>
    public Surroundings InMemory { get; private set; } = null!;

    private IReadOnlyList<int> Numbers { get; set; } = [];

    /// <summary>Starts the server; the first scan renders the pages.</summary>
    public static async Task<ScanGround> StartAsync(int images)
    {
        var server = ChildProcess.Self("scan-server", images.ToString(CultureInfo.InvariantCulture));
        var ground = new ScanGround(server, new(server.ReadLine()), images);
        await ground.ScanAsync(ground.Surroundings);
        await ground.KeepPagesAsync();
        return ground;
    }

    /// <summary>Scans everything and tags what is used; the server answers the tags and forgets them.</summary>
    public async Task ScanAsync(Surroundings surroundings)
    {
        var result = await new ScanLastUsed(surroundings).RunAsync(new(), SilentReporter.Instance, default);
        if (result.Problems.Count > 0) throw new InvalidOperationException(result.Problems[0]);
        if (result.Used != Images || result.Heartbeats != Images) throw new InvalidOperationException($"expected {Images} used images, each with its heartbeat: {result}");
    }

    public Task WalkAsync() => Walk.OverAsync(http, Numbers);

    /// <summary>The calls of one scan by action.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CallsAsync()
    {
        await http.GetStringAsync("/calls/clear");
        await ScanAsync(Surroundings);
        return (await http.GetStringAsync("/calls")).Split(' ').Select(c => c.Split('=')).ToDictionary(c => c[0], c => int.Parse(c[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        http.Dispose();
        server.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task KeepPagesAsync()
    {
        var count = int.Parse(await http.GetStringAsync("/pages"), CultureInfo.InvariantCulture);
        var (pages, numbers, answers) = (new List<byte[]>(), new List<int>(), new Dictionary<string, byte[]>());
        for (var i = 0; i < count; i++)
        {
            var body = await http.GetByteArrayAsync($"/pages/{i}");
            answers[await http.GetStringAsync($"/questions/{i}")] = body;
            // Parameter Store answers in JSON, and has nothing here.
            if (body[0] != (byte)'<') continue;
            pages.Add(body);
            numbers.Add(i);
        }
        (Pages, Numbers, InMemory) = (pages, numbers, Surroundings with { Connector = new KeptPages(answers) });
    }
}
