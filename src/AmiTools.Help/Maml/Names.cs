using System.Xml.Linq;

namespace AmiTools.Help.Maml;

/// <summary>MAML's namespaces, and the elements that occur everywhere.</summary>
internal static class Names
{
    public static readonly XNamespace Root = "http://msh";
    public static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    public static readonly XNamespace Cmd = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    public static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XElement Paragraphs(string name, IEnumerable<string> paragraphs) => new(Text + name, paragraphs.Select(p => new XElement(Text + "para", p)));

    public static XElement TypeOf(string name) => new(Dev + "type", new XElement(Text + "name", name), new XElement(Text + "uri"));
}
