using AmiTools.Core.Completion;
using Microsoft.Extensions.Time.Testing;

namespace AmiTools.Core.Tests.Completion;

public sealed class GatheringTests
{
    private static readonly TimeSpan limit = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task What_the_first_source_knows_comes_first_and_each_value_once()
    {
        var first = new TaskCompletionSource();
        var found = await Gathering.WithinAsync(limit, TimeProvider.System,
            async (g, _) => { await first.Task; g.Add("a", "first"); },
            (g, _) => { g.Add("b", "second"); g.Add("a", "second"); first.SetResult(); return Task.CompletedTask; });
        found.ShouldBe([new("a", "first"), new("b", "second")]);
    }

    [Fact]
    public async Task A_source_that_never_answers_is_given_up_when_the_time_is_over_and_what_it_told_counts()
    {
        var time = new FakeTimeProvider();
        var (asked, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        var gathering = Gathering.WithinAsync(limit, time,
            (g, _) => { g.Add("file", ""); return Task.CompletedTask; },
            async (g, cancel) =>
            {
                g.Add("in time", "");
                using (cancel.Register(() => stopped.SetResult()))
                {
                    asked.SetResult();
                    await new TaskCompletionSource().Task;
                }
            });
        await asked.Task;
        time.Advance(limit - TimeSpan.FromMilliseconds(1));
        gathering.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(1));
        (await gathering).Select(s => s.Value).ShouldBe(["file", "in time"]);
        await stopped.Task;
    }

    [Fact]
    public async Task A_source_that_blocks_its_thread_does_not_block_the_others()
    {
        using var forever = new ManualResetEventSlim();
        var time = new FakeTimeProvider();
        var told = new TaskCompletionSource();
        var gathering = Gathering.WithinAsync(limit, time,
            (_, _) => { forever.Wait(CancellationToken.None); return Task.CompletedTask; },
            (g, _) => { g.Add("b", ""); told.SetResult(); return Task.CompletedTask; });
        await told.Task;
        time.Advance(limit);
        (await gathering).Select(s => s.Value).ShouldBe(["b"]);
        forever.Set();
    }

    [Fact]
    public async Task A_source_that_fails_is_silent()
    {
        (await Gathering.WithinAsync(limit, TimeProvider.System, (_, _) => throw new AmiToolsException("X", FailureKind.NotFound, "x"), (g, _) => { g.Add("b", ""); return Task.FromException(new IOException()); }))
            .Select(s => s.Value).ShouldBe(["b"]);
    }
}
