using System.Management.Automation;
using AmiTools.Cmdlets.Completion;
using static AmiTools.Cmdlets.Tests.ModuleMetadata;

namespace AmiTools.Cmdlets.Tests.Completion;

public sealed class TypedWordTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("we", "we")]
    [InlineData("'we", "we")]
    [InlineData("'", "")]
    [InlineData("''", "")]
    [InlineData("'it''s", "it's")]
    [InlineData("\"we\"", "we")]
    [InlineData("\"a`$b", "a$b")]
    [InlineData("web` s", "web s")]
    [InlineData("\u2018web", "web")]
    [InlineData("\u201cweb", "web")]
    public void The_text_is_without_its_quotes(string? typed, string text) => TypedWord.Read(typed).Text.ShouldBe(text);

    [Theory]
    [InlineData("w", "web-server", "web-server")]
    [InlineData("", "2.0.57-pre.20260102.1+meta", "2.0.57-pre.20260102.1+meta")]
    [InlineData("'w", "web-server", "'web-server'")]
    [InlineData("\"w", "web-server", "\"web-server\"")]
    [InlineData("w", "web server", "'web server'")]
    [InlineData("i", "it's mine", "'it''s mine'")]
    [InlineData("\"i", "it's $5 \"today\"", "\"it's `$5 `\"today`\"\"")]
    [InlineData("", "-dash", "'-dash'")]
    [InlineData("", "@home", "'@home'")]
    [InlineData("", "a,b", "'a,b'")]
    [InlineData("", "a;rm", "'a;rm'")]
    [InlineData("", "$(evil)", "'$(evil)'")]
    [InlineData("", "typo\u2019graphic", "'typo\u2019\u2019graphic'")]
    [InlineData("", "", "''")]
    public void A_value_is_written_so_that_it_means_itself(string typed, string value, string written) => TypedWord.Read(typed).Write(value).ShouldBe(written);

    [Fact]
    public void Every_parameter_of_these_names_has_a_completer()
    {
        string[] names = ["Name", "Version", "Target", "Environment", "Region", "ProfileName"];
        var parameters = Exported.SelectMany(c => c.GetProperties().Where(p => names.Contains(p.Name) && Attribute(p, nameof(ParameterAttribute)) is not null).Select(p => (Cmdlet: Name(c), Property: p))).ToArray();
        // What is made new has a version that nobody has yet.
        parameters.Where(p => Attribute(p.Property, nameof(ArgumentCompleterAttribute)) is null).Select(p => $"{p.Cmdlet} -{p.Property.Name}").ShouldBe(["Register-AmiPair -Version"]);
        parameters.Length.ShouldBeGreaterThan(50);
    }
}
