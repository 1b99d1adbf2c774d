namespace AmiTools.Help.Topics;

/// <summary>A conceptual topic: a page under docs/about that is also what Get-Help about_NAME shows.</summary>
internal sealed record Topic(string Name, string Text, IReadOnlyList<Problem> Problems)
{
    public const int Width = 80;

    public static Topic Read(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var (text, problems) = TopicText.Of(name, File.ReadAllLines(file));
        return new(name, text, [.. problems.Select(p => new Problem($"{file}({p.Line})", p.What))]);
    }
}
