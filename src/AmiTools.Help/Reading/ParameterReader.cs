using System.Globalization;
using System.Reflection;
using static AmiTools.Help.Reading.CmdletReader;

namespace AmiTools.Help.Reading;

/// <summary>Reads a parameter: its type, how it is bound, which values it takes, and its text.</summary>
internal static class ParameterReader
{
    private static readonly Dictionary<string, string> shortNames = new()
    {
        ["System.String"] = "string",
        ["System.Int32"] = "int",
        ["System.Double"] = "double",
        ["System.Decimal"] = "decimal",
        ["System.Boolean"] = "bool",
        ["System.Object"] = "Object",
        ["System.Uri"] = "uri",
    };

    public static ParameterHelp Read(PropertyInfo property, XmlDocs docs)
    {
        // A parameter of a base class has its text there.
        var id = $"P:{property.DeclaringType!.FullName}.{property.Name}";
        var type = Bare(property.PropertyType);
        var isSwitch = type.FullName == "System.Management.Automation.SwitchParameter";
        var values = Values(property, type);
        return new()
        {
            Name = property.Name,
            Type = ShortName(property.PropertyType),
            FullType = Bare(property.PropertyType, keepList: true).FullName!,
            IsSwitch = isSwitch,
            IsList = property.PropertyType.IsArray,
            Wildcards = Attributes(property, "SupportsWildcardsAttribute").Any(),
            Aliases = [.. Attributes(property, "AliasAttribute").SelectMany(a => Texts(a.ConstructorArguments[0]))],
            Values = values,
            Text = docs.Paragraphs(id, "description"),
            Limits = [.. Limits(property, type, values, docs)],
            Default = docs.Value(id) ?? OfItself(property.PropertyType),
            Bindings = [.. Attributes(property, "ParameterAttribute").Select(BindingOf)],
        };
    }

    // What a property is that no code has set; null is told as None.
    private static string? OfItself(Type type) => type switch
    {
        { FullName: "System.Management.Automation.SwitchParameter" or "System.Boolean" } => "False",
        { IsEnum: true } => ValuesOf(type).FirstOrDefault(f => Convert.ToInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture) == 0)?.Name,
        { FullName: "System.Int32" or "System.Int64" or "System.Double" or "System.Decimal" } => "0",
        _ => null,
    };

    private static Binding BindingOf(CustomAttributeData attribute)
    {
        // int.MinValue stands for no position.
        var position = Named(attribute, "Position") is int given and >= 0 ? given : (int?)null;
        return new((string?)Named(attribute, "ParameterSetName") ?? Binding.AllSets, Named(attribute, "Mandatory") is true, position,
            Named(attribute, "ValueFromPipeline") is true, Named(attribute, "ValueFromPipelineByPropertyName") is true);
    }

    private static IReadOnlyList<string> Values(PropertyInfo property, Type type)
    {
        if (Attributes(property, "ValidateSetAttribute").FirstOrDefault() is { } set) return [.. Texts(set.ConstructorArguments[0])];
        return type.IsEnum ? [.. ValuesOf(type).Select(f => f.Name)] : [];
    }

    private static IEnumerable<FieldInfo> ValuesOf(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static);

    // What the metadata knows better than a text does: it can't be forgotten when a value is added.
    private static IEnumerable<string> Limits(PropertyInfo property, Type type, IReadOnlyList<string> values, XmlDocs docs)
    {
        if (type.IsEnum) foreach (var value in ValuesOf(type)) yield return docs.Summary($"F:{type.FullName}.{value.Name}") is { Length: > 0 } text ? $"- {value.Name}: {text}" : $"- {value.Name}";
        else if (values.Count > 0) yield return $"Values: {string.Join(", ", values)}.";
        if (Attributes(property, "ValidateRangeAttribute").FirstOrDefault() is { ConstructorArguments: [var least, var most] }) yield return $"From {Number(least.Value)} to {Number(most.Value)}.";
    }

    private static string Number(object? value) => ((IFormattable)value!).ToString("#,0.##", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Texts(CustomAttributeTypedArgument argument) =>
        argument.Value is IReadOnlyCollection<CustomAttributeTypedArgument> several ? several.Select(a => (string)a.Value!) : [(string)argument.Value!];

    private static Type Bare(Type type, bool keepList = false)
    {
        if (type.IsArray && !keepList) return Bare(type.GetElementType()!);
        return type.IsGenericType && type.GetGenericTypeDefinition().FullName == "System.Nullable`1" ? type.GetGenericArguments()[0] : type;
    }

    private static string ShortName(Type type)
    {
        var bare = Bare(type);
        return (shortNames.GetValueOrDefault(bare.FullName!) ?? bare.Name) + (type.IsArray ? "[]" : "");
    }
}
