using System.Text;
using AmiTools.Help.Maml;
using AmiTools.Help.Reading;
using AmiTools.Help.Topics;

namespace AmiTools.Help;

/// <summary>
/// Writes the help of a binary module from its metadata, its XML docs and the topics under docs/. Nothing is written
/// unless all of it is complete; each thing that is missing is a line that MSBuild shows as an error.
/// </summary>
internal static class Generator
{
    private const string Usage = "usage: AmiTools.Help ASSEMBLY REFERENCES-LIST TOPICS-FOLDER OUTPUT-FOLDER";

    public static int Run(IReadOnlyList<string> arguments, TextWriter errors)
    {
        if (arguments is not [var assembly, var references, var topics, var output])
        {
            errors.WriteLine(Usage);
            return 64;
        }
        var (docs, problemsOfDocs) = XmlDocs.Load([assembly, .. File.ReadLines(references)]);
        var cmdlets = CmdletReader.Read(assembly, File.ReadLines(references), docs);
        var pages = Directory.Exists(topics) ? Directory.GetFiles(topics, "about_*.md").Order(StringComparer.Ordinal).Select(Topic.Read).ToArray() : [];
        var source = Path.GetFileName(Path.ChangeExtension(assembly, ".xml"));
        var problems = problemsOfDocs.Concat(Rules.Problems(cmdlets, [.. pages.Select(p => p.Name)]).Select(p => new Problem(source, p))).Concat(pages.SelectMany(p => p.Problems)).ToArray();
        foreach (var problem in problems) errors.WriteLine(problem);
        if (problems.Length > 0) return 1;
        Write(output, Path.GetFileName(assembly), cmdlets, pages);
        return 0;
    }

    private static void Write(string folder, string assembly, IReadOnlyList<CmdletHelp> cmdlets, IReadOnlyList<Topic> topics)
    {
        Directory.CreateDirectory(folder);
        // A topic that is no more would still be found.
        foreach (var old in Directory.GetFiles(folder, "about_*.help.txt")) File.Delete(old);
        foreach (var topic in topics) File.WriteAllText(Path.Combine(folder, topic.Name + ".help.txt"), topic.Text);
        File.WriteAllText(Path.Combine(folder, assembly + "-Help.xml"), MamlDocument.Write(cmdlets), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
    }
}

/// <summary>Something that is missing or wrong, written as MSBuild reads an error.</summary>
internal sealed record Problem(string Where, string What)
{
    public override string ToString() => $"{Where} : error HELP001: {What}";
}
