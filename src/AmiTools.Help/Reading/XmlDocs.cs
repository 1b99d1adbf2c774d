using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace AmiTools.Help.Reading;

/// <summary>The XML docs of assemblies, by the ids that the compiler gives to types and members (T:..., P:..., F:...).</summary>
internal sealed partial class XmlDocs(IReadOnlyDictionary<string, XElement> members)
{
    public static (XmlDocs Docs, IReadOnlyList<Problem> Problems) Load(IEnumerable<string> assemblies)
    {
        var members = new Dictionary<string, XElement>(StringComparer.Ordinal);
        var problems = new List<Problem>();
        // What we have written ourselves: the docs of .NET are large and tell nothing of ours.
        foreach (var file in assemblies.Select(a => Path.ChangeExtension(a, ".xml")).Where(f => Path.GetFileName(f).StartsWith("AmiTools", StringComparison.Ordinal) && File.Exists(f)))
        {
            try
            {
                Add(XDocument.Load(file, LoadOptions.PreserveWhitespace), members);
            }
            catch (XmlException e)
            {
                problems.Add(new(file, e.Message));
            }
        }
        return (new(members), problems);
    }

    public static XmlDocs Parse(string xml)
    {
        var members = new Dictionary<string, XElement>(StringComparer.Ordinal);
        Add(XDocument.Parse(xml, LoadOptions.PreserveWhitespace), members);
        return new(members);
    }

    private static void Add(XDocument document, Dictionary<string, XElement> members)
    {
        foreach (var member in document.Descendants("member")) if (member.Attribute("name")?.Value is { } name) members[name] = member;
    }

    /// <summary>The texts of the paragraphs of a kind: synopsis, description, link, note.</summary>
    public IReadOnlyList<string> Paragraphs(string id, string kind) =>
        [.. (members.GetValueOrDefault(id)?.Element("summary")?.Elements("para") ?? []).Where(p => p.Attribute("type")?.Value == kind).Select(Text).Where(t => t.Length > 0)];

    /// <summary>The plain summary, as types and values of enumerations have it.</summary>
    public string Summary(string id) => members.GetValueOrDefault(id)?.Element("summary") is { } summary ? Text(summary) : "";

    /// <summary>What a parameter is without being given, where the code says so and the type does not.</summary>
    public string? Value(string id) => members.GetValueOrDefault(id)?.Element("value") is { } value ? Text(value) : null;

    public IReadOnlyList<ExampleHelp> Examples(string id) => [.. (members.GetValueOrDefault(id)?.Elements("example") ?? []).Select(Example)];

    private static ExampleHelp Example(XElement example)
    {
        var code = example.Element("code");
        var before = example.Elements("para").Where(p => code is null || p.IsBefore(code)).Select(Text).ToArray();
        var after = code is null ? [] : code.ElementsAfterSelf("para").Select(Text);
        return new(before.FirstOrDefault() ?? "", code is null ? "" : Lines(code.Value), [.. before.Skip(1), .. after]);
    }

    // The compiler indents the lines of a comment alike.
    private static string Lines(string code)
    {
        var lines = code.Replace("\r", "", StringComparison.Ordinal).Split('\n').Select(l => l.TrimEnd()).ToList();
        while (lines.Count > 0 && lines[0].Length == 0) lines.RemoveAt(0);
        while (lines.Count > 0 && lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        var indent = lines.Skip(lines.Count > 1 && lines[0].Length > 0 && lines[0][0] != ' ' ? 1 : 0).Where(l => l.Length > 0).Select(l => l.Length - l.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(l => l.Length >= indent && l.Take(indent).All(c => c == ' ') ? l[indent..] : l));
    }

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            if (node is XText words) text.Append(words.Value);
            else if (node is XElement inner) text.Append(inner.Attribute("cref")?.Value is { } cref ? ShortName(cref) : inner.Attribute("name")?.Value ?? inner.Attribute("langword")?.Value ?? Text(inner));
        }
        return Blanks().Replace(text.ToString(), " ").Trim();
    }

    private static string ShortName(string id) => id[(id.LastIndexOf('.') + 1)..];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
