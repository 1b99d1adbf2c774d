using AmiTools.Core.Images;

namespace AmiTools.Core.Tests.Images;

public sealed class VersionPatternTests
{
    [Theory]
    [InlineData("2.0.57", "2.0.57", true)]
    [InlineData("2.0.57", "2.0.5", false)]
    [InlineData("2.0.*", "2.0.57", true)]
    [InlineData("2.0.*", "2.1.0", false)]
    [InlineData("2.*", "2.10.0", true)]
    [InlineData("2.*", "20.1.0", false)]
    [InlineData(">=2.0 <3", "2.9.9", true)]
    [InlineData(">=2.0 <3", "3.0.0", false)]
    [InlineData(">=2.0,<3", "2.0.0", true)]
    [InlineData(">2.0.5", "2.0.5", false)]
    [InlineData("<=2.0.5", "2.0.5", true)]
    [InlineData("latest", "1.0.0", true)]
    [InlineData("latest", "1.0.0-x", false)]
    [InlineData("1.0.0-x", "1.0.0-x", true)]
    [InlineData("2.0.*", "2.0.57-feature", false)]
    [InlineData("latest", "not a version", false)]
    public void A_pattern_means_versions(string pattern, string version, bool expected) => VersionPattern.Parse(pattern).Matches(version, includePrerelease: false).ShouldBe(expected);

    [Theory]
    [InlineData("2.0.*", "2.0.57-feature", true)]
    [InlineData("<3", "3.0.0-rc", false)]
    [InlineData("latest", "1.0.0-x", true)]
    public void Prereleases_come_when_asked_for(string pattern, string version, bool expected) => VersionPattern.Parse(pattern).Matches(version, includePrerelease: true).ShouldBe(expected);

    [Theory]
    [InlineData("two")]
    [InlineData("2.0.x")]
    [InlineData("=>2.0")]
    [InlineData("*.0")]
    public void Nonsense_is_refused(string text) => Should.Throw<AmiToolsException>(() => VersionPattern.Parse(text)).Message.ShouldContain(text);

    [Theory]
    [InlineData("2.0.57", "2.0.57")]
    [InlineData("2.0.*", "2.0.*")]
    [InlineData(">=2 <3", "*")]
    public void EC2_filters_as_much_as_it_can(string pattern, string filter) => VersionPattern.Parse(pattern).Filter.ShouldBe(filter);

    [Fact]
    public void Versions_compare_by_SemVer() =>
        new[] { "1.10.0", "1.9.0", "1.9.0-b", "1.9.0-a.2", "x" }.OrderBy(v => v, Comparer<string>.Create(VersionPattern.Compare)).ShouldBe(["x", "1.9.0-a.2", "1.9.0-b", "1.9.0", "1.10.0"]);

    [Fact]
    public void What_is_nearby_is_shown() => VersionPattern.Parse("1.0.5").Nearby(Enumerable.Range(0, 20).Where(i => i != 5).Select(i => $"1.0.{i}")).ShouldBe(["1.0.7", "1.0.6", "1.0.4", "1.0.3", "1.0.2"]);
}
