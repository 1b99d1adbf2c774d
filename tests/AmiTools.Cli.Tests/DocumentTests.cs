using System.Text;
using System.Text.Json;
using AmiTools.Cli.Reporting;

namespace AmiTools.Cli.Tests;

public class DocumentTests
{
    [Fact]
    public void A_long_document_in_any_script_is_the_same_as_one_that_is_made_at_once()
    {
        // Of all lengths, so that characters of several bytes lie across the ends of pieces.
        var items = Enumerable.Range(0, 3000).Select(i => new { Name = new string('x', i % 7) + "Gr\u00fc\u00dfe \U0001F600 \u6f22", Number = i }).ToArray();
        using var written = new StringWriter();
        JsonText.WriteDocument(written, items);
        written.ToString().Length.ShouldBeGreaterThan(100_000);
        JsonDocument.Parse(written.ToString()).RootElement.EnumerateArray().Select(e => (e.GetProperty("name").GetString(), e.GetProperty("number").GetInt32()))
            .ShouldBe(items.Select(i => ((string?)i.Name, i.Number)));
        written.ToString().ShouldNotContain("\ufffd");
    }

    [Fact]
    public void Bytes_may_come_one_by_one()
    {
        const string Text = "a\u00e4\u6f22\U0001F600b";
        using var written = new StringWriter();
        using (var stream = new TextWriterStream(written))
            foreach (var b in Encoding.UTF8.GetBytes(Text)) stream.Write([b]);
        written.ToString().ShouldBe(Text);
    }
}
