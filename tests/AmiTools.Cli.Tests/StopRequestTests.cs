namespace AmiTools.Cli.Tests;

public class StopRequestTests
{
    [Fact]
    public async Task The_first_wish_cancels_and_all_are_answered()
    {
        using var stop = new StopRequest();
        var answers = new List<int>();
        stop.Asked = answers.Add;

        stop.Ask();
        stop.Ask();
        stop.Ask();

        answers.ShouldBe([1, 2, 3]);
        await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token).ShouldThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_listener_that_hangs_does_not_hold_up_the_thread_that_delivers_signals()
    {
        using var stop = new StopRequest();
        using var release = new ManualResetEventSlim();
        using var registration = stop.Token.Register(() => release.Wait());

        await Task.Run(stop.Ask).WaitAsync(TimeSpan.FromSeconds(30));
        release.Set();
    }
}
