using AmiTools.Cmdlets.Base;

namespace AmiTools.Cmdlets.Tests;

public sealed class QuestionsTests
{
    [Theory]
    [InlineData("ConsoleHost", false, true, false, true)]
    [InlineData("ConsoleHost", true, true, false, false)]
    [InlineData("ConsoleHost", false, false, false, false)]
    [InlineData("ConsoleHost", false, true, true, false)]
    [InlineData("Visual Studio Code Host", true, true, false, true)]
    public void Only_somebody_who_sits_there_is_asked(string host, bool isRedirected, bool isUser, bool isTeamCity, bool asked) =>
        Questions.MayAnswer(host, isRedirected, isUser, isTeamCity ? new Dictionary<string, string> { ["TEAMCITY_VERSION"] = "2026.1" } : []).ShouldBe(asked);
}
