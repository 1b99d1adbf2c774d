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

    public static CustomAttributeData? Attribute(MemberInfo member, string name) => member.CustomAttributes.FirstOrDefault(a => a.AttributeType.Name == name);

    public static object? Named(Type type, string attribute, string member) => Named(Attribute(type, attribute)!, member);

    public static object? Named(CustomAttributeData attribute, string member) => attribute.NamedArguments.FirstOrDefault(a => a.MemberName == member).TypedValue.Value;

    public static string Root([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
