using System.Collections.Concurrent;

namespace AmiTools.Core.Tests.Building;

internal sealed class RecordingReporter : IReporter
{
    private readonly ConcurrentQueue<(string Kind, string Text)> all = new();

    private readonly ConcurrentQueue<ProgressUpdate> updates = new();

    /// <summary>How far it has come, all of it.</summary>
    public IReadOnlyList<ProgressUpdate> Updates => [.. updates];

    /// <summary>Told everything as it comes.</summary>
    public Action<string, string>? Told { get; set; }

    public IReadOnlyList<string> All => [.. all.Select(a => $"{a.Kind}: {a.Text}")];

    public IReadOnlyList<string> Of(string kind) => [.. all.Where(a => a.Kind == kind).Select(a => a.Text)];

    public void Verbose(string message) => Add("verbose", message);

    public void Warning(string message) => Add("warning", message);

    public void Output(string line) => Add("output", line);

    public void Progress(ProgressUpdate update)
    {
        updates.Enqueue(update);
        Add("progress", $"{update.Activity} | {update.Status}");
    }

    public void BlockOpened(string name) => Add("opened", name);

    public void BlockClosed(string name) => Add("closed", name);

    private void Add(string kind, string text)
    {
        all.Enqueue((kind, text));
        Told?.Invoke(kind, text);
    }
}
