using System.Management.Automation;
using System.Reflection;
using AmiTools.Cmdlets.Base;

namespace AmiTools.Cmdlets.Tests;

/// <summary>The module's metadata, which is all that the compile-time PowerShell lets us look at.</summary>
internal static class ModuleMetadata
{
    public static Assembly Assembly { get; } = typeof(AsyncCmdlet).Assembly;

    /// <summary>The cmdlets.</summary>
    public static IEnumerable<Type> Exported => Assembly.GetExportedTypes().Where(t => !t.IsAbstract && Attribute(t, nameof(CmdletAttribute)) is not null);

    public static string Name(Type cmdlet) => string.Join('-', Attribute(cmdlet, nameof(CmdletAttribute))!.ConstructorArguments.Select(a => (string)a.Value!));

    public static IEnumerable<Type> OutputTypes(Type cmdlet) => cmdlet.CustomAttributes.Where(a => a.AttributeType.Name == nameof(OutputTypeAttribute))
        .SelectMany(a => a.ConstructorArguments).SelectMany(a => a.Value is IEnumerable<CustomAttributeTypedArgument> many ? many.Select(m => m.Value) : [a.Value]).OfType<Type>();

    public static CustomAttributeData? Attribute(MemberInfo member, string name) => member.CustomAttributes.FirstOrDefault(a => a.AttributeType.Name == name);

    public static object? Named(Type type, string attribute, string member) => Named(Attribute(type, attribute)!, member);

    public static object? Named(CustomAttributeData attribute, string member) => attribute.NamedArguments.FirstOrDefault(a => a.MemberName == member).TypedValue.Value;

    /// <summary>The checkout's folder.</summary>
    public static string Root() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    private static string ThisFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
