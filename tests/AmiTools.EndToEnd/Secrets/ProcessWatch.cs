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
    private readonly int root;
    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;

    public ProcessWatch(int root)
    {
        this.root = root;
        family = [root];
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
        var states = new Dictionary<int, State>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && StateOf(id) is { } state) states[id] = state;
        }
        // A child whose parent was killed stays in the family.
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var (id, state) in states) grown |= family.Contains(state.Parent) && family.Add(id);
        }
        // Between fork and exec a child is still a picture of its parent, and no program of its own.
        foreach (var id in states.Where(s => s.Key != root && s.Value.HasExecuted && family.Contains(s.Key)).Select(s => s.Key))
        {
            var command = Read($"/proc/{id}/cmdline");
            var environment = Read($"/proc/{id}/environ");
            // Read again, since a further exec may have been just now.
            if (string.IsNullOrEmpty(command) || string.IsNullOrEmpty(environment) || Read($"/proc/{id}/cmdline") != command) continue;
            seen.TryAdd((id, command), new SeenProcess(id, command, environment));
        }
    }

    private static State? StateOf(int id)
    {
        // pid (name) state ppid pgrp session tty_nr tpgid flags; PF_FORKNOEXEC is 0x40.
        const uint forkedButNotExecuted = 0x40;
        var stat = Read($"/proc/{id}/stat");
        var end = stat?.LastIndexOf(')') ?? -1;
        if (end < 0) return null;
        var fields = stat![(end + 2)..].Split(' ');
        var flags = uint.Parse(fields[6], CultureInfo.InvariantCulture);
        return new State(int.Parse(fields[1], CultureInfo.InvariantCulture), (flags & forkedButNotExecuted) == 0);
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

    private readonly record struct State(int Parent, bool HasExecuted);
}
