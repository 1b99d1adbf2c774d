namespace AmiTools.Cli.Reporting;

/// <summary>A table before it is known who looks at it.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The cells; a null is shown as nothing. Walked once for the widths and once more to be shown: of 50,000 rows none is kept.</param>
internal sealed record TextTable(IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<string?>> Rows)
{
    private int[]? widths;

    /// <summary>How wide it is with a frame: two blanks and a line for each column, and one more line.</summary>
    public int FramedWidth => Widths.Sum(w => w + 3) + 1;

    /// <summary>Aligned columns, two spaces apart, with nothing at the ends of lines: for pipes and logs.</summary>
    public IEnumerable<string> PlainLines()
    {
        string Line(IReadOnlyList<string?> cells) => string.Join("  ", cells.Select((c, i) => (c ?? "").PadRight(Widths[i]))).TrimEnd();
        return Rows.Select(Line).Prepend(Line(Columns));
    }

    private int[] Widths => widths ??= Measured();

    private int[] Measured()
    {
        int[] most = [.. Columns.Select(c => c.Length)];
        foreach (var row in Rows)
            for (var i = 0; i < most.Length; i++) most[i] = Math.Max(most[i], row[i]?.Length ?? 0);
        return most;
    }
}
