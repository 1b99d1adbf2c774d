using AmiTools.Help.Reading;

namespace AmiTools.Help;

/// <summary>What the help of every cmdlet has to have. A build without it fails.</summary>
internal static class Rules
{
    public const int LeastExamples = 2;

    /// <summary>A title stands on a line of its own, between dashes, also in a window of 80 columns.</summary>
    public const int LongestTitle = 64;

    public static IEnumerable<string> Problems(IReadOnlyList<CmdletHelp> cmdlets, IReadOnlyCollection<string> topics)
    {
        if (cmdlets.Count == 0) yield return "there is no cmdlet in the assembly";
        var known = cmdlets.Select(c => c.Name).Concat(topics).ToHashSet(StringComparer.Ordinal);
        foreach (var cmdlet in cmdlets)
            foreach (var problem in Problems(cmdlet, known)) yield return $"cmdlet {cmdlet.Name}: {problem}";
    }

    private static IEnumerable<string> Problems(CmdletHelp cmdlet, HashSet<string> known)
    {
        if (cmdlet.Synopsis.Length == 0) yield return "there is no synopsis (<para type=\"synopsis\">)";
        if (cmdlet.Description.Count == 0) yield return "there is no description (<para type=\"description\">)";
        if (cmdlet.Outputs.Count == 0) yield return "there is no [OutputType]";
        foreach (var parameter in cmdlet.Parameters.Where(p => p.Text.Count == 0)) yield return $"parameter {parameter.Name} has no text (<para type=\"description\">)";
        foreach (var link in cmdlet.Links.Where(l => !known.Contains(l))) yield return $"its link '{link}' is no cmdlet and no topic";
        if (cmdlet.Examples.Count < LeastExamples) yield return $"{cmdlet.Examples.Count} examples (<example>); expected at least {LeastExamples}";
        for (var i = 0; i < cmdlet.Examples.Count; i++)
            foreach (var problem in Problems(cmdlet.Examples[i], cmdlet.Name)) yield return $"example {i + 1} {problem}";
    }

    private static IEnumerable<string> Problems(ExampleHelp example, string cmdlet)
    {
        if (example.Title.Length == 0) yield return "does not say what it does (<para> before <code>)";
        if (example.Title.Length > LongestTitle) yield return $"has a title of {example.Title.Length} characters, more than {LongestTitle}; what does not fit belongs into a <para> after <code>";
        if (example.Code.Length == 0) yield return "has no <code>";
        else if (!example.Code.Contains(cmdlet, StringComparison.Ordinal)) yield return "does not call the cmdlet";
    }
}
