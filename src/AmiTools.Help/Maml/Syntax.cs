using System.Xml.Linq;
using AmiTools.Help.Reading;
using static AmiTools.Help.Maml.Names;

namespace AmiTools.Help.Maml;

/// <summary>A line for each parameter set: what has a position first, then what must be given, then the rest.</summary>
internal static class Syntax
{
    public static XElement Of(CmdletHelp cmdlet) => new(Cmd + "syntax", cmdlet.Sets.Select(set => new XElement(Cmd + "syntaxItem",
        new XElement(Text + "name", cmdlet.Name),
        cmdlet.Parameters.Select(p => (Parameter: p, Binding: p.In(set)))
            .Where(p => p.Binding is not null)
            .OrderBy(p => p.Binding!.Position ?? int.MaxValue).ThenByDescending(p => p.Binding!.Mandatory)
            .Select(p => ParameterElement.Of(p.Parameter, p.Binding!)))));
}
