using System.Globalization;
using System.Xml.Linq;
using AmiTools.Help.Reading;
using static AmiTools.Help.Maml.Names;

namespace AmiTools.Help.Maml;

/// <summary>A parameter, in the list of all of them and in the lines of the syntax.</summary>
internal static class ParameterElement
{
    /// <summary>In the list: as it is bound where it is bound most strictly.</summary>
    public static XElement Of(ParameterHelp parameter)
    {
        var b = parameter.Bindings;
        var together = new Binding(Binding.AllSets, b.All(x => x.Mandatory), b.Select(x => x.Position).FirstOrDefault(p => p is not null), b.Any(x => x.ByValue), b.Any(x => x.ByName));
        return Write(parameter, together, Value(parameter));
    }

    /// <summary>In a line of the syntax: a switch has no value there, and values are listed.</summary>
    public static XElement Of(ParameterHelp parameter, Binding binding) => Write(parameter, binding,
        parameter.IsSwitch ? null
        : parameter.Values.Count > 0 ? new XElement(Cmd + "parameterValueGroup", parameter.Values.Select(v => new XElement(Cmd + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), v)))
        : Value(parameter));

    private static XElement Value(ParameterHelp parameter) =>
        new(Cmd + "parameterValue", new XAttribute("required", parameter.IsSwitch ? "false" : "true"), new XAttribute("variableLength", Lower(parameter.IsList)), parameter.Type);

    private static XElement Write(ParameterHelp parameter, Binding binding, XElement? value) => new(Cmd + "parameter",
        new XAttribute("required", Lower(binding.Mandatory)),
        new XAttribute("variableLength", Lower(parameter.IsList)),
        new XAttribute("globbing", Lower(parameter.Wildcards)),
        new XAttribute("pipelineInput", Pipeline(binding)),
        new XAttribute("position", binding.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(Text + "name", parameter.Name),
        Paragraphs("description", parameter.Text.Concat(parameter.Limits)),
        value,
        TypeOf(parameter.FullType),
        new XElement(Dev + "defaultValue", parameter.Default ?? "None"));

    private static string Pipeline(Binding binding) => (binding.ByValue, binding.ByName) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    private static string Lower(bool value) => value ? "true" : "false";
}
