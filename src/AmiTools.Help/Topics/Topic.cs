using System.Text.RegularExpressions;

namespace AmiTools.Help.Topics;

/// <summary>A conceptual topic: a page under docs/about that is also what Get-Help about_NAME shows.</summary>
internal sealed partial record Topic(string Name, string Text, IReadOnlyList<Problem> Problems)
{
    public const int Width = 80;

    public static Topic Read(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var lines = File.ReadAllLines(file);
        var (text, problems) = TopicText.Of(name, lines);
        return new(name, text, [.. problems.Concat(DeadLinks(file, lines)).Select(p => new Problem($"{file}({p.Line})", p.What))]);
    }

    private static IEnumerable<(int Line, string What)> DeadLinks(string file, string[] lines) =>
        from line in lines.Index()
        from link in Links().Matches(line.Item)
        let url = link.Groups[1].Value
        where !url.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, url))
        select (line.Index + 1, $"the link to {url} leads nowhere");

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Links();
}
