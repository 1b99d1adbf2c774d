using AmiTools.Cmdlets.Base;
using Microsoft.Extensions.Time.Testing;

namespace AmiTools.Cmdlets.Tests;

public sealed class ProgressPaceTests
{
    private readonly FakeTimeProvider time = new();
    private readonly ProgressPace pace;

    public ProgressPaceTests() => pace = new(time);

    [Fact]
    public void An_activity_is_shown_four_times_a_second_at_most_however_often_it_tells()
    {
        var shown = 0;
        for (var i = 0; i < 1000; i++)
        {
            if (pace.Next(new("Copying", "pending", i / 10)) is not null) shown++;
            time.Advance(TimeSpan.FromMilliseconds(10));
        }
        shown.ShouldBe(40);
    }

    [Fact]
    public void The_end_is_always_shown_and_once()
    {
        pace.Next(new("Copying", "pending")).ShouldNotBeNull();
        pace.Next(new("Copying", "pending")).ShouldBeNull();
        pace.Next(new("Copying", "ended", 100, Completed: true)).ShouldBe(new(1, "Copying", "ended", 100, -1, true));
        pace.Next(new("Copying", "ended", 100, Completed: true)).ShouldBeNull();
    }

    [Fact]
    public void One_activity_does_not_silence_another()
    {
        pace.Next(new("Copying to dev", "pending"))!.Id.ShouldBe(1);
        pace.Next(new("Copying to prod", "pending"))!.Id.ShouldBe(2);
    }

    [Fact]
    public void The_time_left_follows_from_the_pace_so_far()
    {
        pace.Next(new("Building", "dev", 0))!.SecondsLeft.ShouldBe(-1);
        time.Advance(TimeSpan.FromMinutes(5));
        pace.Next(new("Building", "prod", 25)).ShouldBe(new(1, "Building", "prod", 25, 900, false));
        time.Advance(TimeSpan.FromMinutes(5));
        pace.Next(new("Building", "prod", 50))!.SecondsLeft.ShouldBe(600);
        time.Advance(TimeSpan.FromMinutes(1));
        pace.Next(new("Building", "prod", 100))!.SecondsLeft.ShouldBe(-1);
    }

    [Fact]
    public void What_is_not_known_is_not_claimed_and_no_host_refuses_it()
    {
        pace.Next(new("Scanning", "")).ShouldBe(new(1, "Scanning", " ", -1, -1, false));
        time.Advance(TimeSpan.FromSeconds(1));
        pace.Next(new("Scanning", "x", 170))!.Percent.ShouldBe(100);
        time.Advance(TimeSpan.FromSeconds(1));
        pace.Next(new("Scanning", "x", -3))!.Percent.ShouldBe(0);
    }
}
