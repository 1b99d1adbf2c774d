using AmiTools.Cmdlets.Base;

namespace AmiTools.Cmdlets.Tests;

public sealed class PumpTests
{
    [Fact]
    public void What_the_work_hands_over_runs_on_the_thread_that_pumps_and_in_order()
    {
        var own = Environment.CurrentManagedThreadId;
        var seen = new List<int>();
        Pump.Run(async (pump, _) =>
        {
            for (var i = 0; i < 100; i++)
            {
                var number = i;
                if (i % 2 == 0) pump.Post(() => seen.Add(Environment.CurrentManagedThreadId == own ? number : -1));
                else await pump.InvokeAsync(() => { seen.Add(Environment.CurrentManagedThreadId == own ? number : -1); return 0; });
            }
        }, CancellationToken.None);
        seen.ShouldBe(Enumerable.Range(0, 100));
    }

    [Fact]
    public void A_failure_of_the_work_is_the_pumps_own()
    {
        Should.Throw<AmiToolsException>(() => Pump.Run((_, _) => throw new AmiToolsException("X", FailureKind.NotFound, "x"), CancellationToken.None)).ErrorId.ShouldBe("X");
    }

    [Fact]
    public void A_pipeline_that_stops_cancels_the_work_and_waits_for_its_end()
    {
        var ended = false;
        Should.Throw<InvalidOperationException>(() => Pump.Run(async (pump, cancel) =>
        {
            try
            {
                await pump.InvokeAsync<int>(() => throw new InvalidOperationException("stopped"));
                await Task.Delay(Timeout.Infinite, cancel);
            }
            finally
            {
                // An undo takes its time and may still talk.
                await Task.Delay(100, CancellationToken.None);
                pump.Post(() => throw new InvalidOperationException("must not run"));
                ended = true;
            }
        }, CancellationToken.None)).Message.ShouldBe("stopped");
        ended.ShouldBeTrue();
    }

    [Fact]
    public void After_the_pipeline_has_stopped_nothing_more_is_written()
    {
        var written = 0;
        Should.Throw<InvalidOperationException>(() => Pump.Run(async (pump, cancel) =>
        {
            pump.Post(() => throw new InvalidOperationException("stopped"));
            await Should.ThrowAsync<OperationCanceledException>(async () =>
            {
                while (true) await pump.InvokeAsync(() => { written += cancel.IsCancellationRequested ? 1 : 0; return 0; });
            });
        }, CancellationToken.None));
        written.ShouldBe(0);
    }

    [Fact]
    public void Ctrl_C_cancels_the_work()
    {
        using var stop = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => Pump.Run(async (_, cancel) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancel);
        }, stop.Token));
    }

    [Fact]
    public void A_message_that_comes_after_the_end_is_dropped()
    {
        Pump? late = null;
        Pump.Run((pump, _) => { late = pump; return Task.CompletedTask; }, CancellationToken.None);
        Should.NotThrow(() => late!.Post(() => throw new InvalidOperationException()));
    }
}
