using AmiTools.Core.Ci;

namespace AmiTools.Core.Tests.Ci;

/// <summary>Byte for byte, since TeamCity passes over what it can't parse in silence.</summary>
public class TeamCityMessageTests
{
    private const string Odd = "a|b 'c' [d]\n\r\u00e4\u2028\ud83d\ude00\t~";
    private const string Escaped = "a||b |'c|' |[d|]|n|r|0x00e4|0x2028|0xd83d|0xde00|0x0009~";

    [Fact]
    public void A_value_is_escaped() => TeamCityMessage.Escape(Odd).ShouldBe(Escaped);

    [Fact]
    public void Every_message_is_as_TeamCity_documents_it()
    {
        TeamCityMessage.BlockOpened(Odd).ShouldBe($"##teamcity[blockOpened name='{Escaped}']");
        TeamCityMessage.BlockOpened("web", "f|1").ShouldBe("##teamcity[blockOpened name='web' flowId='f||1']");
        TeamCityMessage.BlockClosed("web").ShouldBe("##teamcity[blockClosed name='web']");
        TeamCityMessage.BlockClosed(Odd, Odd).ShouldBe($"##teamcity[blockClosed name='{Escaped}' flowId='{Escaped}']");
        TeamCityMessage.Progress(Odd).ShouldBe($"##teamcity[progressMessage '{Escaped}']");
        TeamCityMessage.Message(Odd).ShouldBe($"##teamcity[message text='{Escaped}' status='NORMAL']");
        TeamCityMessage.Message("x", "WARNING", "web").ShouldBe("##teamcity[message text='x' status='WARNING' flowId='web']");
        TeamCityMessage.BuildNumber("2.0.57").ShouldBe("##teamcity[buildNumber '2.0.57']");
        TeamCityMessage.BuildProblem(Odd, "AmiTools_PackerFailed_web").ShouldBe($"##teamcity[buildProblem description='{Escaped}' identity='AmiTools_PackerFailed_web']");
        TeamCityMessage.Statistic("AmiTools.web.dev.buildMilliseconds", 12345).ShouldBe("##teamcity[buildStatisticValue key='AmiTools.web.dev.buildMilliseconds' value='12345']");
        TeamCityMessage.PublishArtifacts("/runs/1 => amitools/web's").ShouldBe("##teamcity[publishArtifacts '/runs/1 => amitools/web|'s']");
        TeamCityMessage.SetParameter("amitools.web.dev.imageId", "ami-1").ShouldBe("##teamcity[setParameter name='amitools.web.dev.imageId' value='ami-1']");
    }

    [Fact]
    public void A_description_is_cut_at_4000()
    {
        TeamCityMessage.BuildProblem(new string('x', 4000), "i").ShouldContain($"'{new string('x', 4000)}'");
        TeamCityMessage.BuildProblem(new string('x', 4001), "i").ShouldContain($"'{new string('x', 3997)}...'");
    }

    [Fact]
    public void An_identity_has_at_most_60_legal_characters_and_stays_the_same_and_apart()
    {
        TeamCityMessage.Identity("AmiTools_PackerFailed_web").ShouldBe("AmiTools_PackerFailed_web");
        TeamCityMessage.Identity("AmiTools_PackerFailed_web-server").ShouldBe("AmiTools_PackerFailed_web_server_ab7b5a4c");
        var (one, other) = (TeamCityMessage.Identity(new string('a', 80) + "1"), TeamCityMessage.Identity(new string('a', 80) + "2"));
        one.Length.ShouldBe(60);
        one.ShouldNotBe(other);
        TeamCityMessage.Identity("web-server").ShouldNotBe(TeamCityMessage.Identity("web_server"));
    }
}
