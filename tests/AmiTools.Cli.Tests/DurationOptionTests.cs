using AmiTools.Cli.Commands;

namespace AmiTools.Cli.Tests;

public class DurationOptionTests
{
    [Theory]
    [InlineData("250ms", 0.25)]
    [InlineData("90s", 90)]
    [InlineData("1.5m", 90)]
    [InlineData("2h", 7200)]
    [InlineData("0s", 0)]
    public void A_time_is_a_number_with_its_unit(string text, double seconds) => DurationOption.Parse(text).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("-5s")]
    [InlineData("1d")]
    [InlineData("200h")]
    [InlineData("1.2.3s")]
    [InlineData("1,5m")]
    [InlineData("5 s")]
    public void Anything_else_is_no_time(string text) => DurationOption.Parse(text).ShouldBeNull();
}
