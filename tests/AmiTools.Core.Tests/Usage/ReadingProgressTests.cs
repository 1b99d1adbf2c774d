using AmiTools.Core.Tests.Building;
using AmiTools.Core.Usage;
using Microsoft.Extensions.Time.Testing;

namespace AmiTools.Core.Tests.Usage;

public sealed class ReadingProgressTests
{
    private readonly FakeTimeProvider time = new();
    private readonly RecordingReporter reporter = new();

    [Fact]
    public void What_is_read_within_seconds_says_nothing()
    {
        var progress = new ReadingProgress(reporter, time, 2);
        progress.Read("instances", "dev");
        progress.Read("instances", "prod");
        progress.End();
        reporter.Updates.ShouldBeEmpty();
    }

    [Fact]
    public void What_takes_longer_tells_percent_and_ends()
    {
        var progress = new ReadingProgress(reporter, time, 4);
        progress.Read("instances", "dev");
        time.Advance(TimeSpan.FromSeconds(3));
        progress.Read("instances", "prod");
        progress.Read("launch-templates", "dev");
        progress.Read("launch-templates", "prod");
        progress.End();
        reporter.Updates.ShouldBe(
        [
            new("Reading what is in use", "instances of prod; 2 of 4 are read", 50),
            new("Reading what is in use", "launch-templates of dev; 3 of 4 are read", 75),
            new("Reading what is in use", "4 of 4 are read", 100, Completed: true),
        ]);
    }
}
