namespace AmiTools.Cli.Reporting;

/// <summary>A table before it is known who looks at it.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The cells; a null is shown as nothing.</param>
internal sealed record TextTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows)
{
    /// <summary>How wide it is with a frame: two blanks and a line for each column, and one more line.</summary>
    public int FramedWidth => Widths.Sum(w => w + 3) + 1;

    /// <summary>Aligned columns, two spaces apart, with nothing at the ends of lines: for pipes and logs.</summary>
    public IEnumerable<string> PlainLines()
    {
        var widths = Widths;
        string Line(IReadOnlyList<string?> cells) => string.Join("  ", cells.Select((c, i) => (c ?? "").PadRight(widths[i]))).TrimEnd();
        return Rows.Select(Line).Prepend(Line(Columns));
    }

    private int[] Widths => [.. Columns.Select((heading, i) => Rows.Select(r => r[i]?.Length ?? 0).Append(heading.Length).Max())];
}
