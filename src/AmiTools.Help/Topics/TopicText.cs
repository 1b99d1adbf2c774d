using System.Text;
using System.Text.RegularExpressions;

namespace AmiTools.Help.Topics;

/// <summary>
/// Writes a page as the plain text of a help topic. It knows headings, paragraphs, lists of one level, fenced code,
/// code in a line, and links; anything else is a problem, so that nothing is shown as raw Markdown.
/// </summary>
internal sealed partial class TopicText
{
    private const string Indent = "    ";
    private readonly StringBuilder text = new();
    private readonly List<(int Line, string What)> problems = [];
    private readonly List<string> paragraph = [];
    private string hanging = "";
    private bool inCode, hasShort;

    public static (string Text, IReadOnlyList<(int Line, string What)> Problems) Of(string name, IReadOnlyList<string> lines)
    {
        var writer = new TopicText();
        writer.text.Append("TOPIC\n").Append(Indent).Append(name).Append("\n\nSHORT DESCRIPTION\n");
        if (lines.Count == 0 || lines[0] != "# " + name) writer.problems.Add((1, $"the first line is not '# {name}'"));
        for (var i = 1; i < lines.Count; i++) writer.Line(i + 1, lines[i]);
        writer.Close();
        if (writer.inCode) writer.problems.Add((lines.Count, "the code block has no end"));
        if (!writer.hasShort) writer.problems.Add((1, "there is no paragraph after the title: it is the short description"));
        return (writer.text.ToString().TrimEnd('\n') + "\n", writer.problems);
    }

    private void Line(int number, string line)
    {
        if (line.Any(c => c > '~')) problems.Add((number, "there is a character outside of ASCII, which Windows PowerShell reads as another"));
        if (line.StartsWith("```", StringComparison.Ordinal))
        {
            Close();
            inCode = !inCode;
            if (!inCode) text.Append('\n');
        }
        else if (inCode)
        {
            if (Indent.Length * 2 + line.Length > Topic.Width) problems.Add((number, $"a line of code has {line.Length} characters; {Topic.Width - Indent.Length * 2} fit"));
            text.Append((Indent + Indent + line).TrimEnd()).Append('\n');
        }
        else if (line.Length == 0) Close();
        else if (Heading().Match(line) is { Success: true } heading) Head(heading.Groups[1].Length, heading.Groups[2].Value);
        else if (Item().Match(line) is { Success: true } item)
        {
            Close(tight: true);
            hanging = item.Groups[1].Value;
            paragraph.Add(item.Groups[2].Value);
        }
        else if (Raw().IsMatch(line)) problems.Add((number, "this is no text that a help topic can show (a table, an image, HTML or a quotation)"));
        else paragraph.Add(line.Trim());
    }

    private void Head(int level, string title)
    {
        Close();
        text.Append(level == 2 ? title.ToUpperInvariant() : "  " + title).Append('\n');
    }

    private void Close(bool tight = false)
    {
        if (paragraph.Count == 0)
        {
            return;
        }
        var words = Plain(string.Join(' ', paragraph));
        var first = Indent + hanging;
        foreach (var line in Wrap(words, Topic.Width - first.Length))
        {
            text.Append(first).Append(line).Append('\n');
            first = new string(' ', first.Length);
        }
        if (!(tight && hanging.Length > 0)) text.Append('\n');
        if (!hasShort) text.Append("LONG DESCRIPTION\n");
        hasShort = true;
        paragraph.Clear();
        hanging = "";
    }

    // A link within docs/ is told by its path from the repository's root.
    private static string Plain(string words) => Link().Replace(words, m =>
    {
        var (shown, url) = (m.Groups[1].Value, m.Groups[2].Value);
        var file = Path.GetFileNameWithoutExtension(url);
        if (file.StartsWith("about_", StringComparison.Ordinal)) return file;
        var where = url.Contains("://", StringComparison.Ordinal) ? url : url.StartsWith("../../", StringComparison.Ordinal) ? url[6..] : url.StartsWith("../", StringComparison.Ordinal) ? "docs/" + url[3..] : "docs/about/" + url;
        return where.EndsWith(shown, StringComparison.Ordinal) ? where : $"{shown} ({where})";
    }).Replace("`", "", StringComparison.Ordinal).Replace("**", "", StringComparison.Ordinal);

    private static IEnumerable<string> Wrap(string words, int width)
    {
        var line = new StringBuilder();
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }
            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }
        if (line.Length > 0) yield return line.ToString();
    }

    [GeneratedRegex(@"^(#{2,3}) (.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(- |\d+\. )(.+)$")]
    private static partial Regex Item();

    [GeneratedRegex(@"^\s*(\||<|!\[|>|#)")]
    private static partial Regex Raw();

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)]+)\)")]
    private static partial Regex Link();
}
