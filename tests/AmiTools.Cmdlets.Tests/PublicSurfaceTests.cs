using System.Management.Automation;
using System.Reflection;
using static AmiTools.Cmdlets.Tests.ModuleMetadata;

namespace AmiTools.Cmdlets.Tests;

/// <summary>
/// Scripts rely on cmdlets, parameters and the properties of results. All of them stand in surface.txt, so that a change
/// shows in review.
/// </summary>
public sealed class PublicSurfaceTests
{
    private const string Renew = "AMITOOLS_RENEW_SURFACE";

    [Fact]
    public void The_public_surface_is_what_its_file_says()
    {
        var path = Path.Combine(Root(), "tests", "AmiTools.Cmdlets.Tests", "surface.txt");
        var now = string.Join('\n', Exported.OrderBy(Name, StringComparer.Ordinal).SelectMany(OfCmdlet).Concat(Results.SelectMany(OfResult))) + "\n";
        if (Environment.GetEnvironmentVariable(Renew) == "1") File.WriteAllText(path, now);

        File.ReadAllText(path).Split('\n').ShouldBe(now.Split('\n'), $"If the change is meant, run this test with {Renew}=1 and commit surface.txt.");
    }

    private static IEnumerable<Type> Results => typeof(IReporter).Assembly.GetExportedTypes().Where(t => !t.IsInterface).OrderBy(t => t.FullName, StringComparer.Ordinal);

    private static IEnumerable<string> OfCmdlet(Type cmdlet)
    {
        var declared = Attribute(cmdlet, nameof(CmdletAttribute))!;
        var asks = Named(declared, nameof(CmdletAttribute.SupportsShouldProcess)) is true ? $" asks({(ConfirmImpact)(Named(declared, nameof(CmdletAttribute.ConfirmImpact)) ?? ConfirmImpact.Medium)})" : "";
        var outputs = cmdlet.CustomAttributes.Where(a => a.AttributeType.Name == nameof(OutputTypeAttribute)).SelectMany(a => a.ConstructorArguments).SelectMany(Values).Distinct();
        yield return $"{Name(cmdlet)} -> {string.Join(", ", outputs)}{asks}";
        foreach (var property in cmdlet.GetProperties().OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            var sets = property.CustomAttributes.Where(a => a.AttributeType.Name == nameof(ParameterAttribute)).Select(OfParameter).Order(StringComparer.Ordinal).ToList();
            if (sets.Count == 0) continue;
            var aliases = Attribute(property, nameof(AliasAttribute)) is { } alias ? " alias " + string.Join(", ", alias.ConstructorArguments.SelectMany(Values)) : "";
            yield return $"  -{property.Name} {Shown(property.PropertyType)}{aliases}{string.Concat(sets.Distinct())}";
        }
    }

    private static string OfParameter(CustomAttributeData parameter)
    {
        List<string> said = [];
        if (Named(parameter, nameof(ParameterAttribute.ParameterSetName)) is string set) said.Add("set " + set);
        if (Named(parameter, nameof(ParameterAttribute.Mandatory)) is true) said.Add("mandatory");
        if (Named(parameter, nameof(ParameterAttribute.Position)) is int position) said.Add($"position {position}");
        if (Named(parameter, nameof(ParameterAttribute.ValueFromPipeline)) is true) said.Add("pipeline");
        if (Named(parameter, nameof(ParameterAttribute.ValueFromPipelineByPropertyName)) is true) said.Add("by name");
        return said.Count == 0 ? "" : $" [{string.Join(", ", said)}]";
    }

    private static IEnumerable<string> OfResult(Type type)
    {
        yield return $"type {Shown(type)}";
        if (type.IsEnum)
        {
            foreach (var name in Enum.GetNames(type)) yield return "  " + name;
            yield break;
        }
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var property in type.GetProperties(Own).OrderBy(p => p.Name, StringComparer.Ordinal)) yield return $"  {property.Name} {Shown(property.PropertyType)}";
    }

    private static IEnumerable<string> Values(CustomAttributeTypedArgument argument) => argument.Value switch
    {
        Type type => [Shown(type)],
        string text => [text],
        IEnumerable<CustomAttributeTypedArgument> many => many.SelectMany(Values),
        _ => [],
    };

    private static string Shown(Type type) =>
        Nullable.GetUnderlyingType(type) is { } value ? Shown(value) + "?"
        : type.IsArray ? Shown(type.GetElementType()!) + "[]"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Shown))}>"
        : type.Name;
}
