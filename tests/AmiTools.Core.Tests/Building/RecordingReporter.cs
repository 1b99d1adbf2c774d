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

    /// <summary>Of each activity it was always told how far it is, and it never went back.</summary>
    public void ShouldHaveGoneForward(params string[] activities)
    {
        foreach (var activity in Updates.GroupBy(u => u.Activity))
        {
            var percents = activity.Where(u => !u.Completed).Select(u => u.Percent).ToList();
            percents.ShouldAllBe(p => p != null, activity.Key);
            percents.SequenceEqual(percents.Order()).ShouldBeTrue($"{activity.Key}: {string.Join(", ", percents)}");
        }
        activities.Where(a => !Updates.Any(u => u.Activity == a && u is { Completed: false, Percent: > 0 })).ShouldBeEmpty();
    }

    private void Add(string kind, string text)
    {
        all.Enqueue((kind, text));
        Told?.Invoke(kind, text);
    }
}
