using System.Collections.Concurrent;

namespace AmiTools.Core.Completion;

/// <summary>
/// What several sources know of, gathered until all have answered or the time is over: somebody waits at a prompt. A source
/// that fails or is late tells what it told so far; whoever types gets no error.
/// </summary>
public sealed class Gathering
{
    /// <summary>What somebody who presses Tab waits, so that with everything around it two seconds are not over.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1.8);

    private readonly ConcurrentQueue<Suggestion> found = new();

    /// <summary>Keeps a value.</summary>
    public void Add(string value, string about) => found.Enqueue(new(value, about));

    /// <summary>Asks all sources at the same time. The order is theirs: what the first knows comes first, and each value once.</summary>
    public static async Task<IReadOnlyList<Suggestion>> WithinAsync(TimeSpan limit, TimeProvider time, params Func<Gathering, CancellationToken, Task>[] sources)
    {
        // The sources that are late may still look at it after this has returned.
        var stop = new CancellationTokenSource();
        var asked = sources.Select(source => (Found: new Gathering(), Source: source)).ToArray();
        var all = Task.WhenAll(asked.Select(a => Task.Run(() => QuietlyAsync(a.Source, a.Found, stop.Token))));
        using var late = new CancellationTokenSource();
        await Task.WhenAny(all, Pause.ForAsync(limit, time, late.Token)).ConfigureAwait(false);
        late.Cancel();
        if (!all.IsCompleted) stop.Cancel();
        return [.. asked.SelectMany(a => a.Found.found.ToArray()).GroupBy(s => s.Value, StringComparer.Ordinal).Select(g => g.First())];
    }

    private static async Task QuietlyAsync(Func<Gathering, CancellationToken, Task> source, Gathering found, CancellationToken cancel)
    {
        try
        {
            await source(found, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A completion has nobody to tell; the command itself will say what is wrong.
        }
    }
}
