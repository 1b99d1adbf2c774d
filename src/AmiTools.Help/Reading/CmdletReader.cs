using System.Reflection;

namespace AmiTools.Help.Reading;

/// <summary>Reads the cmdlets of an assembly from its metadata; nothing of it is run.</summary>
internal static class CmdletReader
{
    private const string Automation = "System.Management.Automation.";

    public static IReadOnlyList<CmdletHelp> Read(string assembly, IEnumerable<string> references, XmlDocs docs)
    {
        var files = references.Append(assembly).GroupBy(f => Path.GetFileNameWithoutExtension(f), StringComparer.OrdinalIgnoreCase).Select(g => g.Last());
        using var context = new MetadataLoadContext(new PathAssemblyResolver(files));
        return [.. context.LoadFromAssemblyPath(Path.GetFullPath(assembly)).GetExportedTypes()
            .Where(t => !t.IsAbstract && Attributes(t, "CmdletAttribute").Any())
            .Select(t => Cmdlet(t, docs))
            .OrderBy(c => c.Name, StringComparer.Ordinal)];
    }

    private static CmdletHelp Cmdlet(Type type, XmlDocs docs)
    {
        var cmdlet = Attributes(type, "CmdletAttribute").Single();
        var id = "T:" + type.FullName;
        var parameters = type.GetProperties().Where(p => Attributes(p, "ParameterAttribute").Any()).Select(p => ParameterReader.Read(p, docs)).ToList();
        if (Named(cmdlet, "SupportsShouldProcess") is true) parameters.AddRange(CommonParameters.OfShouldProcess((int?)Named(cmdlet, "ConfirmImpact")));
        var named = parameters.SelectMany(p => p.Bindings).Select(b => b.Set).Where(s => s != Binding.AllSets);
        var sets = (Named(cmdlet, "DefaultParameterSetName") is string first ? named.Prepend(first) : named).Distinct().ToArray();
        return new()
        {
            Verb = (string)cmdlet.ConstructorArguments[0].Value!,
            Noun = (string)cmdlet.ConstructorArguments[1].Value!,
            Synopsis = string.Join(' ', docs.Paragraphs(id, "synopsis")),
            Description = docs.Paragraphs(id, "description"),
            Sets = sets.Length == 0 ? [Binding.AllSets] : sets,
            Parameters = parameters,
            Outputs = [.. Attributes(type, "OutputTypeAttribute").SelectMany(OutputTypes).DistinctBy(t => t.FullName).Select(t => Output(t, docs))],
            Examples = docs.Examples(id),
            Links = docs.Paragraphs(id, "link"),
            Notes = docs.Paragraphs(id, "note"),
        };
    }

    private static IEnumerable<Type> OutputTypes(CustomAttributeData attribute) =>
        attribute.ConstructorArguments.Where(a => a.Value is IReadOnlyCollection<CustomAttributeTypedArgument>)
            .SelectMany(a => (IReadOnlyCollection<CustomAttributeTypedArgument>)a.Value!).Select(a => a.Value).OfType<Type>();

    private static OutputHelp Output(Type type, XmlDocs docs) =>
        type.FullName == "System.Void" ? new("None", "It writes nothing.") : new(type.FullName!, docs.Summary("T:" + type.FullName));

    public static IEnumerable<CustomAttributeData> Attributes(MemberInfo member, string name) =>
        member.GetCustomAttributesData().Where(a => a.AttributeType.FullName == Automation + name);

    public static object? Named(CustomAttributeData attribute, string member) => attribute.NamedArguments.FirstOrDefault(a => a.MemberName == member).TypedValue.Value;
}
