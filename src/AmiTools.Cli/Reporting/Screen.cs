using Spectre.Console;

namespace AmiTools.Cli.Reporting;

/// <summary>Standard output as a human reads it: framed tables on a terminal, aligned plain columns anywhere else.</summary>
internal sealed class Screen
{
    private readonly IAnsiConsole console;
    private readonly TextWriter writer;
    private readonly bool isTerminal;

    public Screen(Host host)
    {
        writer = host.Out;
        isTerminal = host.OutIsTerminal;
        console = Consoles.Create(host.Out, host.OutIsTerminal, host.NoColor);
    }

    public void Line(string text = "") => writer.WriteLine(text);

    public void Heading(string text)
    {
        if (isTerminal) console.MarkupLineInterpolated($"[bold]{text}[/]");
        else writer.WriteLine(text);
    }

    public void Table(TextTable table)
    {
        // Ids and versions are copied from here: where the frame does not fit, it goes, and no cell is cut.
        if (!isTerminal || table.FramedWidth > console.Profile.Width)
        {
            foreach (var line in table.PlainLines()) writer.WriteLine(line);
            return;
        }
        var framed = new Table().Border(TableBorder.Rounded);
        foreach (var heading in table.Columns) framed.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))).NoWrap());
        foreach (var row in table.Rows) framed.AddRow(row.Select(cell => new Text(cell ?? "")));
        console.Write(framed);
    }
}
