using System.Xml.Linq;
using AmiTools.Help.Reading;
using static AmiTools.Help.Maml.Names;

namespace AmiTools.Help.Maml;

/// <summary>
/// The help file as PowerShell reads it: about_Comment_Based_Help's parts in the Microsoft Assistance Markup Language
/// (learn.microsoft.com: "Writing help for PowerShell cmdlets").
/// </summary>
internal static class MamlDocument
{
    public static string Write(IReadOnlyList<CmdletHelp> cmdlets) =>
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + new XElement(Root + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(Command)) + "\n";

    private static XElement Command(CmdletHelp cmdlet) => new(Cmd + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Text.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "command", Cmd.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "dev", Dev.NamespaceName),
        new XElement(Cmd + "details",
            new XElement(Cmd + "name", cmdlet.Name),
            new XElement(Cmd + "verb", cmdlet.Verb),
            new XElement(Cmd + "noun", cmdlet.Noun),
            Paragraphs("description", [cmdlet.Synopsis])),
        Paragraphs("description", cmdlet.Description),
        Syntax.Of(cmdlet),
        new XElement(Cmd + "parameters", cmdlet.Parameters.Select(ParameterElement.Of)),
        new XElement(Cmd + "inputTypes", Inputs(cmdlet)),
        new XElement(Cmd + "returnValues", cmdlet.Outputs.Select(o => new XElement(Cmd + "returnValue", TypeOf(o.Type), Paragraphs("description", o.Text.Length == 0 ? [] : [o.Text])))),
        cmdlet.Notes.Count == 0 ? null : new XElement(Text + "alertSet", Paragraphs("alert", cmdlet.Notes)),
        new XElement(Cmd + "examples", cmdlet.Examples.Select(Example)),
        new XElement(Text + "relatedLinks", cmdlet.Links.Select(l => new XElement(Text + "navigationLink", new XElement(Text + "linkText", l)))));

    private static IEnumerable<XElement> Inputs(CmdletHelp cmdlet)
    {
        var piped = cmdlet.Parameters.Where(p => p.Bindings.Any(b => b.ByValue)).ToArray();
        if (piped.Length > 0) return piped.Select(p => new XElement(Cmd + "inputType", TypeOf(p.FullType), Paragraphs("description", [$"-{p.Name} by value. {p.Text[0]}"])));
        var byName = cmdlet.Parameters.Where(p => p.Bindings.Any(b => b.ByName)).Select(p => "-" + p.Name).ToArray();
        return byName.Length == 0
            ? [new XElement(Cmd + "inputType", TypeOf("None"), Paragraphs("description", ["It takes nothing from the pipeline."]))]
            : [new XElement(Cmd + "inputType", TypeOf("System.Management.Automation.PSObject"), Paragraphs("description", [$"Objects with properties of the names of parameters: {string.Join(", ", byName)}."]))];
    }

    // The dashes are text, as in PowerShell's own help. The last, empty line parts an example from the next.
    private static XElement Example(ExampleHelp example, int index) => new(Cmd + "example",
        new XElement(Text + "title", $"-- Example {index + 1}: {example.Title} --"),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", example.Remarks.Append("").Select(r => new XElement(Text + "para", r))));
}
