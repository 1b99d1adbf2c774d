using AmiTools.Help.Topics;

namespace AmiTools.Help.Tests;

public sealed class TopicTextTests
{
    [Fact]
    public void A_page_becomes_the_text_of_a_topic()
    {
        var (text, problems) = TopicText.Of("about_Sample",
        [
            "# about_Sample", "", "What it is.", "", "It is `code` in a paragraph that is so long that it does not fit into a line of", "eighty columns, and see [the guide](../guides/sample.md).", "",
            "## More of it", "", "- one", "- two that is", "  on two lines", "", "1. first", "", "```powershell", "Get-Sample |", "    Set-Sample", "```", "", "[about_Other](about_Other.md) and [README](../../README.md).",
        ]);
        problems.ShouldBeEmpty();
        text.ShouldBe("""
            TOPIC
                about_Sample

            SHORT DESCRIPTION
                What it is.

            LONG DESCRIPTION
                It is code in a paragraph that is so long that it does not fit into a line
                of eighty columns, and see the guide (docs/guides/sample.md).

            MORE OF IT
                - one
                - two that is on two lines

                1. first

                    Get-Sample |
                        Set-Sample

                about_Other and README (README.md).

            """.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("| a | b |", "this is no text that a help topic can show (a table, an image, HTML or a quotation)")]
    [InlineData("# again", "this is no text that a help topic can show (a table, an image, HTML or a quotation)")]
    [InlineData("an …", "there is a character outside of ASCII, which Windows PowerShell reads as another")]
    [InlineData("```\nlong lines of code are not wrapped, so they have to be short enough for the window\n```", "a line of code has 82 characters; 72 fit")]
    [InlineData("```\nx", "the code block has no end")]
    public void What_a_topic_can_not_show_is_a_problem_with_its_line(string line, string problem)
    {
        var lines = new[] { "# about_Sample", "", "What it is.", "" }.Concat(line.Split('\n')).ToArray();
        TopicText.Of("about_Sample", lines).Problems.Select(p => p.What).ShouldBe([problem]);
        TopicText.Of("about_Sample", lines).Problems[0].Line.ShouldBeInRange(5, 6);
    }

    [Fact]
    public void A_page_without_its_name_or_a_first_paragraph_is_a_problem() =>
        TopicText.Of("about_Sample", ["# Sample"]).Problems.Select(p => p.What).ShouldBe(["the first line is not '# about_Sample'", "there is no paragraph after the title: it is the short description"]);
}
