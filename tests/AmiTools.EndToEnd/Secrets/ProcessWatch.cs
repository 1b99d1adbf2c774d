using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace AmiTools.EndToEnd.Secrets;

/// <summary>A process as it was seen: what every user of the machine can read of it, and what root and its owner can.</summary>
internal sealed record SeenProcess(int Id, string CommandLine, string Environment)
{
    public IReadOnlyDictionary<string, string> Variables { get; } = Environment.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).Where(v => v.Length == 2)
        .GroupBy(v => v[0]).ToDictionary(g => g.Key, g => g.First()[1]);

    public string Program => CommandLine.Split('\0')[0];
}

/// <summary>Reads every descendant of a process from /proc, over and over, until it is disposed.</summary>
internal sealed class ProcessWatch : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(int, string), SeenProcess> seen = new();
    private readonly HashSet<int> family;
    private readonly string rootCommand;
    private readonly int root;
    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;

    public ProcessWatch(int root)
    {
        this.root = root;
        family = [root];
        rootCommand = Read($"/proc/{root}/cmdline") ?? "";
        watching = Task.Factory.StartNew(Watch, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Every program that a descendant has been.</summary>
    public IReadOnlyCollection<SeenProcess> Seen => [.. seen.Values];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        stop.Dispose();
    }

    private void Watch()
    {
        while (!stop.IsCancellationRequested)
        {
            Look();
            stop.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(3));
        }
    }

    private void Look()
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && Parent(id) is { } parent) parents[id] = parent;
        }
        // A child whose parent was killed stays in the family.
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var (id, parent) in parents) grown |= family.Contains(parent) && family.Add(id);
        }
        foreach (var id in parents.Keys.Where(i => i != root && family.Contains(i)))
        {
            var command = Read($"/proc/{id}/cmdline");
            var environment = Read($"/proc/{id}/environ");
            // Between fork and exec it is still a picture of us; read again, since the exec may have been just now.
            if (string.IsNullOrEmpty(command) || command == rootCommand || string.IsNullOrEmpty(environment) || Read($"/proc/{id}/cmdline") != command) continue;
            seen.TryAdd((id, command), new SeenProcess(id, command, environment));
        }
    }

    private static int? Parent(int id)
    {
        // pid (name) state ppid
        var stat = Read($"/proc/{id}/stat");
        var end = stat?.LastIndexOf(')') ?? -1;
        return end < 0 ? null : int.Parse(stat![(end + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static string? Read(string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
